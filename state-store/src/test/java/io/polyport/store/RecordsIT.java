package io.polyport.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.fixtures.Eventually;
import io.polyport.kit.fixtures.Waiting;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Records in H2 and PostgreSQL")
final class RecordsIT {
    private static final Duration LONG = Duration.ofMinutes(1);

    @ParameterizedTest
    @EnumSource(Stores.Kind.class)
    @DisplayName("what was created is found again as it was, under its kind only, and once")
    void created(Stores.Kind kind) throws Exception {
        try (var stores = Stores.of(kind)) {
            var records = stores.open().records("jobs");
            var body = new JsonObject()
                    .put("path", "Обмен/Прайс-лист ‹№1›.csv")
                    .put("bytes", 5_000_000_000L)
                    .put("text", "x".repeat(900_000));
            var due = Instant.parse("2031-02-03T04:05:06.789Z");

            assertThat(Waiting.value(records.create("a", "me", Optional.of(due), body)))
                    .isTrue();
            assertThat(Waiting.value(records.create("a", "you", Optional.empty(), new JsonObject())))
                    .isFalse();

            var found = Waiting.value(records.find("a")).orElseThrow();
            assertThat(found.body()).isEqualTo(body);
            assertThat(found.owner()).isEqualTo("me");
            assertThat(found.due()).contains(due);
            assertThat(found.changed())
                    .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
            assertThat(Waiting.value(stores.open().records("others").find("a"))).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Stores.Kind.class)
    @DisplayName("of two who change what both have seen, one is refused")
    void replaced(Stores.Kind kind) throws Exception {
        try (var stores = Stores.of(kind)) {
            var records = stores.open().records("jobs");
            Waiting.value(records.create("a", "me", Optional.empty(), new JsonObject().put("n", 1)));
            var seen = Waiting.value(records.find("a")).orElseThrow();

            assertThat(Waiting.value(records.replace(seen, Optional.empty(), new JsonObject().put("n", 2))))
                    .isTrue();
            assertThat(Waiting.value(records.replace(seen, Optional.empty(), new JsonObject().put("n", 3))))
                    .isFalse();

            assertThat(Waiting.value(records.find("a")).orElseThrow().body().getInteger("n"))
                    .isEqualTo(2);
            assertThat(Waiting.value(records.remove("a"))).isTrue();
            assertThat(Waiting.value(records.remove("a"))).isFalse();
            assertThat(Waiting.value(records.find("a"))).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Stores.Kind.class)
    @DisplayName("a record that was changed since it was seen is not removed, by its claim's holder neither")
    void removed(Stores.Kind kind) throws Exception {
        try (var stores = Stores.of(kind)) {
            var records = stores.open().records("jobs");
            Waiting.value(records.create("a", "me", Optional.empty(), new JsonObject()));
            var claim = Waiting.value(records.claim("a", LONG)).orElseThrow();
            var seen = Waiting.value(records.find("a")).orElseThrow();
            Waiting.value(records.replace(seen, Optional.empty(), new JsonObject().put("n", 2)));

            assertThat(Waiting.value(records.remove(seen))).isFalse();
            assertThat(Waiting.value(records.remove(claim, seen))).isFalse();

            var now = Waiting.value(records.find("a")).orElseThrow();
            var other = new Claim("a", "somebody", claim.fence());
            assertThat(Waiting.value(records.remove(other, now))).isFalse();
            assertThat(Waiting.value(records.remove(claim, now))).isTrue();
            assertThat(Waiting.value(records.remove(now))).isFalse();
            assertThat(Waiting.value(records.find("a"))).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Stores.Kind.class)
    @DisplayName("an owner's records come in pages, in order, without anybody else's")
    void owned(Stores.Kind kind) throws Exception {
        try (var stores = Stores.of(kind)) {
            var records = stores.open().records("jobs");
            for (int i = 0; i < 25; i++) {
                String owner = i % 2 == 0 ? "me" : "you";
                Waiting.value(records.create("id-%02d".formatted(i), owner, Optional.empty(), new JsonObject()));
            }
            var ids = new ArrayList<String>();
            var page = Waiting.value(records.ownedBy("me", "", 5));
            while (!page.isEmpty()) {
                page.forEach(entry -> ids.add(entry.id()));
                page = Waiting.value(records.ownedBy("me", page.getLast().id(), 5));
            }
            assertThat(ids).hasSize(13).isSorted().allMatch(id -> Integer.parseInt(id.substring(3)) % 2 == 0);
            assertThat(Waiting.value(records.countOwnedBy("you"))).isEqualTo(12);
        }
    }

    @ParameterizedTest
    @EnumSource(Stores.Kind.class)
    @DisplayName("only what is due and unclaimed is offered, the longest due first")
    void due(Stores.Kind kind) throws Exception {
        try (var stores = Stores.of(kind)) {
            var records = stores.open().records("jobs");
            var now = Instant.now();
            Waiting.value(records.create("later", "me", Optional.of(now.plusSeconds(3600)), new JsonObject()));
            Waiting.value(records.create("never", "me", Optional.empty(), new JsonObject()));
            Waiting.value(records.create("second", "me", Optional.of(now.minusSeconds(60)), new JsonObject()));
            Waiting.value(records.create("first", "me", Optional.of(now.minusSeconds(90)), new JsonObject()));
            Waiting.value(records.create("held", "me", Optional.of(now.minusSeconds(99)), new JsonObject()));
            Waiting.value(records.claim("held", LONG));

            assertThat(Waiting.value(records.due(10)).stream().map(Entry::id)).containsExactly("first", "second");
            assertThat(Waiting.value(records.due(1)).stream().map(Entry::id)).containsExactly("first");
        }
    }

    @ParameterizedTest
    @EnumSource(Stores.Kind.class)
    @DisplayName("who woke up after their claim ran out is refused every write, also when nobody else took it")
    void fenced(Stores.Kind kind) throws Exception {
        try (var stores = Stores.of(kind)) {
            var records = stores.open().records("jobs");
            Waiting.value(records.create("a", "me", Optional.empty(), new JsonObject()));
            var first = Waiting.value(records.claim("a", LONG)).orElseThrow();
            assertThat(Waiting.value(records.claim("a", LONG))).isEmpty();
            var seen = Waiting.value(records.find("a")).orElseThrow();
            assertThat(Waiting.value(records.replace(first, seen, Optional.empty(), new JsonObject().put("n", 1))))
                    .isTrue();
            assertThat(Waiting.value(records.renew(first, Duration.ofMillis(300))))
                    .isTrue();

            var second = Eventually.value(
                            Duration.ofSeconds(20),
                            "the claim runs out",
                            () -> Waiting.value(records.claim("a", LONG)),
                            Optional::isPresent)
                    .orElseThrow();
            var now = Waiting.value(records.find("a")).orElseThrow();

            assertThat(second.fence()).isGreaterThan(first.fence());
            assertThat(Waiting.value(records.replace(first, now, Optional.empty(), new JsonObject())))
                    .isFalse();
            assertThat(Waiting.value(records.renew(first, LONG))).isFalse();
            assertThat(Waiting.value(records.release(first))).isFalse();
            assertThat(Waiting.value(records.remove(first))).isFalse();
            assertThat(Waiting.value(records.renew(second, Duration.ofMillis(50))))
                    .isTrue();
            Eventually.holds(
                    Duration.ofSeconds(20),
                    "a claim that ran out is worth nothing",
                    () -> !Waiting.value(records.renew(second, Duration.ofMillis(1))));
            assertThat(Waiting.value(records.find("a")).orElseThrow().body().getInteger("n"))
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Stores.Kind.class)
    @DisplayName("of many who want the same records at the same time, each record has one taker")
    void contended(Stores.Kind kind) throws Exception {
        try (var stores = Stores.of(kind)) {
            var takers = List.of(
                    stores.open().records("jobs"),
                    stores.open().records("jobs"),
                    stores.open().records("jobs"));
            for (int i = 0; i < 30; i++) {
                Waiting.value(takers.getFirst().create("job-" + i, "me", Optional.of(Instant.EPOCH), new JsonObject()));
            }
            var taken = new ConcurrentHashMap<String, AtomicInteger>();
            var all = new ArrayList<Future<?>>();
            for (int i = 0; i < 30; i++) {
                String id = "job-" + i;
                takers.forEach(taker -> all.add(taker.claim(id, LONG)
                        .onSuccess(claim -> claim.ifPresent(one -> taken.computeIfAbsent(id, any -> new AtomicInteger())
                                .incrementAndGet()))));
            }
            Waiting.value(Future.all(all));
            assertThat(taken)
                    .hasSize(30)
                    .allSatisfy((id, count) -> assertThat(count).hasValue(1));
            assertThat(Waiting.value(takers.getFirst().due(100))).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Stores.Kind.class)
    @DisplayName(
            "one that is created claimed is nobody else's, is handed over by its claimant only, and counts for its new owner")
    void createdClaimed(Stores.Kind kind) throws Exception {
        try (var stores = Stores.of(kind)) {
            var records = stores.open().records("jobs");
            var past = Optional.of(Instant.now().minusSeconds(60));
            var claim = Waiting.value(records.createClaimed("a", "me", past, new JsonObject(), LONG))
                    .orElseThrow();

            assertThat(Waiting.value(records.createClaimed("a", "you", past, new JsonObject(), LONG)))
                    .isEmpty();
            assertThat(Waiting.value(records.claim("a", LONG))).isEmpty();
            assertThat(Waiting.value(records.due(10))).isEmpty();
            var seen = Waiting.value(records.find("a")).orElseThrow();
            var other = new Claim("a", "another", claim.fence());
            assertThat(Waiting.value(records.handOver(other, seen, "you", past, new JsonObject())))
                    .isFalse();
            assertThat(Waiting.value(records.handOver(claim, seen, "you", past, new JsonObject().put("n", 1))))
                    .isTrue();
            assertThat(Waiting.value(records.handOver(claim, seen, "you", past, new JsonObject())))
                    .isFalse();
            assertThat(Waiting.value(records.countOwnedBy("me"))).isZero();
            assertThat(Waiting.value(records.countOwnedBy("you"))).isEqualTo(1);
            assertThat(Waiting.value(records.release(claim))).isTrue();
            assertThat(Waiting.value(records.due(10))).hasSize(1);
        }
    }
}
