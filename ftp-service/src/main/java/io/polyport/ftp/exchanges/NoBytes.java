package io.polyport.ftp.exchanges;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;

/** The content of a flag. */
final class NoBytes implements ReadStream<Buffer> {
    private final Vertx vertx;
    private Handler<Void> endHandler;
    private boolean flowing;
    private boolean ended;

    NoBytes(Vertx vertx) {
        this.vertx = vertx;
    }

    private void end() {
        vertx.runOnContext(go -> {
            if (flowing && !ended && endHandler != null) {
                ended = true;
                endHandler.handle(null);
            }
        });
    }

    @Override
    public NoBytes exceptionHandler(Handler<Throwable> handler) {
        return this;
    }

    @Override
    public NoBytes handler(Handler<Buffer> handler) {
        return this;
    }

    @Override
    public NoBytes pause() {
        flowing = false;
        return this;
    }

    @Override
    public NoBytes resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public NoBytes fetch(long amount) {
        flowing = true;
        end();
        return this;
    }

    @Override
    public NoBytes endHandler(Handler<Void> handler) {
        endHandler = handler;
        end();
        return this;
    }
}
