package io.polyport.ftp.exchanges;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;

/**
 * A body on its way to a URL. The piece that came last is held back until the end is known: what breaks off, even after its
 * last byte, is neither ended nor as long as it was to be.
 */
final class CallbackBody implements WriteStream<Buffer> {
    private final CallbackCall call;
    private final long size;
    private long came;
    private Buffer last = Buffer.buffer();

    /** @param size bytes that have to come, -1 when nobody knows */
    CallbackBody(CallbackCall call, long size) {
        this.call = call;
        this.size = size;
    }

    @Override
    public Future<Void> write(Buffer piece) {
        call.moved();
        came += piece.length();
        if (size >= 0 && came > size) {
            return Future.failedFuture(ExchangeProblems.CHANGED.toException());
        }
        if (piece.length() == 0) {
            return Future.succeededFuture();
        }
        Buffer before = last;
        last = piece;
        return before.length() == 0
                ? Future.succeededFuture()
                : call.request().write(before).onSuccess(written -> call.moved());
    }

    @Override
    public Future<Void> end() {
        return size >= 0 && came != size
                ? Future.failedFuture(ExchangeProblems.CHANGED.toException())
                : (last.length() == 0 ? call.request().end() : call.request().end(last))
                        .onSuccess(written -> call.moved());
    }

    @Override
    public boolean writeQueueFull() {
        return call.request().writeQueueFull();
    }

    @Override
    public CallbackBody setWriteQueueMaxSize(int size) {
        call.request().setWriteQueueMaxSize(size);
        return this;
    }

    @Override
    public CallbackBody drainHandler(Handler<Void> handler) {
        call.request().drainHandler(handler);
        return this;
    }

    @Override
    public CallbackBody exceptionHandler(Handler<Throwable> handler) {
        call.request().exceptionHandler(handler);
        return this;
    }
}
