package io.polyport.grpc.protocol;

import io.polyport.grpc.GrpcCall;
import io.polyport.grpc.GrpcCallSettings;
import io.polyport.grpc.GrpcClient;
import io.polyport.grpc.GrpcTarget;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

public final class Http2GrpcClient implements GrpcClient {
    public Http2GrpcClient(Vertx vertx) {}

    @Override
    public GrpcCall call(GrpcTarget target, String path, GrpcCallSettings settings) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Future<Void> close() {
        return Future.succeededFuture();
    }
}
