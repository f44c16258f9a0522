package io.polyport.kit.runtime;

import static io.polyport.kit.runtime.TestedProgram.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a running program tells on its management port. */
@Timeout(120)
final class ManagementPortTest {
    private final TestedProgram program = new TestedProgram();

    @AfterEach
    void stop() throws Exception {
        program.close();
    }

    @Test
    @DisplayName("GW-36 ready only when every part serves and every check is ready; not ready as soon as it drains")
    void readiness() throws Exception {
        var reason = new AtomicReference<>(Optional.of("sees 1 of 3 members"));
        Promise<Void> drained = Promise.promise();
        program.start((config, around) -> {
            assertThat(around.readiness().reasons()).containsEntry("program", "is starting");
            around.readiness().register("bus", reason::get);
            return List.of(program.part("slow", Future.succeededFuture(), drained.future()));
        });
        var before = program.ask("GET", "/health/ready");
        assertThat(before.statusCode()).isEqualTo(503);
        assertThat(new JsonObject(before.body()).getJsonObject("reasons"))
                .isEqualTo(new JsonObject().put("bus", "sees 1 of 3 members"));
        reason.set(Optional.empty());
        assertThat(program.ask("GET", "/health/ready").statusCode()).isEqualTo(200);

        var stopped = program.running().stop(Duration.ofMinutes(1));
        var draining = program.ask("GET", "/health/ready");
        assertThat(draining.statusCode()).isEqualTo(503);
        assertThat(draining.body()).contains("is draining");
        assertThat(program.ask("GET", "/health/live").statusCode()).isEqualTo(200);
        drained.complete();
        await(stopped);
    }

    @Test
    @DisplayName("GW-35 /metrics has Vert.x', the JVM's and the event loops' meters as Prometheus text")
    void metrics() throws Exception {
        program.start((config, around) -> {
            around.meters().counter("own.things").increment(3);
            return List.of();
        });
        program.ask("GET", "/health/live");
        var answer = program.ask("GET", "/metrics");
        assertThat(answer.headers().firstValue("content-type").orElseThrow()).startsWith("text/plain; version=0.0.4");
        assertThat(answer.body())
                .contains("own_things_total 3.0", "jvm_memory_used_bytes{", "jvm_threads_live_threads", "jvm_gc_")
                .contains("vertx_http_server_requests_total{");
        assertThat(answer.body().lines().filter(line -> line.startsWith("polyport_event_loop_lag_seconds{")))
                .hasSize(2);
        assertThat(program.ask("GET", "/metrics", "Accept", "application/openmetrics-text")
                        .body())
                .endsWith("# EOF\n");
    }

    @Test
    @DisplayName("GW-35 an event loop that was blocked shows its delay")
    void lag() throws Exception {
        program.start((config, around) -> List.of());
        var blocked = new CountDownLatch(1);
        program.running().vertx().runOnContext(go -> {
            LockSupport.parkNanos(Duration.ofMillis(900).toNanos());
            blocked.countDown();
        });
        assertThat(blocked.await(20, TimeUnit.SECONDS)).isTrue();
        var worst = program.ask("GET", "/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("polyport_event_loop_lag_seconds{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .max()
                .orElseThrow();
        assertThat(worst).isGreaterThan(0.5);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"/", "/health", "/health/live/", "/metrics2", "//metrics", "/%6detrics"})
    @DisplayName("any other path of the management port is a 404 problem")
    void otherPaths(String path) throws Exception {
        program.start((config, around) -> List.of());
        var answer = program.ask("GET", path);
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(new JsonObject(answer.body()).getString("code")).isEqualTo("management.not-found");
    }

    @Test
    @DisplayName("the management port can be read with GET and HEAD only")
    void methods() throws Exception {
        program.start((config, around) -> List.of());
        assertThat(program.ask("POST", "/health/live").statusCode()).isEqualTo(405);
        assertThat(program.ask("DELETE", "/metrics").headers().firstValue("allow"))
                .contains("GET, HEAD");
        var head = program.ask("HEAD", "/health/ready");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
    }

    @Test
    @DisplayName("two checks of one name are refused; a check that throws is not ready")
    void checks() {
        var readiness = new Readiness();
        readiness.running();
        readiness.register("a", () -> {
            throw new IllegalStateException("hunter2");
        });
        assertThat(readiness.reasons()).containsEntry("a", "the check failed with IllegalStateException");
        assertThatThrownBy(() -> readiness.register("a", Optional::empty)).isInstanceOf(IllegalStateException.class);
    }
}
