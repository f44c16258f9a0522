package io.polyport.standalone;

import io.polyport.grpc.GrpcConfig;
import io.polyport.grpc.GrpcLimits;
import io.polyport.grpc.GrpcPart;
import io.polyport.kit.bus.BusMember;
import io.polyport.kit.runtime.Surroundings;
import io.polyport.standalone.shop.DemoGrpcServer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The gRPC service with its demo server. */
final class HouseGrpc implements HouseService {
    private final StandaloneConfig config;
    private final Surroundings surroundings;
    private final String version;
    private final int loops;
    private Optional<DemoGrpcServer> demo = Optional.empty();
    private GrpcPart part;

    HouseGrpc(StandaloneConfig config, Surroundings surroundings, String version, int loops) {
        this.config = config;
        this.surroundings = surroundings;
        this.version = version;
        this.loops = loops;
    }

    @Override
    public String word() {
        return "grpc";
    }

    @Override
    public Future<Void> start(Vertx vertx, BusMember member) {
        return demo(vertx).compose(server -> {
            demo = server;
            part = new GrpcPart(grpcConfig(), member, surroundings, version, loops);
            return part.start(vertx);
        });
    }

    private Future<Optional<DemoGrpcServer>> demo(Vertx vertx) {
        return config.demo().enabled()
                ? DemoGrpcServer.start(vertx, config.demo().grpcPort()).map(Optional::of)
                : Future.succeededFuture(Optional.empty());
    }

    private GrpcConfig grpcConfig() {
        Map<String, GrpcConfig.Connection> connections =
                new HashMap<>(config.grpc().connections());
        demo.ifPresent(server -> connections.putIfAbsent("demo", connection(server)));
        return config.grpc().withConnections(connections);
    }

    private static GrpcConfig.Connection connection(DemoGrpcServer server) {
        return new GrpcConfig.Connection(
                List.of("http://127.0.0.1:" + server.port()),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                true,
                Map.of(),
                Optional.empty(),
                true,
                Duration.ofSeconds(60),
                GrpcLimits.defaults());
    }

    @Override
    public Future<Void> drain(Duration limit) {
        return (part == null ? Future.<Void>succeededFuture() : part.drain(limit))
                .eventually(() -> demo.map(DemoGrpcServer::close).orElseGet(Future::succeededFuture));
    }
}
