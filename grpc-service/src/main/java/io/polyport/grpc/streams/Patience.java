package io.polyport.grpc.streams;

import io.polyport.grpc.calls.SendingBody;
import io.vertx.core.Vertx;
import java.time.Duration;

/** Ends the sending of a body when the server takes nothing for too long; each message that it takes begins the time anew. */
final class Patience implements SendingBody.Pace {
    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final Duration most;
    private final Runnable late;
    private long timer = NO_TIMER;

    Patience(Vertx vertx, Duration most, Runnable late) {
        this.vertx = vertx;
        this.most = most;
        this.late = late;
    }

    @Override
    public void stalled() {
        timer = vertx.setTimer(Math.max(1, most.toMillis()), over -> {
            timer = NO_TIMER;
            late.run();
        });
    }

    @Override
    public void goesOn() {
        if (timer != NO_TIMER) {
            vertx.cancelTimer(timer);
            timer = NO_TIMER;
        }
    }
}
