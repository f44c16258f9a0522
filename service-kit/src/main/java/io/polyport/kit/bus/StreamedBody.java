package io.polyport.kit.bus;

import io.polyport.kit.stream.InboundStream;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;

/** A request body that arrives as frames; tells when its last byte has been read. */
final class StreamedBody implements ReadStream<Buffer> {
    private final InboundStream in;
    private Handler<Void> endHandler;
    private boolean whole;

    StreamedBody(InboundStream in, Runnable whenWhole) {
        this.in = in;
        in.endHandler(ignored -> {
            whole = true;
            whenWhole.run();
            tellEnd();
        });
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
        endHandler = handler;
        tellEnd();
        return this;
    }

    private void tellEnd() {
        if (whole && endHandler != null) {
            Handler<Void> told = endHandler;
            endHandler = null;
            told.handle(null);
        }
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
