package io.polyport.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.fixtures.ChildProgram;
import io.polyport.kit.fixtures.Eventually;
import io.polyport.kit.fixtures.JavaProcess;
import io.polyport.kit.fixtures.Waiting;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@DisplayName("The state store")
final class StateStoreIT {
    /** A process that keeps records in a file. */
    static final class Keeper {
        private Keeper() {}

        public static void main(String[] arguments) throws Exception {
            var vertx = Vertx.vertx();
            var store = Waiting.value(StateStore.open(vertx, StateSettings.inFolder(Path.of(arguments[0])), "test"));
            ChildProgram.serve((command, words) -> store.records("jobs")
                    .create(words.getFirst(), "me", Optional.empty(), new JsonObject())
                    .map(String::valueOf)
                    .toCompletionStage());
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    @DisplayName("what a process was told to be kept is there after it was killed in the next moment (FT-36)")
    void killed(@TempDir Path folder) throws Exception {
        for (int round = 0; round < 3; round++) {
            try (var keeper =
                    JavaProcess.of(Keeper.class).arguments(folder.toString()).start()) {
                keeper.awaitReady(Duration.ofSeconds(90));
                for (int i = 0; i < 20; i++) {
                    assertThat(keeper.ask(Duration.ofSeconds(30), "create", "r" + round + "-" + i))
                            .isEqualTo("true");
                }
                keeper.kill();
            }
            var vertx = Vertx.vertx();
            try {
                var store = Waiting.value(StateStore.open(vertx, StateSettings.inFolder(folder), "test"));
                assertThat(Waiting.value(store.records("jobs").countOwnedBy("me")))
                        .isEqualTo(20L * (round + 1));
                Waiting.value(store.close());
            } finally {
                Waiting.value(vertx.close());
            }
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    @DisplayName("a second process on the same H2 file is refused and told what to do (FT-36)")
    void fileInUse(@TempDir Path folder) throws Exception {
        var vertx = Vertx.vertx();
        try (var keeper =
                JavaProcess.of(Keeper.class).arguments(folder.toString()).start()) {
            keeper.awaitReady(Duration.ofSeconds(90));
            var second = StateStore.open(vertx, StateSettings.inFolder(folder), "test");

            var refusal = refusal(second);
            assertThat(refusal).contains("used by another process", "state.url", folder.toString());
            assertThat(keeper.ask(Duration.ofSeconds(30), "create", "still-there"))
                    .isEqualTo("true");
        } finally {
            Waiting.value(vertx.close());
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    @DisplayName("a database that can't be reached is named, without a password")
    void unreachable() {
        var vertx = Vertx.vertx();
        try {
            var settings = new StateSettings(
                    "jdbc:postgresql://127.0.0.1:1/none",
                    Path.of("unused"),
                    Optional.of("polyport"),
                    Optional.of(io.polyport.kit.config.Secret.of("very-secret")),
                    2,
                    Duration.ofSeconds(2));
            assertThat(refusal(StateStore.open(vertx, settings, "test")))
                    .contains("127.0.0.1:1")
                    .doesNotContain("very-secret");
        } finally {
            Waiting.value(vertx.close());
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    @DisplayName(
            "a database that was restarted is used again within seconds, and nothing of what it confirmed is missing")
    void restarted() throws Exception {
        try (var stores = Stores.of(Stores.Kind.POSTGRESQL)) {
            var records = stores.open(stores.settings(Duration.ofSeconds(8))).records("jobs");
            for (int i = 0; i < 8; i++) {
                Waiting.value(records.create("before-" + i, "me", Optional.empty(), new JsonObject()));
            }
            stores.server().end();
            assertThat(Waiting.problemCode(records.find("before-0"), Duration.ofSeconds(30)))
                    .isEqualTo("state.unavailable");
            stores.server().begin();

            Eventually.holds(
                    Duration.ofSeconds(30),
                    "it works again",
                    () -> records.find("before-0")
                            .map(Optional::isPresent)
                            .otherwise(false)
                            .toCompletionStage()
                            .toCompletableFuture()
                            .get());
            Eventually.stays(
                    Duration.ofSeconds(2),
                    "no dead connection is left",
                    () -> Waiting.value(records.countOwnedBy("me")) == 8);
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    @DisplayName("many that open an empty database at the same time make its tables once")
    void together() throws Exception {
        try (var stores = Stores.of(Stores.Kind.POSTGRESQL)) {
            var first = CompletableFuture.supplyAsync(stores::open);
            var second = CompletableFuture.supplyAsync(stores::open);
            var third = stores.open();
            Waiting.value(first.join().records("jobs").create("a", "me", Optional.empty(), new JsonObject()));
            assertThat(Waiting.value(second.join().records("jobs").find("a"))).isPresent();
            assertThat(Waiting.value(third.records("jobs").find("a"))).isPresent();
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    @DisplayName(
            "a held claim stays for as long as it is held, is lost when the database is away, and then goes to another (FT-36)")
    void held() throws Exception {
        try (var stores = Stores.of(Stores.Kind.POSTGRESQL)) {
            var records = stores.open(stores.settings(Duration.ofSeconds(5))).records("jobs");
            var others = stores.open().records("jobs");
            // It is renewed after a quarter, and the machine may stand still for half of the time.
            var time = Duration.ofSeconds(6);
            Waiting.value(records.create("a", "me", Optional.of(Instant.EPOCH), new JsonObject()));
            var held = Waiting.value(HeldClaim.take(stores.vertx, records, "a", time))
                    .orElseThrow();

            Eventually.stays(
                    Duration.ofSeconds(7),
                    "nobody else gets it",
                    () -> Waiting.value(others.claim("a", time)).isEmpty());
            assertThat(held.isLost()).isFalse();
            stores.server().end();
            Eventually.holds(Duration.ofSeconds(20), "its holder knows", held::isLost);
            stores.server().begin();
            Eventually.holds(
                    Duration.ofSeconds(40),
                    "another gets it",
                    () -> others.claim("a", time)
                            .map(Optional::isPresent)
                            .otherwise(false)
                            .toCompletionStage()
                            .toCompletableFuture()
                            .get());
        }
    }

    private static String refusal(Future<StateStore> opening) {
        try {
            Waiting.value(opening);
            throw new AssertionError("it was opened");
        } catch (ProblemException problem) {
            assertThat(problem.problem().code()).isEqualTo("state.unavailable");
            return problem.problem().detail();
        }
    }
}
