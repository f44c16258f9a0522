package io.polyport.grpc.operations;

import io.polyport.grpc.GrpcClient;
import io.polyport.grpc.GrpcConfig;
import io.polyport.grpc.connections.Connections;
import io.polyport.grpc.schema.Schemas;
import io.polyport.grpc.streams.Streams;
import io.polyport.kit.bus.OperationTable;
import io.polyport.kit.egress.EgressGuard;
import io.vertx.core.Vertx;

/** The table of the service's operations: the contract's ids, each with the method that carries it out. */
public final class GrpcOperations {
    private GrpcOperations() {}

    public static OperationTable table(
            Vertx vertx,
            GrpcConfig config,
            Connections all,
            Streams allStreams,
            Schemas schemas,
            GrpcClient client,
            EgressGuard guard) {
        var connections = new ConnectionOperations(
                all, schemas, config.schemas(), client, guard, config.adHoc().insecure());
        var calls = new CallOperations(vertx, all);
        var streams = new StreamOperations(all, allStreams);
        var look = new LookOperations(vertx, all);
        return new OperationTable()
                .with("grpc.list-connections", connections::list)
                .with("grpc.open-connection", connections::open)
                .with("grpc.show-connection", connections::show)
                .with("grpc.close-connection", connections::close)
                .with("grpc.list-services", look::services)
                .with("grpc.show-service", look::service)
                .with("grpc.show-type", look::type)
                .with("grpc.show-openapi", look::openApi)
                .with("grpc.show-protos", look::protos)
                .with("grpc.call", calls::call)
                .with("grpc.http-get", calls::annotated)
                .with("grpc.http-put", calls::annotated)
                .with("grpc.http-post", calls::annotated)
                .with("grpc.http-patch", calls::annotated)
                .with("grpc.http-delete", calls::annotated)
                .with("grpc.process", calls::process)
                .with("grpc.open-stream", streams::open)
                .with("grpc.list-streams", streams::list)
                .with("grpc.show-stream", streams::show)
                .with("grpc.send-messages", streams::send)
                .with("grpc.read-messages", streams::read)
                .with("grpc.complete-stream", streams::complete)
                .with("grpc.close-stream", streams::close);
    }
}
