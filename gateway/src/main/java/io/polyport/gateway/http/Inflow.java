package io.polyport.gateway.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerConnection;

/**
 * Stops and lets go on what a caller sends. To pause a request is not enough over HTTP/1: Vert.x 5.0.7 reads on until 24
 * reads of up to 64 KiB lie in its two queues, and 200 uploads that wait fill a small heap. So what nobody wants is left
 * to the kernel. Over HTTP/2 the windows do that.
 */
final class Inflow {
    private Inflow() {}

    static void stop(HttpServerRequest request) {
        request.pause();
        listen(request, false);
    }

    static void goOn(HttpServerRequest request) {
        request.resume();
        listen(request, true);
    }

    /** The connection is needed for its next request, wherever this one's body was stopped. */
    static void listen(HttpServerRequest request) {
        listen(request, true);
    }

    private static void listen(HttpServerRequest request, boolean on) {
        if (request.version() != HttpVersion.HTTP_2
                && request.connection() instanceof HttpServerConnection connection) {
            connection.channelHandlerContext().channel().config().setAutoRead(on);
        }
    }
}
