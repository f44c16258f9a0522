package io.polyport.gateway;

import io.polyport.gateway.exchange.Forwarder;
import io.polyport.gateway.http.HttpEdge;
import io.polyport.kit.bus.BusMember;
import io.polyport.kit.bus.Caller;
import io.polyport.kit.stream.StreamEndpoint;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.List;

/** One event loop of the gateway. */
final class GatewayVerticle extends VerticleBase {
    private final GatewayConfig config;
    private final BusMember member;
    private final HttpEdge.Shared shared;
    private StreamEndpoint streams;
    private HttpEdge edge;

    GatewayVerticle(GatewayConfig config, BusMember member, HttpEdge.Shared shared) {
        this.config = config;
        this.member = member;
        this.shared = shared;
    }

    @Override
    public Future<?> start() {
        return member.endpoint(context).compose(this::listen);
    }

    private Future<Void> listen(StreamEndpoint opened) {
        streams = opened;
        var forwarder = new Forwarder(shared.registry(), new Caller(member, opened));
        edge = new HttpEdge(vertx, config, shared, forwarder);
        return edge.open();
    }

    List<Integer> ports() {
        return edge.ports();
    }

    /** Runs on this verticle's context. */
    Future<Void> drain(Duration limit) {
        return Future.future(
                promise -> context.runOnContext(ignored -> edge.drain(limit).onComplete(promise)));
    }

    @Override
    public Future<?> stop() {
        return streams == null ? Future.succeededFuture() : streams.close();
    }
}
