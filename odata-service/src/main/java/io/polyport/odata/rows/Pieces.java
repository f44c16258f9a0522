package io.polyport.odata.rows;

import io.polyport.kit.stream.Demand;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A document's bytes on their way from a thread that may wait to a reader on an event loop. While {@link #MOST_WAITING} bytes
 * are not taken, whoever writes waits. Its reader uses it on the context alone.
 */
final class Pieces implements ReadStream<Buffer> {
    static final int MOST_WAITING = 256 * 1024;

    private final Context context;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition taken = lock.newCondition();
    private long waitingBytes;
    private RuntimeException gone;

    private final ArrayDeque<Buffer> waiting = new ArrayDeque<>();
    private final Demand demand = Demand.any();
    private Handler<Buffer> handler;
    private Handler<Void> endHandler;
    private Handler<Throwable> exceptionHandler;
    private boolean delivering;
    private boolean ended;
    private boolean told;
    private Throwable failure;

    Pieces(Context context) {
        this.context = context;
    }

    /** Waits for room. @throws RuntimeException what {@link #abandon} was told */
    void put(Buffer piece) {
        if (piece.length() == 0) {
            return;
        }
        lock.lock();
        try {
            while (gone == null && waitingBytes > 0 && waitingBytes + piece.length() > MOST_WAITING) {
                taken.awaitUninterruptibly();
            }
            if (gone != null) {
                throw gone;
            }
            waitingBytes += piece.length();
        } finally {
            lock.unlock();
        }
        context.runOnContext(ignored -> {
            waiting.add(piece);
            deliver();
        });
    }

    /** Waits until the reader has taken all. @throws RuntimeException what {@link #abandon} was told */
    void awaitTaken() {
        lock.lock();
        try {
            while (gone == null && waitingBytes > 0) {
                taken.awaitUninterruptibly();
            }
            if (gone != null) {
                throw gone;
            }
        } finally {
            lock.unlock();
        }
    }

    /** The document is complete. */
    void end() {
        context.runOnContext(ignored -> {
            ended = true;
            deliver();
        });
    }

    /** The document breaks off; what was not taken of it never will be. */
    void fail(Throwable cause) {
        context.runOnContext(ignored -> {
            failure = cause;
            waiting.clear();
            deliver();
        });
    }

    /** Whoever writes, or waits to, is told so instead; from any thread. */
    void abandon(RuntimeException why) {
        lock.lock();
        try {
            gone = why;
            taken.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void deliver() {
        if (delivering) {
            return;
        }
        delivering = true;
        try {
            while (failure == null && handler != null && demand.isThere() && !waiting.isEmpty()) {
                demand.take();
                Buffer next = waiting.poll();
                tookBytes(next.length());
                handler.handle(next);
            }
        } finally {
            delivering = false;
        }
        tellEnd();
    }

    private void tookBytes(int length) {
        lock.lock();
        try {
            waitingBytes -= length;
            taken.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void tellEnd() {
        if (told) {
            return;
        }
        if (failure != null && exceptionHandler != null) {
            told = true;
            exceptionHandler.handle(failure);
        } else if (failure == null && ended && waiting.isEmpty() && demand.isThere() && endHandler != null) {
            told = true;
            endHandler.handle(null);
        }
    }

    @Override
    public Pieces exceptionHandler(Handler<Throwable> newHandler) {
        exceptionHandler = newHandler;
        tellEnd();
        return this;
    }

    @Override
    public Pieces handler(Handler<Buffer> newHandler) {
        handler = newHandler;
        deliver();
        return this;
    }

    @Override
    public Pieces endHandler(Handler<Void> newHandler) {
        endHandler = newHandler;
        deliver();
        return this;
    }

    @Override
    public Pieces pause() {
        demand.stop();
        return this;
    }

    @Override
    public Pieces resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public Pieces fetch(long amount) {
        demand.add(amount);
        deliver();
        return this;
    }
}
