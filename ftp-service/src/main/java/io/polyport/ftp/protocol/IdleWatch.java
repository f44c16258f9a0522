package io.polyport.ftp.protocol;

import io.vertx.core.Vertx;
import java.time.Duration;

/** Tells when nothing has moved for a time in which something could have; one timer, not one per byte. */
final class IdleWatch {
    private final Vertx vertx;
    private final long limit;
    private final Runnable stalled;
    private long since = System.nanoTime();
    private long timer;
    private boolean held;
    private boolean stopped;

    /** Runs from now on until stopped; {@code stalled} is called at most once. */
    IdleWatch(Vertx vertx, Duration limit, Runnable stalled) {
        this.vertx = vertx;
        this.limit = limit.toMillis();
        this.stalled = stalled;
        arm(this.limit);
    }

    void moved() {
        since = System.nanoTime();
    }

    /** While held nothing is expected to move: it is our own side that waits. */
    void hold(boolean hold) {
        if (held && !hold) {
            moved();
        }
        held = hold;
    }

    void stop() {
        stopped = true;
        vertx.cancelTimer(timer);
    }

    private void arm(long millis) {
        timer = vertx.setTimer(Math.max(1, millis), fired -> look());
    }

    private void look() {
        if (stopped) {
            return;
        }
        long idle = (System.nanoTime() - since) / 1_000_000;
        if (held) {
            arm(limit);
        } else if (idle < limit) {
            arm(limit - idle);
        } else {
            stopped = true;
            stalled.run();
        }
    }
}
