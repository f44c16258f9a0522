package io.polyport.kit.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.polyport.kit.fixtures.Eventually;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Look-ups of names that callers say")
final class FairResolverTest {
    private static final Duration SOON = Duration.ofSeconds(8);

    private final Vertx vertx = Vertx.vertx();
    /** A DNS that answers nothing below "silent" before it is let go. */
    private final CountDownLatch silence = new CountDownLatch(1);

    private final Queue<String> asked = new ConcurrentLinkedQueue<>();

    private final Queue<FairResolver> resolvers = new ConcurrentLinkedQueue<>();

    @AfterEach
    void stop() throws Exception {
        silence.countDown();
        Eventually.holds(SOON, "all are answered", () -> resolvers.stream().allMatch(one -> one.underWay() == 0));
        // An answer must not find its event loop closed: a thread that does this has told the one before.
        var threads = vertx.createSharedWorkerExecutor("polyport-callers-names");
        var together = new CyclicBarrier(SystemResolver.THREADS);
        var each = IntStream.range(0, SystemResolver.THREADS)
                .mapToObj(thread -> threads.executeBlocking(together::await, false))
                .toList();
        Future.all(each).toCompletionStage().toCompletableFuture().get(8, TimeUnit.SECONDS);
        vertx.close().toCompletionStage().toCompletableFuture().get(8, TimeUnit.SECONDS);
    }

    private Resolver resolver(long timeoutMillis) {
        var resolver = new FairResolver(vertx, timeoutMillis, host -> {
            asked.add(host);
            if (host.endsWith("silent")) {
                silence.await();
            }
            return new InetAddress[] {InetAddress.getLoopbackAddress()};
        });
        resolvers.add(resolver);
        return resolver;
    }

    private static List<Future<List<InetAddress>>> ask(Resolver resolver, int times) {
        var all = new ArrayList<Future<List<InetAddress>>>();
        for (int i = 0; i < times; i++) {
            all.add(resolver.resolve(i + ".silent"));
        }
        return all;
    }

    private static List<InetAddress> answer(Future<List<InetAddress>> asked) throws Exception {
        return asked.toCompletionStage().toCompletableFuture().get(8, TimeUnit.SECONDS);
    }

    private static String code(Future<?> failed) {
        return ((ProblemException) failed.cause()).problem().code();
    }

    @Test
    @DisplayName("GW-38 64 names that nobody answers hold up neither another caller's nor those of the configuration")
    void others() throws Exception {
        var resolver = resolver(60_000);
        ask(resolver.askedBy("anna"), 64);
        assertThat(answer(resolver.askedBy("boris").resolve("known"))).hasSize(1);
        assertThat(answer(Resolver.system(vertx, 5_000).resolve("localhost"))).isNotEmpty();
        Eventually.holds(SOON, "anna's have their threads", () -> asked.size() >= 3);
        assertThat(asked).containsExactlyInAnyOrder("0.silent", "1.silent", "known");
    }

    @Test
    @DisplayName("many callers' names that nobody answers hold up no name of the configuration")
    void configured() throws Exception {
        var resolver = resolver(60_000);
        for (int caller = 0; caller < 32; caller++) {
            ask(resolver.askedBy(caller), 8);
        }
        Eventually.holds(SOON, "all threads are taken", () -> asked.size() == 4);
        assertThat(answer(Resolver.system(vertx, 5_000).resolve("localhost"))).isNotEmpty();
        assertThat(asked).hasSize(4);
    }

    @Test
    @DisplayName("those that wait get their turn when a thread is free")
    void turns() throws Exception {
        var patient = resolver(60_000);
        var late = ask(patient, 5);
        Eventually.holds(SOON, "two are asked", () -> asked.size() == 2);
        silence.countDown();
        for (var one : late) {
            assertThat(answer(one)).hasSize(1);
        }
        assertThat(asked).hasSize(5);
    }

    @Test
    @DisplayName("a name that is given up before its turn is not asked at all; its caller learns that it took too long")
    void givenUp() {
        var guard = EgressGuard.adHoc(
                new EgressSettings(List.of("*:*"), SOON, false), resolver(50), new SimpleMeterRegistry());
        for (int round = 0; round < 3; round++) {
            var all = new ArrayList<Future<CheckedTarget>>();
            for (int i = 0; i < 128; i++) {
                all.add(guard.askedBy("anna").check(i + ".silent", 1));
            }
            Eventually.holds(SOON, "all are given up", () -> all.stream().allMatch(Future::isComplete));
            assertThat(all).allMatch(one -> code(one).equals("egress.name-timeout"));
        }
        Eventually.holds(SOON, "her two threads have asked", () -> asked.size() >= 2);
        assertThat(asked).hasSize(2);
    }

    @Test
    @DisplayName("one caller's queue and all callers' queue have an end, which is told with a time to ask again")
    void bounds() {
        var guard = EgressGuard.adHoc(
                new EgressSettings(List.of("*:*"), SOON, false), resolver(60_000), new SimpleMeterRegistry());
        var anna = new ArrayList<Future<CheckedTarget>>();
        for (int i = 0; i < 131; i++) {
            anna.add(guard.askedBy("anna").check(i + ".silent", 1));
        }
        assertThat(anna.subList(0, 130)).noneMatch(Future::isComplete);
        assertThat(code(anna.getLast())).isEqualTo("egress.too-many-names");
        assertThat(((ProblemException) anna.getLast().cause()).problem().headers())
                .anyMatch(header -> header.getKey().equalsIgnoreCase("retry-after"));

        for (int caller = 0; caller < 7; caller++) {
            for (int i = 0; i < 128; i++) {
                guard.askedBy(caller).check(i + ".silent", 1);
            }
        }
        Eventually.holds(SOON, "full", () -> {
            var next = guard.askedBy("boris").check("x.silent", 1);
            return next.failed() && code(next).equals("egress.names-busy");
        });
    }
}
