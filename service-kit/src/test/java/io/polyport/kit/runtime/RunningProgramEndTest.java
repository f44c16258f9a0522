package io.polyport.kit.runtime;

import static io.polyport.kit.runtime.TestedProgram.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.fixtures.Eventually;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a running program drains and ends. */
@Timeout(120)
final class RunningProgramEndTest {
    private final TestedProgram program = new TestedProgram();

    @AfterEach
    void stop() throws Exception {
        program.close();
    }

    @Test
    @DisplayName("GW-36 parts start in their order and drain in the reverse one")
    void order() throws Exception {
        program.start((config, around) -> List.of(program.good("ftp"), program.good("gateway")));
        await(program.running().stop(Duration.ofSeconds(20)));
        assertThat(program.told())
                .containsExactly("start ftp", "start gateway", "drain gateway", "drain ftp", "Vert.x closed");
    }

    @Test
    @DisplayName("GW-36 a drain that fails or hangs holds up neither the others nor the end beyond the limit")
    void stuckDrain() throws Exception {
        program.start((config, around) -> List.of(
                program.good("first"),
                program.part(
                        "hangs",
                        Future.succeededFuture(),
                        Promise.<Void>promise().future()),
                program.part("fails", Future.succeededFuture(), Future.failedFuture("no"))));
        long began = System.nanoTime();
        await(program.running().stop(Duration.ofSeconds(2)));
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isBetween(Duration.ofMillis(1_950), Duration.ofSeconds(15));
        assertThat(program.told())
                .containsSubsequence("start fails", "drain fails", "drain hangs")
                .doesNotContain("drain first");
    }

    @Test
    @DisplayName("GW-36 every instance of a draining verticle drains on its own event loop before it is undeployed")
    void verticles() throws Exception {
        final class Worker extends VerticleBase implements Draining {
            private Thread loop;

            @Override
            public Future<?> start() throws Exception {
                loop = Thread.currentThread();
                return super.start();
            }

            @Override
            public Future<Void> drain(Duration limit) {
                program.told().add(Thread.currentThread() == loop ? "drained at home" : "drained elsewhere");
                return Future.succeededFuture();
            }

            @Override
            public Future<?> stop() {
                program.told().add("stopped");
                return Future.succeededFuture();
            }
        }
        program.start(
                (config, around) -> List.of(Part.of("workers", Worker::new, new DeploymentOptions().setInstances(2))));
        await(program.running().stop(Duration.ofSeconds(20)));
        assertThat(program.told())
                .containsExactly("drained at home", "drained at home", "stopped", "stopped", "Vert.x closed");
    }

    @Test
    @DisplayName("a program is drained and closed when a part asks that it ends, and once only")
    void ends() throws Exception {
        var surroundings = new AtomicReference<Surroundings>();
        program.start((config, around) -> {
            surroundings.set(around);
            return List.of(program.good("only"));
        });
        surroundings.get().ending().because("there is another one");
        surroundings.get().ending().because("there is a third one");
        Eventually.holds(
                Duration.ofSeconds(20),
                "it is closed",
                () -> program.told().equals(List.of("start only", "drain only", "Vert.x closed")));
    }
}
