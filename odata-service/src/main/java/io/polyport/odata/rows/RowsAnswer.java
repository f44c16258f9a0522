package io.polyport.odata.rows;

import io.polyport.kit.bus.Answer;
import io.polyport.kit.problem.ProblemException;
import io.polyport.kit.stream.StreamProblems;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * An answer that is written while its rows are read (OD-60). The writer works in the reading's thread and waits while the
 * caller is slow; the reading ends as soon as the caller leaves.
 */
public final class RowsAnswer {
    /** Bytes that are handed on together; a document that is shorter is answered whole. */
    static final int PIECE = 64 * 1024;

    private final Context context;
    private final int status;
    private final List<Map.Entry<String, String>> headers;
    private final Promise<Answer> answer = Promise.promise();
    private final Pieces pieces;
    private Reader.Begun<Void> begun;

    /** Used by the reading's thread. */
    private Buffer gathered = Buffer.buffer();

    private boolean streams;

    /**
     * Writes a document of what was found. It may wait in {@code output}, which throws when the caller has left; a buffer
     * that was given to it is no longer the writer's.
     */
    @FunctionalInterface
    public interface Document {
        void write(Found found, Consumer<Buffer> output);
    }

    private RowsAnswer(Context context, int status, List<Map.Entry<String, String>> headers) {
        this.context = context;
        this.status = status;
        this.headers = List.copyOf(headers);
        this.pieces = new Pieces(context);
    }

    /**
     * Begins to read and to write; to be called on the context.
     *
     * @param context of the call; the answer comes on it
     * @param whenGone runs what it is given when nobody waits for the answer any more ({@code call::whenGone})
     * @return comes with the first {@link #PIECE} or, when there is less, with the end; what fails before fails as {@link
     *     Reader#begin} says, what fails afterwards breaks the answer off
     */
    public static Future<Answer> of(
            Reader reader,
            ReadingSql sql,
            Context context,
            Consumer<Runnable> whenGone,
            int status,
            List<Map.Entry<String, String>> headers,
            Document document) {
        var rows = new RowsAnswer(context, status, headers);
        rows.begin(reader, sql, document);
        whenGone.accept(rows.begun.cancel());
        return rows.answer.future();
    }

    private void begin(Reader reader, ReadingSql sql, Document document) {
        begun = reader.begin(
                sql,
                found -> {
                    document.write(found, this::write);
                    return null;
                },
                pieces::abandon);
        begun.result().onComplete(done -> {
            if (done.succeeded()) {
                end();
            } else {
                fail(done.cause());
            }
        });
    }

    private void write(Buffer piece) {
        if (gathered.length() == 0 && piece.length() >= PIECE) {
            handOn(piece);
            return;
        }
        gathered.appendBuffer(piece);
        if (gathered.length() >= PIECE) {
            Buffer full = gathered;
            gathered = Buffer.buffer(PIECE);
            handOn(full);
        }
    }

    private void handOn(Buffer piece) {
        if (!streams) {
            streams = true;
            var streamed = new Answer.Streamed(status, headers, pieces, this::abort);
            context.runOnContext(ignored -> answer.complete(streamed));
        }
        pieces.put(piece);
    }

    private void abort() {
        begun.cancel().run();
        pieces.abandon(StreamProblems.CANCELLED.toException());
    }

    private void end() {
        if (!streams) {
            var whole = new Answer.Whole(status, headers, gathered);
            context.runOnContext(ignored -> answer.complete(whole));
            return;
        }
        pieces.end(gathered);
    }

    private void fail(Throwable cause) {
        if (!streams) {
            context.runOnContext(ignored -> answer.fail(cause));
        } else {
            pieces.fail(
                    cause instanceof ProblemException
                            ? cause
                            : RowsProblems.BROKEN_OFF.toException(cause.getMessage()));
        }
    }
}
