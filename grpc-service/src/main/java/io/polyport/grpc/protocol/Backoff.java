package io.polyport.grpc.protocol;

import java.util.concurrent.TimeUnit;

/** How long a server that could not be reached is left out: 1 s, and twice as long each time, up to 30 s. */
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

    boolean isOver() {
        return wait == 0 || System.nanoTime() - since >= wait;
    }
}
