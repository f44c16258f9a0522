package io.polyport.kit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.fixtures.Eventually;
import io.vertx.core.Vertx;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.core.spi.cluster.RegistrationListener;
import io.vertx.core.spi.cluster.RegistrationUpdateEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The bus' remembered receivers")
class SelectorUpdatesTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final RegistrationInfo A = new RegistrationInfo("a", 1, false);
    private static final RegistrationInfo B = new RegistrationInfo("b", 1, false);

    private final Vertx vertx = Vertx.vertx();
    private final Queue<CompletableFuture<List<RegistrationInfo>>> reads = new ArrayDeque<>();
    private final List<List<RegistrationInfo>> told = new CopyOnWriteArrayList<>();
    private final Set<String> wanted = ConcurrentHashMap.newKeySet();
    private final SelectorUpdates updates =
            new SelectorUpdates(vertx.getOrCreateContext(), address -> read(), new RegistrationListener() {
                @Override
                public boolean wantsUpdatesFor(String address) {
                    return wanted.contains(address);
                }

                @Override
                public void registrationsUpdated(RegistrationUpdateEvent event) {
                    if (event.registrations().isEmpty()) {
                        wanted.remove(event.address());
                    }
                    told.add(event.registrations());
                }
            });

    private CompletableFuture<List<RegistrationInfo>> read() {
        CompletableFuture<List<RegistrationInfo>> read = new CompletableFuture<>();
        synchronized (reads) {
            reads.add(read);
        }
        return read;
    }

    private CompletableFuture<List<RegistrationInfo>> nextRead() {
        return Eventually.value(
                LIMIT,
                "a read",
                () -> {
                    synchronized (reads) {
                        return reads.poll();
                    }
                },
                read -> read != null);
    }

    private boolean isReading() {
        synchronized (reads) {
            return !reads.isEmpty();
        }
    }

    private void settle() {
        CompletableFuture<Void> settled = new CompletableFuture<>();
        // Three turns of the one context: an update takes two.
        updates.refresh("nobody's");
        vertx.setTimer(20, t -> settled.complete(null));
        settled.orTimeout(20, TimeUnit.SECONDS).join();
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    @Test
    @DisplayName("follow one reading at a time, so that an old one can't come last")
    void ordered() {
        wanted.add("x");
        updates.refresh("x");
        CompletableFuture<List<RegistrationInfo>> first = nextRead();
        updates.refresh("x");
        settle();
        assertThat(isReading()).as("a second reading beside the first").isFalse();

        first.complete(List.of(A));
        nextRead().complete(List.of(A, B));

        Eventually.holds(LIMIT, "both are told", () -> told.equals(List.of(List.of(A), List.of(A, B))));
    }

    @Test
    @DisplayName("are left alone when nothing has changed, unless the members have")
    void unchanged() {
        wanted.add("x");
        updates.told("x", List.of(A, B));
        updates.compareAll();
        nextRead().complete(List.of(B, A));
        settle();
        assertThat(told).isEmpty();

        updates.refreshAll();
        nextRead().complete(List.of(A, B));
        Eventually.holds(LIMIT, "it is told", () -> told.equals(List.of(List.of(A, B))));
    }

    @Test
    @DisplayName("are forgotten with the last of them, and not read again")
    void forgotten() {
        wanted.add("x");
        updates.told("x", List.of(A));
        updates.refreshAll();
        nextRead().complete(List.of());
        Eventually.holds(LIMIT, "it is told", () -> told.equals(List.of(List.of())));
        settle();

        updates.refreshAll();
        settle();
        assertThat(isReading()).isFalse();
    }

    @Test
    @DisplayName("are read again after a reading that failed")
    void failed() {
        wanted.add("x");
        updates.told("x", List.of(A));
        updates.compareAll();
        nextRead().completeExceptionally(new IllegalStateException("as if the engine were busy"));
        settle();
        updates.compareAll();
        nextRead().complete(List.of(B));
        Eventually.holds(LIMIT, "it is told", () -> told.equals(List.of(List.of(B))));
    }
}
