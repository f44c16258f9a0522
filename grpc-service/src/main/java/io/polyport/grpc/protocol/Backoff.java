package io.polyport.grpc.protocol;

import java.util.concurrent.TimeUnit;

/** When a server that could not be reached is tried again: after 1 s, and twice as long each time, up to 30 s. */
final class Backoff {
    private static final long FIRST = TimeUnit.SECONDS.toNanos(1);
    private static final long MOST = TimeUnit.SECONDS.toNanos(30);

    private long wait;
    private long since;

    void failed() {
        wait = wait == 0 ? FIRST : Math.min(MOST, wait * 2);
        since = System.nanoTime();
    }

    void succeeded() {
        wait = 0;
    }

    /** Whether it failed the last time. */
    boolean isFailing() {
        return wait != 0;
    }

    /** Whether it may be tried again. */
    boolean isOver() {
        return wait == 0 || System.nanoTime() - since >= wait;
    }
}
