package io.polyport.grpc.protocol;

import io.polyport.grpc.GrpcLimits;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import java.util.concurrent.TimeUnit;

/** Closes a connection that nobody uses for long, and one whose other end is not there any more. */
final class ConnectionWatch {
    private static final long NO_TIMER = -1;
    private static final long PONG_MILLIS = TimeUnit.SECONDS.toMillis(20);

    private final Vertx vertx;
    private final HttpConnection http;
    private final GrpcLimits limits;
    private final Runnable close;
    private long timer = NO_TIMER;
    private boolean isBusy;
    private boolean isClosed;

    ConnectionWatch(Vertx vertx, HttpConnection http, GrpcLimits limits, Runnable close) {
        this.vertx = vertx;
        this.http = http;
        this.limits = limits;
        this.close = close;
    }

    /** No call is under way. */
    void idle() {
        isBusy = false;
        set(limits.idle().toMillis(), close);
    }

    /** A call is under way; nothing happens when that is known. */
    void busy() {
        if (!isBusy) {
            isBusy = true;
            cancel();
            limits.keepAlive().ifPresent(every -> set(every.toMillis(), this::ping));
        }
    }

    private void ping() {
        http.ping(Buffer.buffer(8).appendLong(System.nanoTime())).onSuccess(pong -> {
            if (isBusy && !isClosed) {
                limits.keepAlive().ifPresent(every -> set(every.toMillis(), this::ping));
            }
        });
        set(PONG_MILLIS, close);
    }

    private void set(long millis, Runnable action) {
        cancel();
        if (!isClosed) {
            timer = vertx.setTimer(Math.max(1, millis), late -> {
                timer = NO_TIMER;
                action.run();
            });
        }
    }

    void close() {
        isClosed = true;
        cancel();
    }

    private void cancel() {
        if (timer != NO_TIMER) {
            vertx.cancelTimer(timer);
            timer = NO_TIMER;
        }
    }
}
