package io.polyport.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.fixtures.ChildProgram;
import io.polyport.kit.fixtures.Eventually;
import io.polyport.kit.fixtures.JavaProcess;
import io.polyport.kit.fixtures.Waiting;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A queue of work")
final class WorkQueueIT {
    private static final WorkQueue.Settings QUICK =
            new WorkQueue.Settings(Duration.ofMillis(50), 3, Duration.ofSeconds(30), Duration.ofMillis(100));

    /** For who is to lose a claim; it is renewed after a quarter, and the machine may stand still for half of the time. */
    private static final WorkQueue.Settings SHORT_CLAIM =
            new WorkQueue.Settings(Duration.ofMillis(50), 3, Duration.ofSeconds(6), Duration.ofMillis(100));

    /** A process that takes every job and never ends it. */
    static final class Stuck {
        private Stuck() {}

        public static void main(String[] arguments) throws Exception {
            var vertx = Vertx.vertx();
            var settings = new StateSettings(
                    arguments[0],
                    Path.of("unused"),
                    Optional.of("polyport"),
                    Optional.empty(),
                    4,
                    Duration.ofSeconds(10));
            var records =
                    Waiting.value(StateStore.open(vertx, settings, "test")).records("jobs");
            var taken = new AtomicInteger();
            var queue = new WorkQueue(vertx, records, SHORT_CLAIM, job -> {
                taken.incrementAndGet();
                return Promise.<Void>promise().future();
            });
            vertx.runOnContext(ignored -> queue.start());
            ChildProgram.serve((command, words) ->
                    Future.succeededFuture(String.valueOf(taken.get())).toCompletionStage());
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @EnumSource(Stores.Kind.class)
    @DisplayName("what is due is done once, by one of several workers, and never more at once than allowed")
    void once(Stores.Kind kind) throws Exception {
        try (var stores = Stores.of(kind)) {
            var records = stores.open().records("jobs");
            for (int i = 0; i < 40; i++) {
                Waiting.value(records.create("job-" + i, "me", Optional.of(Instant.EPOCH), new JsonObject()));
            }
            var done = new ConcurrentHashMap<String, AtomicInteger>();
            var now = new AtomicInteger[] {new AtomicInteger(), new AtomicInteger()};
            var most = new AtomicInteger();
            var queues = new WorkQueue[2];
            for (int q = 0; q < 2; q++) {
                int mine = q;
                queues[q] = new WorkQueue(stores.vertx, stores.open().records("jobs"), QUICK, job -> {
                    most.accumulateAndGet(now[mine].incrementAndGet(), Math::max);
                    return stores.vertx
                            .timer(30)
                            .compose(ignored -> {
                                now[mine].decrementAndGet();
                                done.computeIfAbsent(job.entry().id(), any -> new AtomicInteger())
                                        .incrementAndGet();
                                return records.remove(job.claim().claim());
                            })
                            .mapEmpty();
                });
                int queue = q;
                stores.vertx.runOnContext(ignored -> queues[queue].start());
            }
            Eventually.holds(
                    Duration.ofMinutes(1), "all are done", () -> Waiting.value(records.countOwnedBy("me")) == 0);
            for (var queue : queues) {
                Waiting.value(Future.future(closed ->
                        stores.vertx.runOnContext(ignored -> queue.close().onComplete(closed))));
            }
            assertThat(done)
                    .hasSize(40)
                    .allSatisfy((id, times) -> assertThat(times).hasValue(1));
            assertThat(most.get()).isBetween(1, 3);
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    @DisplayName("work that fails is tried again after a pause; a worker that leaves gives its work back at once")
    void again() throws Exception {
        try (var stores = Stores.of(Stores.Kind.H2)) {
            var records = stores.open().records("jobs");
            Waiting.value(records.create("a", "me", Optional.of(Instant.EPOCH), new JsonObject()));
            var tries = new AtomicInteger();
            var queue = new WorkQueue(stores.vertx, records, QUICK, job -> {
                if (tries.incrementAndGet() < 3) {
                    throw new IllegalStateException("not yet");
                }
                return job.stop();
            });
            stores.vertx.runOnContext(ignored -> queue.start());
            Eventually.holds(Duration.ofSeconds(30), "the third try runs", () -> tries.get() == 3);
            assertThat(Waiting.value(records.claim("a", Duration.ofSeconds(1)))).isEmpty();

            Waiting.value(Future.future(
                    closed -> stores.vertx.runOnContext(ignored -> queue.close().onComplete(closed))));
            assertThat(Waiting.value(records.claim("a", Duration.ofSeconds(1)))).isPresent();
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    @DisplayName("what is put off between the look and the claim is not begun before its time")
    void putOff() throws Exception {
        try (var stores = Stores.of(Stores.Kind.H2)) {
            var records = stores.open().records("jobs");
            var early = new AtomicInteger();
            var begun = new AtomicInteger();
            var queue = new WorkQueue(stores.vertx, records, QUICK, job -> {
                begun.incrementAndGet();
                if (job.entry().due().orElseThrow().isAfter(Instant.now())) {
                    early.incrementAndGet();
                }
                return records.remove(job.claim().claim()).mapEmpty();
            });
            stores.vertx.runOnContext(ignored -> queue.start());
            for (int i = 0; i < 300; i++) {
                Waiting.value(records.create("r" + i, "me", Optional.of(Instant.EPOCH), new JsonObject()));
                stores.vertx.runOnContext(ignored -> queue.wake());
                var seen = Waiting.value(records.find("r" + i));
                if (seen.isPresent()) {
                    Waiting.value(records.replace(
                            seen.get(), Optional.of(Instant.now().plusSeconds(3600)), new JsonObject()));
                }
            }
            assertThat(begun).hasPositiveValue();
            assertThat(early).hasValue(0);
            Waiting.value(Future.future(
                    closed -> stores.vertx.runOnContext(ignored -> queue.close().onComplete(closed))));
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    @DisplayName("the work of a killed process goes to another one (FT-36)")
    void killed() throws Exception {
        try (var stores = Stores.of(Stores.Kind.POSTGRESQL);
                var stuck = JavaProcess.of(Stuck.class)
                        .arguments(stores.settings().url())
                        .start()) {
            stuck.awaitReady(Duration.ofSeconds(90));
            var records = stores.open().records("jobs");
            Waiting.value(records.create("a", "me", Optional.of(Instant.EPOCH), new JsonObject()));
            Eventually.holds(
                    Duration.ofSeconds(30),
                    "it is taken",
                    () -> stuck.ask(Duration.ofSeconds(30), "taken").equals("1"));
            var done = new AtomicInteger();
            var queue = new WorkQueue(stores.vertx, records, SHORT_CLAIM, job -> {
                done.incrementAndGet();
                return records.remove(job.claim().claim()).mapEmpty();
            });
            stores.vertx.runOnContext(ignored -> queue.start());
            Eventually.stays(Duration.ofSeconds(7), "it stays with who has it", () -> done.get() == 0);

            stuck.kill();
            Eventually.holds(Duration.ofSeconds(30), "it is done here", () -> done.get() == 1);
            Waiting.value(Future.future(
                    closed -> stores.vertx.runOnContext(ignored -> queue.close().onComplete(closed))));
        }
    }
}
