package io.polyport.ftp.exchanges;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.streams.WriteStream;

/**
 * A file that is written, and what was given to it. A pipe into a file is done when its last write is queued, and the file
 * tells nobody of a write that fails afterwards: so the failure is kept here, and the bytes are counted.
 */
final class CountedFile implements WriteStream<Buffer> {
    private final AsyncFile file;
    private long bytes;
    private Throwable failure;

    CountedFile(AsyncFile file) {
        this.file = file;
    }

    /** All that was given, written or not. */
    long bytes() {
        return bytes;
    }

    /** Waits for the writes that are under way; fails with the first that failed. */
    Future<Void> close() {
        return file.close().transform(closed -> {
            Throwable first = failure != null ? failure : closed.cause();
            return first == null ? Future.succeededFuture() : Future.failedFuture(first);
        });
    }

    @Override
    public Future<Void> write(Buffer data) {
        bytes += data.length();
        return file.write(data).onFailure(failed -> failure = failure == null ? failed : failure);
    }

    @Override
    public Future<Void> end() {
        return close();
    }

    @Override
    public CountedFile exceptionHandler(Handler<Throwable> handler) {
        file.exceptionHandler(handler);
        return this;
    }

    @Override
    public CountedFile setWriteQueueMaxSize(int maxSize) {
        file.setWriteQueueMaxSize(maxSize);
        return this;
    }

    @Override
    public boolean writeQueueFull() {
        return file.writeQueueFull();
    }

    @Override
    public CountedFile drainHandler(Handler<Void> handler) {
        file.drainHandler(handler);
        return this;
    }
}
