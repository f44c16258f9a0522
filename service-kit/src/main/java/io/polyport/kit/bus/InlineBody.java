package io.polyport.kit.bus;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;

/** A body that is there already, such as one that came with the envelope: one buffer, or none. */
public final class InlineBody implements ReadStream<Buffer> {
    private final Buffer bytes;
    private Handler<Buffer> handler;
    private Handler<Void> endHandler;
    private long demand = Long.MAX_VALUE;
    private boolean given;
    private boolean ended;

    public InlineBody(Buffer bytes) {
        this.bytes = bytes;
        this.given = bytes.length() == 0;
    }

    @Override
    public InlineBody exceptionHandler(Handler<Throwable> ignored) {
        return this;
    }

    @Override
    public InlineBody handler(Handler<Buffer> newHandler) {
        handler = newHandler;
        deliver();
        return this;
    }

    @Override
    public InlineBody endHandler(Handler<Void> newHandler) {
        endHandler = newHandler;
        deliver();
        return this;
    }

    @Override
    public InlineBody pause() {
        demand = 0;
        return this;
    }

    @Override
    public InlineBody resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public InlineBody fetch(long amount) {
        demand = amount;
        deliver();
        return this;
    }

    private void deliver() {
        if (!given && handler != null && demand > 0) {
            given = true;
            handler.handle(bytes);
        }
        if (given && !ended && handler != null && endHandler != null && demand > 0) {
            ended = true;
            endHandler.handle(null);
        }
    }
}
