package io.polyport.kit.stream;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The bytes that wait in this program to be sent, over all streams and event loops: the more streams, the less each may queue. */
final class SendBudget {
    /** Enough for the next frame while the last one is being written. */
    private static final long MOST = 64 * 1024;

    private final long total;
    private final AtomicLong waiting = new AtomicLong();
    private final AtomicInteger open = new AtomicInteger();

    SendBudget(long total) {
        this.total = total;
    }

    void opened() {
        open.incrementAndGet();
    }

    void closed() {
        open.decrementAndGet();
    }

    void queued(long bytes) {
        waiting.addAndGet(bytes);
    }

    void left(long bytes) {
        waiting.addAndGet(-bytes);
    }

    long waiting() {
        return waiting.get();
    }

    /**
     * Whether another piece of a body may be fetched at all. Readers who have stopped leave behind what was fetched for
     * them beyond their credit, each less than a piece; when all of that fills the budget, nothing more is fetched.
     */
    boolean hasRoom() {
        return waiting.get() < total;
    }

    /** How much one stream may queue before its writer has to stop. */
    long share() {
        return Math.clamp(total / Math.max(open.get(), 1), StreamSettings.MIN_WINDOW, MOST);
    }
}
