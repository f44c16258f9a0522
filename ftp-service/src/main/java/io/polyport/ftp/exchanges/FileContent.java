package io.polyport.ftp.exchanges;

import io.polyport.kit.stream.Demand;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * The content of a channel that is open already: Vert.x opens files by itself, and follows links when it does. Starts
 * paused; belongs to the event loop that makes it.
 */
final class FileContent implements ReadStream<Buffer> {
    private static final int READ_BYTES = 64 * 1024;

    private final Vertx vertx;
    private final FileChannel channel;
    private Handler<Buffer> handler;
    private Handler<Throwable> exceptionHandler;
    private Handler<Void> endHandler;
    private final Demand demand = Demand.none();
    private Future<Buffer> reading = Future.succeededFuture();
    /** Read before a pause; empty at the end. */
    private Buffer held;

    private boolean over;

    FileContent(Vertx vertx, FileChannel channel) {
        this.vertx = vertx;
        this.channel = channel;
    }

    /** Succeeds when nothing reads any longer; whoever opened the channel closes it then. */
    Future<Void> stop() {
        over = true;
        return reading.transform(done -> Future.succeededFuture());
    }

    private void next() {
        if (over || !demand.isThere() || !reading.isComplete()) {
            return;
        }
        Buffer first = held;
        held = null;
        reading = vertx.executeBlocking(first == null ? this::read : () -> first, false);
        // Not within the caller's call: it may not have set all of its handlers.
        reading.onComplete(this::take, this::fail);
    }

    private Buffer read() throws IOException {
        var bytes = ByteBuffer.allocate(READ_BYTES);
        int count = channel.read(bytes);
        return count < 0 ? Buffer.buffer() : Buffer.buffer().appendBytes(bytes.array(), 0, count);
    }

    private void take(Buffer bytes) {
        if (over) {
            return;
        }
        if (!demand.isThere()) {
            held = bytes;
            return;
        }
        if (bytes.length() == 0) {
            over = true;
            if (endHandler != null) {
                endHandler.handle(null);
            }
            return;
        }
        demand.take();
        if (handler != null) {
            handler.handle(bytes);
        }
        next();
    }

    private void fail(Throwable failure) {
        if (!over) {
            over = true;
            if (exceptionHandler != null) {
                exceptionHandler.handle(failure);
            }
        }
    }

    @Override
    public FileContent exceptionHandler(Handler<Throwable> newHandler) {
        exceptionHandler = newHandler;
        return this;
    }

    @Override
    public FileContent handler(Handler<Buffer> newHandler) {
        handler = newHandler;
        return this;
    }

    @Override
    public FileContent endHandler(Handler<Void> newHandler) {
        endHandler = newHandler;
        return this;
    }

    @Override
    public FileContent pause() {
        demand.stop();
        return this;
    }

    @Override
    public FileContent resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public FileContent fetch(long amount) {
        demand.add(amount);
        next();
        return this;
    }
}
