package io.polyport.kit.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.fixtures.Waiting;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

final class CreditBudgetTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        Waiting.value(vertx.close());
    }

    @RepeatedTest(
            value = 20,
            name = "whatever streams do, leases and what is free are the total (run {currentRepetition})")
    void conserved() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        long total = 4_096L * (1 + random.nextInt(300));
        var budget = new CreditBudget(total, 1 << 20);
        var context = vertx.getOrCreateContext();
        List<Future<CreditBudget.Lease>> streams = new ArrayList<>();
        for (int step = 0; step < 2_000; step++) {
            int choice = random.nextInt(10);
            if (choice < 3 || streams.isEmpty()) {
                streams.add(budget.open(context));
            } else {
                var stream = streams.get(random.nextInt(streams.size()));
                if (choice < 5) {
                    streams.remove(stream);
                    if (stream.isComplete()) {
                        stream.result().close();
                    } else {
                        budget.abandon(stream);
                    }
                } else if (stream.isComplete() && stream.result().held() > 0) {
                    stream.result().renew(1 + random.nextLong(stream.result().held()));
                }
            }
            long held = streams.stream()
                    .filter(Future::isComplete)
                    .mapToLong(stream -> stream.result().held())
                    .sum();
            assertThat(budget.free()).as("seed %d", seed).isNotNegative();
            assertThat(held + budget.free()).as("seed %d", seed).isLessThanOrEqualTo(total);
        }
        // Also closes what was admitted. Nobody else may: an event loop may be just admitting it, and closing it.
        for (var stream : streams) {
            budget.abandon(stream);
        }
        io.polyport.kit.fixtures.Eventually.holds(
                java.time.Duration.ofSeconds(10), "all is given back", () -> budget.free() == total);
        assertThat(budget.open()).isZero();
    }

    @Test
    @DisplayName("no stream starves: those that wait are admitted while the others only go on reading")
    void nobodyStarves() {
        var budget = new CreditBudget(64 << 10, 1 << 20);
        var context = vertx.getOrCreateContext();
        List<Future<CreditBudget.Lease>> streams = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            streams.add(budget.open(context));
        }
        for (int round = 0; round < 100; round++) {
            for (var stream : streams) {
                if (stream.isComplete() && stream.result().held() > 0) {
                    stream.result().renew(stream.result().held());
                }
            }
        }
        for (var stream : streams) {
            assertThat(Waiting.value(stream).held()).isGreaterThanOrEqualTo(StreamSettings.MIN_WINDOW);
        }
        streams.forEach(stream -> stream.result().close());
        assertThat(budget.free()).isEqualTo(64 << 10);
    }
}
