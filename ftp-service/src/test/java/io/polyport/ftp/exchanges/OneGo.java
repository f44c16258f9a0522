package io.polyport.ftp.exchanges;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;

/** Content that comes with its end, in one go, as a small file comes from a server. */
final class OneGo implements ReadStream<Buffer> {
    private final Vertx vertx;
    private final Buffer content;
    private Handler<Buffer> handler;
    private Handler<Void> endHandler;
    private boolean gone;

    OneGo(Vertx vertx, String content) {
        this.vertx = vertx;
        this.content = Buffer.buffer(content);
    }

    private void go() {
        if (!gone && handler != null && endHandler != null) {
            gone = true;
            handler.handle(content);
            endHandler.handle(null);
        }
    }

    @Override
    public OneGo exceptionHandler(Handler<Throwable> newHandler) {
        return this;
    }

    @Override
    public OneGo handler(Handler<Buffer> newHandler) {
        handler = newHandler;
        return this;
    }

    @Override
    public OneGo endHandler(Handler<Void> newHandler) {
        endHandler = newHandler;
        return this;
    }

    @Override
    public OneGo pause() {
        return this;
    }

    @Override
    public OneGo resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public OneGo fetch(long amount) {
        vertx.runOnContext(now -> go());
        return this;
    }
}
