package io.polyport.kit.stream;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;

/**
 * The bytes that a program may have been promised by all its senders together. Every inbound stream holds a {@link
 * Lease}; the sum of all leases never exceeds the total. Safe to use from any thread.
 *
 * <p>A new stream begins with a small window and gets a larger one, up to its fair share, only while its reader
 * consumes, so that readers who stop hold little. The last quarter of the budget is for newcomers and for streams below
 * their share; once it is touched, those above theirs are not renewed in full.
 */
public final class CreditBudget {
    private static final int FIRST_WINDOW = 64 * 1024;

    private final long total;
    private final long maxWindow;
    private final ArrayDeque<Waiter> waiting = new ArrayDeque<>();
    private long free;
    private int open;

    private record Waiter(Context context, Promise<Lease> admitted) {}

    public CreditBudget(long total, long maxWindow) {
        this.total = total;
        this.free = total;
        this.maxWindow = maxWindow;
    }

    /**
     * Admits a stream: succeeds with its lease as soon as {@link StreamSettings#MIN_WINDOW} bytes are free. The caller
     * bounds the wait; a future it no longer wants is given to {@link #abandon}.
     */
    public synchronized Future<Lease> open(Context context) {
        if (waiting.isEmpty() && free >= StreamSettings.MIN_WINDOW) {
            return Future.succeededFuture(admit());
        }
        Promise<Lease> admitted = Promise.promise();
        waiting.add(new Waiter(context, admitted));
        return admitted.future();
    }

    /** Takes back a wait that came to nothing; a lease that came meanwhile is closed. */
    public void abandon(Future<Lease> wait) {
        synchronized (this) {
            waiting.removeIf(waiter -> waiter.admitted.future() == wait);
        }
        wait.onSuccess(Lease::close);
    }

    public synchronized long free() {
        return free;
    }

    public synchronized int open() {
        return open;
    }

    private Lease admit() {
        open++;
        long first = Math.clamp(free / 64, StreamSettings.MIN_WINDOW, FIRST_WINDOW);
        free -= first;
        return new Lease(first);
    }

    private synchronized void giveBack(long bytes) {
        free += bytes;
        open--;
        admitWaiting();
    }

    private void admitWaiting() {
        while (!waiting.isEmpty() && free >= StreamSettings.MIN_WINDOW) {
            Waiter waiter = waiting.poll();
            Lease lease = admit();
            waiter.context.runOnContext(ignored -> waiter.admitted.complete(lease));
        }
    }

    /** How much more a stream may be granted that holds {@code held} and was last allowed {@code target} bytes. */
    private long grow(long held, long target) {
        long share = Math.max(total / (open + waiting.size() + 1L), StreamSettings.MIN_WINDOW);
        boolean scarce = !waiting.isEmpty() || free < total / 4;
        long limit = scarce ? share : Math.max(share, FIRST_WINDOW);
        long kept = Math.min(Math.min(target, scarce ? limit : target) - held, free);
        if (!waiting.isEmpty()) {
            return Math.max(kept, 0);
        }
        long larger = Math.min(target * 2, Math.min(maxWindow, limit));
        return Math.max(0, Math.max(kept, Math.min(larger - held, free - (scarce ? total / 16 : total / 4))));
    }

    /** What one inbound stream holds of the budget. Used on one event loop only. */
    public final class Lease {
        private long held;
        private long target;
        private boolean closed;

        private Lease(long first) {
            this.held = first;
            this.target = first;
        }

        /** Bytes that the sender may still send or that wait here to be consumed. */
        long held() {
            return held;
        }

        /** After so many consumed bytes it is time to {@link #renew}. */
        long threshold() {
            return Math.max(held / 2, 1);
        }

        /** {@code consumed} bytes left the stream's queue; answers how many more the sender may send now. */
        long renew(long consumed) {
            if (closed) {
                return 0;
            }
            held -= consumed;
            synchronized (CreditBudget.this) {
                free += consumed;
                long grant = grow(held, target);
                free -= grant;
                held += grant;
                target = Math.max(held, StreamSettings.MIN_WINDOW);
                admitWaiting();
                return grant;
            }
        }

        public void close() {
            if (!closed) {
                closed = true;
                giveBack(held);
                held = 0;
            }
        }
    }
}
