package io.polyport.kit.runtime;

import static io.polyport.kit.runtime.TestedProgram.await;
import static io.polyport.kit.runtime.TestedProgram.config;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polyport.kit.fixtures.Eventually;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a program starts, and what becomes of a start that fails or is not wanted any longer. */
@Timeout(120)
final class RunningProgramStartTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int TRIES = 5;

    private final TestedProgram program = new TestedProgram();

    @AfterEach
    void stop() throws Exception {
        program.close();
    }

    @Test
    @DisplayName("a part that cannot start ends the whole start with one sentence and leaves nothing open")
    void failingPart() {
        Program.Parts<TestedProgram.Config> parts = (config, around) -> List.of(
                program.good("ftp"),
                program.part("gateway", Future.failedFuture(new UnknownHostException("far.example")), null),
                program.good("never"));
        assertThatThrownBy(() -> await(program.start(parts, config(0, Duration.ofSeconds(20)))))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(StartFailure.class)
                .hasMessage(
                        "gateway could not start: the host name far.example is not known; check the name and the DNS");
        assertThat(program.told()).startsWith("start ftp", "start gateway").hasSize(3);
        assertThat(program.told()).endsWith("Vert.x closed");
    }

    @Test
    @DisplayName("a part that throws and a part that never starts end the start as well")
    void throwingAndHanging() {
        assertThatThrownBy(() -> await(program.start(
                        (config, around) -> {
                            throw new IllegalStateException("password=hunter2 is wrong");
                        },
                        config(0, Duration.ofSeconds(20)))))
                .hasMessageContaining("test could not start")
                .hasMessageNotContaining("hunter2");
        Program.Parts<TestedProgram.Config> hanging = (config, around) ->
                List.of(program.part("slow", Promise.<Void>promise().future(), Future.succeededFuture()));
        assertThatThrownBy(() -> await(program.start(hanging, config(0, Duration.ofMillis(300)))))
                .hasMessageContaining("it took longer than start-limit");
        assertThat(program.told()).endsWith("Vert.x closed");
    }

    private Future<RunningProgram> startOn(VertxStart<TestedProgram.Config> bus, Duration limit) {
        return RunningProgram.start(
                new Program<>(
                        "test",
                        "A test.",
                        TestedProgram.Config.class,
                        TestedProgram.Config::runtime,
                        bus,
                        (c, around) -> List.of(
                                program.part("slow", Promise.<Void>promise().future(), Future.succeededFuture()))),
                config(0, limit));
    }

    @Test
    @DisplayName("the start limit covers joining the bus, too, and a Vert.x that comes too late is closed again")
    void slowBus() throws Exception {
        Promise<VertxStart.Started> joined = Promise.promise();
        assertThatThrownBy(() -> await(startOn((c, base) -> joined.future(), Duration.ofMillis(300))))
                .cause()
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("the bus of test")
                .hasMessageContaining("it took longer than start-limit");
        joined.complete(program.watched(VertxStart.Started.of(Vertx.vertx())));
        Eventually.holds(SOON, "it is closed", () -> program.told().equals(List.of("Vert.x closed")));
    }

    @Test
    @DisplayName("the start limit is one limit for the bus and the parts together")
    void slowBusAndParts() {
        VertxStart<TestedProgram.Config> slow = (c, base) -> {
            var vertx = Vertx.vertx(base);
            return vertx.timer(2, TimeUnit.SECONDS).map(over -> program.watched(VertxStart.Started.of(vertx)));
        };
        var tooLate = Duration.ofMillis(4_400);
        // The best of some: a machine that stands still is late, whatever the limit.
        var took = tooLate;
        for (int started = 1; started <= TRIES && took.compareTo(tooLate) >= 0; started++) {
            long began = System.nanoTime();
            assertThatThrownBy(() -> await(startOn(slow, Duration.ofMillis(2_500))))
                    .hasMessageContaining("it took longer than start-limit");
            took = Duration.ofNanos(System.nanoTime() - began);
            int all = started;
            Eventually.holds(
                    SOON,
                    "it is closed",
                    () -> Collections.frequency(program.told(), "Vert.x closed") == all
                            && program.told().getLast().equals("Vert.x closed"));
        }
        assertThat(took).isLessThan(tooLate);
    }

    @Test
    @DisplayName("GW-36 a start that is not wanted any longer goes no step further, and drains what serves already")
    void unwantedStart() {
        var unwanted = new AtomicBoolean();
        Promise<Void> second = Promise.promise();
        VertxStart<TestedProgram.Config> local = VertxStart.local();
        var starting = RunningProgram.start(
                new Program<>(
                        "test",
                        "A test.",
                        TestedProgram.Config.class,
                        TestedProgram.Config::runtime,
                        (c, base) -> local.start(c, base).map(program::watched),
                        (c, around) -> List.of(
                                program.good("first"),
                                program.part("second", second.future(), Future.succeededFuture()),
                                program.good("never"))),
                config(0, Duration.ofSeconds(20)),
                unwanted::get,
                (running, reason) -> {});
        Eventually.holds(SOON, "the second one starts", () -> program.told().contains("start second"));
        unwanted.set(true);
        second.complete();
        assertThatThrownBy(() -> await(starting)).hasMessageContaining("was asked to leave while it started");
        assertThat(program.told())
                .containsExactly("start first", "start second", "drain second", "drain first", "Vert.x closed");
    }

    @Test
    @DisplayName("a management port that is in use is told with address and port")
    void portInUse() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var config = config(taken.getLocalPort(), Duration.ofSeconds(20));
            assertThatThrownBy(() -> await(program.start((c, around) -> List.of(), config)))
                    .hasMessageContaining("the management port could not start: the port is in use (127.0.0.1:"
                            + taken.getLocalPort());
        }
    }
}
