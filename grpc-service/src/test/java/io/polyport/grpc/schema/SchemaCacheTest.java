package io.polyport.grpc.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class SchemaCacheTest {
    private final AtomicLong now = new AtomicLong();
    private final AtomicInteger made = new AtomicInteger();

    private SchemaCache<String> cache(Settings settings, Optional<Duration> kept) {
        return new SchemaCache<>(settings.settings(), kept, now::get);
    }

    private Future<Schema> weighing(long weight) {
        made.incrementAndGet();
        return Future.succeededFuture(new Schema(List.of(), List.of(), List.of(), weight));
    }

    private Future<Schema> failing(io.polyport.kit.problem.ProblemType type) {
        made.incrementAndGet();
        return Future.failedFuture(type.toException());
    }

    private boolean isMade(SchemaCache<String> cache, String key, long weight) {
        int before = made.get();
        cache.get(key, () -> weighing(weight));
        return made.get() > before;
    }

    @Test
    @DisplayName("GR-31 what was used longest ago goes first, by number and by weight")
    void eviction() {
        var byNumber = cache(new Settings().kept(2, 1 << 20), Optional.empty());
        assertThat(isMade(byNumber, "a", 1)).isTrue();
        assertThat(isMade(byNumber, "b", 1)).isTrue();
        assertThat(isMade(byNumber, "a", 1)).isFalse();
        assertThat(isMade(byNumber, "c", 1)).isTrue();
        assertThat(byNumber.size()).isEqualTo(2);
        assertThat(isMade(byNumber, "a", 1)).isFalse();
        assertThat(isMade(byNumber, "b", 1)).isTrue();

        var byWeight = cache(new Settings().kept(100, 100_000), Optional.empty());
        assertThat(isMade(byWeight, "a", 60_000)).isTrue();
        assertThat(isMade(byWeight, "b", 60_000)).isTrue();
        assertThat(byWeight.size()).isEqualTo(1);
        assertThat(isMade(byWeight, "b", 60_000)).isFalse();
        assertThat(isMade(byWeight, "c", 30_000)).isTrue();
        assertThat(byWeight.size()).isEqualTo(2);
    }

    @Test
    @DisplayName("GR-31 a lasting failure is remembered for its time, any other one not at all")
    void failures() {
        var cache = cache(new Settings().failuresKept(Duration.ofSeconds(60)), Optional.empty());
        cache.get("bad", () -> failing(SchemaProblems.PROTO_INVALID));
        now.addAndGet(Duration.ofSeconds(59).toNanos());
        assertThat(cache.get("bad", () -> weighing(1)).failed()).isTrue();
        assertThat(made.get()).isEqualTo(1);
        now.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(cache.get("bad", () -> weighing(1)).succeeded()).isTrue();

        cache.get("busy", () -> failing(SchemaProblems.BUSY));
        assertThat(cache.get("busy", () -> weighing(1)).succeeded()).isTrue();
        cache.get("missing", () -> failing(SchemaProblems.COMPILER_MISSING));
        assertThat(cache.get("missing", () -> weighing(1)).succeeded()).isTrue();
        cache.get("odd", () -> Future.failedFuture("unforeseen"));
        assertThat(cache.get("odd", () -> weighing(1)).succeeded()).isTrue();
    }

    @Test
    @DisplayName("with a time, also what is good is made anew after it; forgotten, at once")
    void time() {
        var cache = cache(new Settings(), Optional.of(Duration.ofMinutes(5)));
        assertThat(isMade(cache, "a", 1)).isTrue();
        now.addAndGet(Duration.ofMinutes(4).toNanos());
        assertThat(isMade(cache, "a", 1)).isFalse();
        now.addAndGet(Duration.ofMinutes(2).toNanos());
        assertThat(isMade(cache, "a", 1)).isTrue();
        cache.forget("a");
        assertThat(isMade(cache, "a", 1)).isTrue();
    }

    @Test
    @DisplayName("who asks for what is being made gets it too; what is forgotten meanwhile is not kept")
    void underWay() {
        var cache = cache(new Settings(), Optional.empty());
        Promise<Schema> making = Promise.promise();
        Future<Schema> first = cache.get("a", making::future);
        Future<Schema> second = cache.get("a", () -> weighing(1));
        assertThat(made.get()).isZero();
        cache.forget("a");

        making.complete(Schema.empty());

        assertThat(first.result()).isSameAs(second.result()).isSameAs(Schema.empty());
        assertThat(cache.size()).isZero();
        assertThat(isMade(cache, "a", 1)).isTrue();
    }
}
