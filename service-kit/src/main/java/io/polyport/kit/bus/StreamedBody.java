package io.polyport.kit.bus;

import io.polyport.kit.stream.InboundStream;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;

/** A request body that arrives as frames; tells when its last byte has been read. */
final class StreamedBody implements ReadStream<Buffer> {
    private final InboundStream in;
    private final Runnable whenWhole;

    StreamedBody(InboundStream in, Runnable whenWhole) {
        this.in = in;
        this.whenWhole = whenWhole;
        in.endHandler(ignored -> whenWhole.run());
    }

    @Override
    public StreamedBody exceptionHandler(Handler<Throwable> handler) {
        in.exceptionHandler(handler);
        return this;
    }

    @Override
    public StreamedBody handler(Handler<Buffer> handler) {
        in.handler(handler);
        return this;
    }

    @Override
    public StreamedBody endHandler(Handler<Void> handler) {
        in.endHandler(ignored -> {
            whenWhole.run();
            if (handler != null) {
                handler.handle(null);
            }
        });
        return this;
    }

    @Override
    public StreamedBody pause() {
        in.pause();
        return this;
    }

    @Override
    public StreamedBody resume() {
        in.resume();
        return this;
    }

    @Override
    public StreamedBody fetch(long amount) {
        in.fetch(amount);
        return this;
    }
}
