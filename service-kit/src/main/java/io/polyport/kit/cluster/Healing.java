package io.polyport.kit.cluster;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.core.spi.cluster.RegistrationInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.infinispan.manager.DefaultCacheManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts back what the replicated tables have lost and removes what should no longer be in them.
 *
 * <p>When a network splits, each side forgets the other's nodes; when it heals, one side's tables win. Nobody registers again by
 * himself, so this pass does it: every second for the first ten after a change of the members, else every five. It compares with the
 * local replica and writes only differences.
 */
final class Healing {
    private static final Logger log = LoggerFactory.getLogger(Healing.class);
    private static final long FIRST_MS = 100;
    private static final long BEAT_MS = 1_000;
    private static final int BUSY_BEATS = 10;
    private static final int CALM_BEATS = 5;
    private static final Set<Integer> EQUALISING_BEATS = Set.of(3, 8);

    private final Vertx vertx;
    private final Context context;
    private final ClusterManager tables;
    private final DefaultCacheManager engine;
    private final LocalReplica replica;
    private final OwnRegistrations own;
    private final SelectorUpdates selectors;
    // Confined to the context.
    private int beatsSinceChange;
    private boolean merged;
    private boolean passing;
    private boolean closed;
    private long timer = -1;

    Healing(
            Context context,
            ClusterManager tables,
            DefaultCacheManager engine,
            LocalReplica replica,
            OwnRegistrations own,
            SelectorUpdates selectors) {
        this.vertx = context.owner();
        this.context = context;
        this.tables = tables;
        this.engine = engine;
        this.replica = replica;
        this.own = own;
        this.selectors = selectors;
    }

    void start() {
        context.runOnContext(v -> {
            if (!closed) {
                timer = vertx.setPeriodic(BEAT_MS, id -> beat());
            }
        });
    }

    void close() {
        context.runOnContext(v -> {
            closed = true;
            vertx.cancelTimer(timer);
        });
    }

    /**
     * To be called after every change of the members; from any thread.
     *
     * @param bySplit whether sides that had lost each other have met again
     */
    void membersChanged(boolean bySplit) {
        context.runOnContext(v -> {
            if (closed) {
                return;
            }
            merged = bySplit || (merged && isBusy());
            beatsSinceChange = 0;
            selectors.refreshAll();
            vertx.setTimer(FIRST_MS, id -> pass());
        });
    }

    private void beat() {
        beatsSinceChange++;
        if (merged && EQUALISING_BEATS.contains(beatsSinceChange)) {
            equalise();
        }
        if (isBusy() || beatsSinceChange % CALM_BEATS == 0) {
            pass();
        }
    }

    // The engine does it too when two sides meet, but not always when only one of them had noticed the split.
    private void equalise() {
        if (engine.isCoordinator()) {
            vertx.executeBlocking(
                            () -> {
                                replica.equaliseAll();
                                return null;
                            },
                            false)
                    .onFailure(
                            e -> log.warn("The members' tables could not be compared after a split: {}", e.toString()));
        }
    }

    private boolean isBusy() {
        return beatsSinceChange <= BUSY_BEATS;
    }

    private void pass() {
        if (passing || closed) {
            return;
        }
        passing = true;
        Future.all(putBackNodeInfo(), putBackRegistrations(), removeLeftovers())
                .onComplete(done -> context.runOnContext(v -> {
                    passing = false;
                    if (done.failed() && !closed) {
                        log.warn(
                                "The bus' tables could not be compared or mended; the next pass tries it once more",
                                done.cause());
                    }
                    selectors.refreshAll();
                }));
    }

    private Future<?> putBackNodeInfo() {
        NodeInfo info = tables.getNodeInfo();
        if (info == null) {
            return Future.succeededFuture(); // the bus itself has not started yet
        }
        return Future.fromCompletionStage(replica.hasNodeInfo(tables.getNodeId()), context)
                .compose(known -> {
                    if (known) {
                        return Future.succeededFuture();
                    }
                    log.info("This node's bus address was lost from the cluster's tables; putting it back");
                    Promise<Void> put = Promise.promise();
                    tables.setNodeInfo(info, put);
                    return put.future();
                });
    }

    private Future<?> putBackRegistrations() {
        List<Future<?>> reads = new ArrayList<>();
        own.shared()
                .forEach((address, registrations) ->
                        reads.add(Future.fromCompletionStage(replica.registrations(address), context)
                                .compose(present -> {
                                    List<RegistrationInfo> missing = new ArrayList<>(registrations);
                                    missing.removeAll(present);
                                    return Future.join(missing.stream()
                                            .map(entry -> putBack(address, entry))
                                            .toList());
                                })));
        return Future.join(reads);
    }

    private Future<Void> putBack(String address, RegistrationInfo registration) {
        if (!own.has(address, registration)) {
            return Future.succeededFuture();
        }
        log.info("The registration of {} was lost from the cluster's tables; putting it back", address);
        Promise<Void> put = Promise.promise();
        tables.addRegistration(address, registration, put);
        // The handler may have gone while the entry was on its way.
        return put.future()
                .compose(
                        v -> own.has(address, registration) ? Future.succeededFuture() : remove(address, registration));
    }

    private Future<?> removeLeftovers() {
        return vertx.executeBlocking(() -> replica.leftovers(own, engine.isCoordinator()), false)
                .compose(found -> {
                    List<Future<Void>> removals = new ArrayList<>();
                    for (Map.Entry<String, List<RegistrationInfo>> entry : found.entrySet()) {
                        log.info("Removing left-over registrations of {}: {}", entry.getKey(), entry.getValue());
                        entry.getValue().forEach(leftover -> removals.add(remove(entry.getKey(), leftover)));
                    }
                    return Future.join(removals);
                });
    }

    private Future<Void> remove(String address, RegistrationInfo registration) {
        Promise<Void> removed = Promise.promise();
        tables.removeRegistration(address, registration, removed);
        return removed.future();
    }
}
