package io.polyport.ftp.transfers;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.function.LongConsumer;

/** A body whose bytes are counted as they pass. */
final class CountedBody implements ReadStream<Buffer> {
    private final ReadStream<Buffer> body;
    private final LongConsumer passed;

    CountedBody(ReadStream<Buffer> body, LongConsumer passed) {
        this.body = body;
        this.passed = passed;
    }

    @Override
    public CountedBody handler(Handler<Buffer> handler) {
        body.handler(
                handler == null
                        ? null
                        : bytes -> {
                            passed.accept(bytes.length());
                            handler.handle(bytes);
                        });
        return this;
    }

    @Override
    public CountedBody exceptionHandler(Handler<Throwable> handler) {
        body.exceptionHandler(handler);
        return this;
    }

    @Override
    public CountedBody endHandler(Handler<Void> handler) {
        body.endHandler(handler);
        return this;
    }

    @Override
    public CountedBody pause() {
        body.pause();
        return this;
    }

    @Override
    public CountedBody resume() {
        body.resume();
        return this;
    }

    @Override
    public CountedBody fetch(long amount) {
        body.fetch(amount);
        return this;
    }
}
