package io.polyport.kit.stream;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayDeque;

/**
 * Bytes that come whether or not somebody wants them, handed on only as they are wanted, and their end after the last of
 * them. Whoever feeds it regulates what comes: it is told whenever that may have to change. Used on one event loop.
 */
public final class WantedBytes implements ReadStream<Buffer> {
    private final Runnable changed;
    private final ArrayDeque<Buffer> waiting = new ArrayDeque<>();
    private Handler<Buffer> handler;
    private Handler<Void> endHandler;
    private Handler<Throwable> exceptionHandler;
    private long waitingBytes;
    private final Demand demand = Demand.none();
    private boolean delivering;
    private boolean ended;
    private boolean told;

    /** @param changed runs after every change of what waits or is wanted */
    public WantedBytes(Runnable changed) {
        this.changed = changed;
    }

    public void add(Buffer bytes) {
        waiting.add(bytes);
        waitingBytes += bytes.length();
        deliver();
    }

    /** Nothing more will come. */
    public void end() {
        ended = true;
        deliver();
    }

    /** It broke off; after its end that is of no interest. */
    public void fail(Throwable cause) {
        if (!ended && exceptionHandler != null) {
            exceptionHandler.handle(cause);
        }
    }

    /** Bytes that nobody has taken yet. */
    public long waitingBytes() {
        return waitingBytes;
    }

    public boolean isWanted() {
        return demand.isThere();
    }

    public boolean isEnded() {
        return ended;
    }

    private void deliver() {
        if (delivering) {
            return;
        }
        delivering = true;
        try {
            while (demand.isThere() && handler != null && !waiting.isEmpty()) {
                demand.take();
                Buffer next = waiting.poll();
                waitingBytes -= next.length();
                handler.handle(next);
            }
        } finally {
            delivering = false;
        }
        if (ended && waiting.isEmpty() && demand.isThere() && endHandler != null && !told) {
            told = true;
            endHandler.handle(null);
        }
        changed.run();
    }

    @Override
    public WantedBytes exceptionHandler(Handler<Throwable> newHandler) {
        exceptionHandler = newHandler;
        return this;
    }

    @Override
    public WantedBytes handler(Handler<Buffer> newHandler) {
        handler = newHandler;
        deliver();
        return this;
    }

    @Override
    public WantedBytes endHandler(Handler<Void> newHandler) {
        endHandler = newHandler;
        deliver();
        return this;
    }

    @Override
    public WantedBytes pause() {
        demand.stop();
        changed.run();
        return this;
    }

    @Override
    public WantedBytes resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public WantedBytes fetch(long amount) {
        demand.add(amount);
        deliver();
        return this;
    }
}
