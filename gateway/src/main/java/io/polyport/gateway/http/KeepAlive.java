package io.polyport.gateway.http;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Asks the other end of an HTTP/2 connection whether it is there while a call on it may be silent for long (RFC 9113
 * §6.7): neither does the listener's idle limit cut the call then, nor does a call to somebody who vanished stay.
 */
final class KeepAlive {
    private static final Buffer EIGHT_BYTES = Buffer.buffer(new byte[8]);

    private KeepAlive() {}

    /** Until {@code over}; a ping that is not answered before the next is due closes the connection. */
    static void during(HttpServerRequest request, Duration every, Vertx vertx, BooleanSupplier over) {
        next(request, every, vertx, over, new boolean[] {false});
    }

    /**
     * Each time is counted from the one before: a periodic timer would make up at once for all that a frozen process has
     * missed, and the second ping would be due before the first could be answered.
     */
    private static void next(
            HttpServerRequest request, Duration every, Vertx vertx, BooleanSupplier over, boolean[] waiting) {
        vertx.setTimer(every.toMillis(), id -> {
            if (over.getAsBoolean()) {
                return;
            }
            if (waiting[0]) {
                request.connection().close();
                return;
            }
            waiting[0] = true;
            request.connection().ping(EIGHT_BYTES.copy()).onSuccess(pong -> waiting[0] = false);
            next(request, every, vertx, over, waiting);
        });
    }
}
