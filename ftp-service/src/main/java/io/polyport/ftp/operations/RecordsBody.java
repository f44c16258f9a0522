package io.polyport.ftp.operations;

import io.polyport.kit.problem.ProblemException;
import io.polyport.kit.problem.Problems;
import io.polyport.kit.stream.Demand;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.core.streams.ReadStream;
import java.util.function.Function;

/**
 * Records as a body, written as they come: a JSON object with one array, or NDJSON, a line each. NDJSON ends with a
 * status record, for failures too; a JSON body whose source fails is broken off.
 */
final class RecordsBody<T> implements ReadStream<Buffer> {
    private static final int PIECE = 16 * 1024;

    private final Context context;
    private final ReadStream<T> source;
    private final Function<T, JsonObject> record;
    private final boolean lines;
    private Handler<Buffer> handler;
    private Handler<Throwable> exceptionHandler;
    private Handler<Void> endHandler;
    private Buffer piece = Buffer.buffer(PIECE);
    private long count;
    private final Demand demand = Demand.none();
    private boolean flushing;
    private boolean sourceOver;
    private boolean over;

    /** @param source paused */
    RecordsBody(Context context, ReadStream<T> source, Function<T, JsonObject> record, boolean lines) {
        this.context = context;
        this.source = source;
        this.record = record;
        this.lines = lines;
        if (!lines) {
            piece.appendString("{\"entries\":[");
        }
        source.handler(this::add);
        source.endHandler(ignored -> end(lines ? status(new JsonObject().put("code", "ok")) : "]}"));
        source.exceptionHandler(this::fail);
    }

    private void add(T value) {
        if (count++ > 0 && !lines) {
            piece.appendByte((byte) ',');
        }
        piece.appendBuffer(record.apply(value).toBuffer());
        if (lines) {
            piece.appendByte((byte) '\n');
        }
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

    private void end(String close) {
        piece.appendString(close);
        sourceOver = true;
        flush();
    }

    private void fail(Throwable cause) {
        ProblemException problem = Problems.of(cause);
        if (lines) {
            end(status(problem.problem().toJson()));
        } else if (!over) {
            over = true;
            if (exceptionHandler != null) {
                exceptionHandler.handle(problem);
            }
        }
    }

    private String status(JsonObject status) {
        return new JsonObject().put("status", status.put("entries", count)).encode() + "\n";
    }

    private void flush() {
        if (over || !demand.isThere() || handler == null) {
            return;
        }
        if (piece.length() > 0) {
            Buffer ready = piece;
            piece = Buffer.buffer(PIECE);
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
    public RecordsBody<T> exceptionHandler(Handler<Throwable> newHandler) {
        exceptionHandler = newHandler;
        return this;
    }

    @Override
    public RecordsBody<T> handler(Handler<Buffer> newHandler) {
        handler = newHandler;
        return this;
    }

    @Override
    public RecordsBody<T> endHandler(Handler<Void> newHandler) {
        endHandler = newHandler;
        return this;
    }

    @Override
    public RecordsBody<T> pause() {
        demand.stop();
        source.pause();
        return this;
    }

    @Override
    public RecordsBody<T> resume() {
        return fetch(Long.MAX_VALUE);
    }

    /** @param amount of pieces; however many records one holds */
    @Override
    public RecordsBody<T> fetch(long amount) {
        demand.add(amount);
        flush();
        if (demand.isThere() && !sourceOver) {
            source.resume();
        }
        return this;
    }
}
