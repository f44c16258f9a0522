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
import io.vertx.grpc.reflection.ReflectionService;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerOptions;
import io.vertx.grpc.server.Service;
import java.time.Clock;

/** A gRPC server on this machine with one service and reflection, for trying Polyport out. */
public final class DemoGrpcServer {
    private static final long MOST_MESSAGE = 1 << 20;

    private final HttpServer server;

    private DemoGrpcServer(HttpServer server) {
        this.server = server;
    }

    /**
     * Starts it on 127.0.0.1, without TLS.
     *
     * @param port 0 for any free one
     */
    public static Future<DemoGrpcServer> start(Vertx vertx, int port) {
        return vertx.executeBlocking(ShopSchema::read)
                .compose(schema -> vertx.createHttpServer(
                                new HttpServerOptions().setHost("127.0.0.1").setPort(port))
                        .requestHandler(grpc(vertx, schema))
                        .listen())
                .map(DemoGrpcServer::new);
    }

    private static GrpcServer grpc(Vertx vertx, ShopSchema schema) {
        var shop = new Shop(vertx, Clock.systemUTC()).methods();
        var name = ServiceName.create(schema.service().getFullName());
        var service = Service.service(name, schema.service());
        for (MethodDescriptor method : schema.service().getMethods()) {
            var codecs = new ShopCall.Codecs(
                    schema.codec(method.getInputType()), schema.codec(method.getOutputType()), schema.statusCodec());
            var work = shop.get(method.getName());
            service.bind(
                    ServiceMethod.server(
                            name, method.getName(), GrpcMessageEncoder.IDENTITY, GrpcMessageDecoder.IDENTITY),
                    request -> work.accept(new ShopCall(request, codecs)));
        }
        return GrpcServer.server(vertx, new GrpcServerOptions().setMaxMessageSize(MOST_MESSAGE))
                .addService(service.build())
                .addService(ReflectionService.v1());
    }

    public int port() {
        return server.actualPort();
    }

    public Future<Void> close() {
        return server.close();
    }
}
