package io.polyport.standalone.shop;

import com.google.protobuf.Descriptors.MethodDescriptor;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerOptions;
import io.vertx.grpc.server.Service;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A gRPC server on this machine with one service and reflection, for trying Polyport out. */
public final class DemoGrpcServer {
    private static final long MOST_MESSAGE = 1 << 20;

    private final HttpServer server;

    private DemoGrpcServer(HttpServer server) {
        this.server = server;
    }

    /** A service's schema and its methods by name. */
    private record Offered(DemoSchema schema, Map<String, Consumer<DemoCall>> methods) {}

    /**
     * Starts it on 127.0.0.1, without TLS.
     *
     * @param port 0 for any free one
     */
    public static Future<DemoGrpcServer> start(Vertx vertx, int port) {
        return vertx.executeBlocking(() -> offered(vertx))
                .compose(offered -> vertx.createHttpServer(
                                new HttpServerOptions().setHost("127.0.0.1").setPort(port))
                        .requestHandler(grpc(vertx, offered))
                        .listen())
                .map(DemoGrpcServer::new);
    }

    private static List<Offered> offered(Vertx vertx) {
        var shop = DemoSchema.read("/shop/shop.txtpb");
        var reflection = DemoSchema.read("/shop/reflection.txtpb");
        return List.of(
                new Offered(shop, new Shop(vertx, Clock.systemUTC()).methods()),
                new Offered(reflection, new Reflection(List.of(shop.service(), reflection.service())).methods()));
    }

    private static GrpcServer grpc(Vertx vertx, List<Offered> offered) {
        var server = GrpcServer.server(vertx, new GrpcServerOptions().setMaxMessageSize(MOST_MESSAGE));
        offered.forEach(one -> server.addService(service(one)));
        return server;
    }

    private static Service service(Offered offered) {
        var descriptor = offered.schema().service();
        var name = ServiceName.create(descriptor.getFullName());
        var service = Service.service(name, descriptor);
        for (MethodDescriptor method : descriptor.getMethods()) {
            var codecs = offered.schema().codecs(method);
            var work = offered.methods().get(method.getName());
            service.bind(
                    ServiceMethod.server(
                            name, method.getName(), GrpcMessageEncoder.IDENTITY, GrpcMessageDecoder.IDENTITY),
                    request -> work.accept(new DemoCall(request, codecs)));
        }
        return service.build();
    }

    public int port() {
        return server.actualPort();
    }

    public Future<Void> close() {
        return server.close();
    }
}
