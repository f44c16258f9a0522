package io.polyport.kit.cluster;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A member of the bus: the Vert.x instance that speaks on it, and what this member knows of the others. */
public final class ClusteredBus {
    private static final int CONNECT_TIMEOUT_MS = 2_000;
    private static final int HANDSHAKE_TIMEOUT_S = 3;
    // After a split the old connections wait ever longer for an answer; a ping that stays unanswered ends them.
    private static final long PING_MS = 3_000;
    // Far above the ping, so it only ends connections whose other end is gone without a word.
    private static final int IDLE_TIMEOUT_S = 30;
    // All messages to one node share a connection. The kernel would let megabytes of bulk wait in it, before small
    // answers.
    private static final int SOCKET_BUFFER = 128 * 1024;

    private final Vertx vertx;
    private final HealingInfinispanClusterManager manager;
    private final int expectedMembers;

    private ClusteredBus(Vertx vertx, HealingInfinispanClusterManager manager, int expectedMembers) {
        this.vertx = vertx;
        this.manager = manager;
        this.expectedMembers = expectedMembers;
    }

    /** As {@link #start(ClusterSettings, VertxOptions, UnaryOperator)}, with nothing added to the builder. */
    public static Future<ClusteredBus> start(ClusterSettings settings, VertxOptions base) {
        return start(settings, base, UnaryOperator.identity());
    }

    /**
     * Joins the cluster, or founds it if nobody answers within about 3 s.
     *
     * @param base options of the Vert.x instance; everything about the bus' connections, TLS and addresses is overwritten
     * @param finish adds what options can't carry, such as a metrics registry
     * @return fails if a certificate file can't be used, a port is taken or no address fits; whatever had been started is stopped then
     */
    public static Future<ClusteredBus> start(
            ClusterSettings settings, VertxOptions base, UnaryOperator<VertxBuilder> finish) {
        HealingInfinispanClusterManager manager = new HealingInfinispanClusterManager(settings);
        VertxOptions options = new VertxOptions(base).setEventBusOptions(eventBus(settings, base.getEventBusOptions()));
        return finish.apply(Vertx.builder().with(options))
                .withClusterManager(manager)
                .buildClustered()
                .map(vertx -> new ClusteredBus(vertx, manager, settings.expectedMembers()));
    }

    private static EventBusOptions eventBus(ClusterSettings settings, EventBusOptions base) {
        EventBusOptions bus = new EventBusOptions(base)
                .setHost(settings.host())
                .setPort(settings.busPort())
                .setClusterPublicHost(settings.host())
                .setClusterPublicPort(settings.busPort())
                .setConnectTimeout(CONNECT_TIMEOUT_MS)
                .setReconnectAttempts(0)
                .setClusterPingInterval(PING_MS)
                .setClusterPingReplyInterval(PING_MS)
                .setIdleTimeout(IDLE_TIMEOUT_S)
                .setSendBufferSize(SOCKET_BUFFER)
                .setReceiveBufferSize(SOCKET_BUFFER);
        bus.setSslHandshakeTimeout(HANDSHAKE_TIMEOUT_S);
        return new BusTls(settings).onto(bus);
    }

    public Vertx vertx() {
        return vertx;
    }

    /** This member's id, unique to this run of the process. */
    public String nodeId() {
        return manager.getNodeId();
    }

    /** Ids of the members that this one sees now, itself included; empty once closed. */
    public Set<String> members() {
        return manager.members();
    }

    /** Whether as many members are seen as the settings expect; a node that found nobody must not take work yet. */
    public boolean isComplete() {
        return members().size() >= expectedMembers;
    }

    /** Leaves the cluster and closes Vert.x. */
    public Future<Void> close() {
        return vertx.close();
    }
}
