package io.polyport.gateway.http;

import io.polyport.gateway.GatewayProblems;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.streams.ReadStream;

/** A request's body in the gateway's words: a connection that breaks is a body that was cut. */
final class UploadStream implements ReadStream<Buffer> {
    private final HttpServerRequest request;

    UploadStream(HttpServerRequest request) {
        this.request = request;
    }

    @Override
    public UploadStream exceptionHandler(Handler<Throwable> handler) {
        request.exceptionHandler(
                handler == null ? ignored -> {} : cut -> handler.handle(GatewayProblems.BODY_CUT.toException()));
        return this;
    }

    @Override
    public UploadStream handler(Handler<Buffer> handler) {
        request.handler(handler);
        return this;
    }

    @Override
    public UploadStream endHandler(Handler<Void> handler) {
        request.endHandler(handler);
        return this;
    }

    @Override
    public UploadStream pause() {
        Inflow.stop(request);
        return this;
    }

    @Override
    public UploadStream resume() {
        Inflow.goOn(request);
        return this;
    }

    @Override
    public UploadStream fetch(long amount) {
        request.fetch(amount);
        return this;
    }
}
