package io.polyport.ftp.protocol;

import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * By when the awaited reply has to be there. Replies come within milliseconds and deadlines are half a minute away, so a
 * reply does not cancel the timer: it looks again when it goes off. A session has one timer then and not one per command.
 */
final class ReplyDeadline {
    private static final long NONE = -1;
    private static final long MILLI = 1_000_000;

    private final Vertx vertx;
    private final Runnable late;
    private boolean awaited;
    private long due;
    private long timer = NONE;
    private long fires;

    /** @param late called at most once for each {@link #in} */
    ReplyDeadline(Vertx vertx, Runnable late) {
        this.vertx = vertx;
        this.late = late;
    }

    /** From now on the reply has this long to come. */
    void in(Duration time) {
        long now = System.nanoTime();
        awaited = true;
        due = now + time.toNanos();
        if (timer == NONE) {
            arm(now);
        } else if (fires - due > 0) {
            vertx.cancelTimer(timer);
            arm(now);
        }
    }

    /** The reply is there. */
    void met() {
        awaited = false;
    }

    /** Nothing is awaited any more, ever. */
    void stop() {
        awaited = false;
        if (timer != NONE) {
            vertx.cancelTimer(timer);
            timer = NONE;
        }
    }

    private void arm(long now) {
        long millis = Math.max(1, (due - now + MILLI - 1) / MILLI);
        fires = now + millis * MILLI;
        timer = vertx.setTimer(millis, fired -> look());
    }

    private void look() {
        timer = NONE;
        if (!awaited) {
            return;
        }
        long now = System.nanoTime();
        if (due - now > 0) {
            arm(now);
        } else {
            awaited = false;
            late.run();
        }
    }
}
