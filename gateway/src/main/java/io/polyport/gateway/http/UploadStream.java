package io.polyport.gateway.http;

import io.polyport.gateway.GatewayProblems;
import io.polyport.kit.stream.WantedBytes;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.streams.ReadStream;

/**
 * A request's body in the gateway's words: a connection that breaks is a body that was cut. Reads a little ahead, so that a
 * caller who leaves is noticed while nobody wants his body yet, and no more: Vert.x 5.0.7 alone would read up to 24 times
 * ahead, 64 KiB each. Used on the request's event loop.
 */
final class UploadStream {
    private static final int READ_AHEAD = 48 * 1024;

    private final HttpServerRequest request;
    private final WantedBytes bytes = new WantedBytes(this::regulate);
    private boolean stopped;

    private UploadStream(HttpServerRequest request) {
        this.request = request;
    }

    /** Takes the paused request over. */
    static ReadStream<Buffer> of(HttpServerRequest request) {
        var upload = new UploadStream(request);
        request.exceptionHandler(cut -> upload.bytes.fail(GatewayProblems.BODY_CUT.toException()));
        request.handler(upload.bytes::add);
        request.endHandler(ignored -> upload.bytes.end());
        Inflow.goOn(request);
        return upload.bytes;
    }

    private void regulate() {
        if (bytes.isEnded()) {
            return;
        }
        if (!stopped && bytes.waitingBytes() >= READ_AHEAD) {
            stopped = true;
            Inflow.stop(request);
        } else if (stopped && bytes.waitingBytes() < READ_AHEAD / 2) {
            stopped = false;
            Inflow.goOn(request);
        }
    }
}
