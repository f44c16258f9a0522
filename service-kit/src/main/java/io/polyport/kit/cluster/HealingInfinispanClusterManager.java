package io.polyport.kit.cluster;

import io.vertx.core.Completable;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.shareddata.AsyncMap;
import io.vertx.core.shareddata.Counter;
import io.vertx.core.shareddata.Lock;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.core.spi.cluster.NodeListener;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.core.spi.cluster.RegistrationListener;
import io.vertx.ext.cluster.infinispan.InfinispanClusterManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.infinispan.manager.DefaultCacheManager;

/**
 * Vert.x' Infinispan cluster manager with three things changed: who listens where is read from the local replica, nodes outside the
 * view are never among the receivers, and lost registrations are put back (see {@link Healing}).
 */
final class HealingInfinispanClusterManager implements ClusterManager {
    private final String nodeId;
    private final DefaultCacheManager engine;
    private final InfinispanClusterManager tables;
    private final OwnRegistrations own;
    private Vertx vertx;
    private RegistrationListener selector;
    private volatile Watch watch;

    /** What exists only while the node is a member. */
    private record Watch(LocalReplica replica, SelectorUpdates selectors, Healing healing, EngineEvents events) {}

    HealingInfinispanClusterManager(ClusterSettings settings) {
        nodeId = NodeNames.create(settings);
        engine = BusCaches.create(settings, nodeId);
        tables = new InfinispanClusterManager(engine);
        own = new OwnRegistrations(nodeId);
    }

    /** The members' node ids as this node sees them now; empty before it has joined and after it has left. */
    Set<String> members() {
        Watch current = watch;
        return current == null ? Set.of() : current.replica().members();
    }

    @Override
    public void init(Vertx vertx) {
        this.vertx = vertx;
        tables.init(vertx);
    }

    @Override
    public void registrationListener(RegistrationListener listener) {
        this.selector = listener;
        // The stock manager answers every change with a look-up across the cluster, unless its listener shows no
        // interest.
        tables.registrationListener(new RegistrationListener() {
            @Override
            public boolean wantsUpdatesFor(String address) {
                return false;
            }
        });
    }

    @Override
    public void join(Completable<Void> promise) {
        vertx.<Void>executeBlocking(
                        () -> {
                            engine.start();
                            return null;
                        },
                        false)
                .compose(v -> {
                    Promise<Void> joined = Promise.promise();
                    tables.join(joined);
                    return joined.future();
                })
                .compose(v -> vertx.<Void>executeBlocking(
                        () -> {
                            watch();
                            return null;
                        },
                        false))
                .onComplete(promise);
    }

    private void watch() {
        Context context = ((VertxInternal) vertx).createEventLoopContext();
        LocalReplica replica = new LocalReplica(engine);
        SelectorUpdates selectors = new SelectorUpdates(context, address -> receivers(replica, address), selector);
        Healing healing = new Healing(context, tables, engine, replica, own, selectors);
        EngineEvents events = new EngineEvents(engine, selectors::refresh, healing::membersChanged);
        watch = new Watch(replica, selectors, healing, events);
        events.listen();
        healing.start();
    }

    @Override
    public void leave(Completable<Void> promise) {
        Watch current = watch;
        watch = null;
        if (current != null) {
            current.healing().close();
            current.events().close();
        }
        Promise<Void> left = Promise.promise();
        tables.leave(left);
        left.future()
                .eventually(() -> vertx.executeBlocking(
                        () -> {
                            engine.stop();
                            return null;
                        },
                        false))
                .onComplete(promise);
    }

    @Override
    public void addRegistration(String address, RegistrationInfo registration, Completable<Void> promise) {
        own.add(address, registration);
        if (registration.localOnly()) {
            refresh(address);
            promise.succeed();
            return;
        }
        Promise<Void> put = Promise.promise();
        tables.addRegistration(address, registration, put);
        put.future().onFailure(e -> own.remove(address, registration)).onComplete(promise);
    }

    @Override
    public void removeRegistration(String address, RegistrationInfo registration, Completable<Void> promise) {
        own.remove(address, registration);
        if (registration.localOnly()) {
            refresh(address);
            promise.succeed();
            return;
        }
        tables.removeRegistration(address, registration, promise);
    }

    private void refresh(String address) {
        Watch current = watch;
        if (current != null) {
            current.selectors().refresh(address);
        }
    }

    @Override
    public void getRegistrations(String address, Completable<List<RegistrationInfo>> promise) {
        Watch current = watch;
        if (current == null) {
            promise.fail("This node has left the cluster");
            return;
        }
        Future.fromCompletionStage(receivers(current.replica(), address))
                .onSuccess(found -> {
                    if (!found.isEmpty()) {
                        current.selectors().told(address, found);
                    }
                })
                .onComplete(promise);
    }

    private CompletionStage<List<RegistrationInfo>> receivers(LocalReplica replica, String address) {
        return replica.registrations(address).thenApply(shared -> {
            List<RegistrationInfo> all = new ArrayList<>(own.localOnly(address));
            all.addAll(shared);
            return all;
        });
    }

    @Override
    public String getNodeId() {
        return nodeId;
    }

    @Override
    public List<String> getNodes() {
        return List.copyOf(members());
    }

    @Override
    public void nodeListener(NodeListener listener) {
        tables.nodeListener(listener);
    }

    @Override
    public void setNodeInfo(NodeInfo nodeInfo, Completable<Void> promise) {
        tables.setNodeInfo(nodeInfo, promise);
    }

    @Override
    public NodeInfo getNodeInfo() {
        return tables.getNodeInfo();
    }

    @Override
    public void getNodeInfo(String nodeId, Completable<NodeInfo> promise) {
        tables.getNodeInfo(nodeId, promise);
    }

    @Override
    public boolean isActive() {
        return tables.isActive();
    }

    @Override
    public <K, V> void getAsyncMap(String name, Completable<AsyncMap<K, V>> promise) {
        tables.getAsyncMap(name, promise);
    }

    @Override
    public <K, V> Map<K, V> getSyncMap(String name) {
        return tables.getSyncMap(name);
    }

    @Override
    public void getLockWithTimeout(String name, long timeout, Completable<Lock> promise) {
        tables.getLockWithTimeout(name, timeout, promise);
    }

    @Override
    public void getCounter(String name, Completable<Counter> promise) {
        tables.getCounter(name, promise);
    }
}
