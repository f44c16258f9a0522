package io.polyport.kit.stream;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;

/**
 * Records as a body, written as they come. Those that come in one turn of the event loop go in one piece; none waits
 * longer than that. Used on one event loop.
 */
public final class RecordStream<T> implements ReadStream<Buffer> {
    private static final int PIECE = 16 * 1024;

    /** How records, and what is around them, are written. */
    public interface Form<T> {
        /** What stands before the first record. */
        default void begin(Buffer piece) {}

        void add(Buffer piece, T record);

        /** What stands behind the last record when all have come. */
        void end(Buffer piece);

        /**
         * What stands behind the last record when no more come.
         *
         * @return false when this form can't tell of failures: the body is broken off then
         */
        boolean fail(Buffer piece, Throwable cause);
    }

    private final Context context;
    private final ReadStream<T> source;
    private final Form<T> form;
    private final Demand demand = Demand.none();
    private Handler<Buffer> handler;
    private Handler<Throwable> exceptionHandler;
    private Handler<Void> endHandler;
    private Buffer piece = Buffer.buffer();
    private boolean flushing;
    private boolean sourceOver;
    private boolean over;

    /** @param source paused */
    public RecordStream(Context context, ReadStream<T> source, Form<T> form) {
        this.context = context;
        this.source = source;
        this.form = form;
        form.begin(piece);
        source.handler(this::add);
        source.endHandler(ignored -> {
            form.end(piece);
            finish();
        });
        source.exceptionHandler(this::fail);
    }

    private void add(T record) {
        form.add(piece, record);
        if (piece.length() >= PIECE) {
            flush();
        } else if (!flushing) {
            flushing = true;
            context.runOnContext(ignored -> {
                flushing = false;
                flush();
            });
        }
    }

    private void finish() {
        sourceOver = true;
        flush();
    }

    private void fail(Throwable cause) {
        if (form.fail(piece, cause)) {
            finish();
        } else if (!over) {
            over = true;
            if (exceptionHandler != null) {
                exceptionHandler.handle(cause);
            }
        }
    }

    private void flush() {
        if (over || !demand.isThere() || handler == null) {
            return;
        }
        if (piece.length() > 0) {
            Buffer ready = piece;
            piece = Buffer.buffer();
            demand.take();
            if (!demand.isThere()) {
                source.pause();
            }
            handler.handle(ready);
        }
        // Its reader may have paused, or gone, over this very piece.
        if (sourceOver && piece.length() == 0 && demand.isThere() && !over) {
            over = true;
            if (endHandler != null) {
                endHandler.handle(null);
            }
        }
    }

    @Override
    public RecordStream<T> exceptionHandler(Handler<Throwable> newHandler) {
        exceptionHandler = newHandler;
        return this;
    }

    @Override
    public RecordStream<T> handler(Handler<Buffer> newHandler) {
        handler = newHandler;
        return this;
    }

    @Override
    public RecordStream<T> endHandler(Handler<Void> newHandler) {
        endHandler = newHandler;
        return this;
    }

    @Override
    public RecordStream<T> pause() {
        demand.stop();
        source.pause();
        return this;
    }

    @Override
    public RecordStream<T> resume() {
        return fetch(Long.MAX_VALUE);
    }

    /** @param amount of pieces; however many records one holds */
    @Override
    public RecordStream<T> fetch(long amount) {
        demand.add(amount);
        flush();
        if (demand.isThere() && !sourceOver) {
            source.resume();
        }
        return this;
    }
}
