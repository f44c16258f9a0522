package io.polyport.odata.rows;

import io.polyport.kit.bus.Answer;
import io.polyport.kit.bus.Principal;
import io.polyport.kit.problem.ProblemException;
import io.polyport.kit.stream.StreamProblems;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * An answer that is written while its rows are read (OD-60). The writer works in the reading's thread and waits while the
 * caller is slow; the reading ends as soon as the caller leaves.
 */
public final class RowsAnswer {
    /**
     * Bytes that are handed on together; a document that is shorter is answered whole. Formats write pieces of 64 KiB, less
     * what had no room any more: those are not to be copied once more.
     */
    static final int PIECE = 62 * 1024;

    private static final int OK = 200;

    private final Context context;
    private final Promise<Answer> answer = Promise.promise();
    private final Pieces pieces;
    private Reader.Begun<Void> begun;

    /** Used by the reading's thread, and by the context once it has been told of it. */
    private Head head;

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

    /** What stands before the bytes. */
    public record Head(int status, List<Map.Entry<String, String>> headers) {
        public Head {
            headers = List.copyOf(headers);
        }
    }

    /**
     * Who takes an answer.
     *
     * @param caller whose share of the turns it takes
     * @param context of the call; the answer comes on it
     * @param whenGone runs what it is given when nobody waits for the answer any more ({@code call::whenGone})
     */
    public record Taker(Principal.Identity caller, Context context, Consumer<Runnable> whenGone) {}

    /**
     * What a value storage holds.
     *
     * @param mediaType as it was stored: any text; empty when nothing is stored
     * @param length of its bytes
     */
    public record Stored(String mediaType, long length) {}

    private RowsAnswer(Context context) {
        this.context = context;
        this.pieces = new Pieces(context);
    }

    /**
     * Begins to read and to write; to be called on the context. Its turn is over when the last byte has been taken.
     *
     * @return comes with the first {@link #PIECE} or, when there is less, with the end; what fails before fails as {@link
     *     Reader#begin} says, what fails afterwards breaks the answer off
     */
    public static Future<Answer> of(Reader reader, ReadingSql sql, Taker taker, Head head, Document document) {
        var rows = new RowsAnswer(taker.context());
        return rows.begin(reader, taker, running -> {
            rows.head = head;
            document.write(new Preliminaries(running, sql).found(), rows::write);
        });
    }

    /**
     * Answers with the bytes of a value storage, as {@link #of}; only a few of them are in memory at once.
     *
     * @param sql reads the row that has it; without children and count
     * @param head is asked when it is known what there is: nothing when there is no such row
     */
    public static Future<Answer> ofStored(
            Reader reader, ReadingSql sql, StoredColumns columns, Taker taker, Function<Optional<Stored>, Head> head) {
        var rows = new RowsAnswer(taker.context());
        return rows.begin(reader, taker, running -> {
            new Preliminaries(running, sql).check();
            var value = running.engine().stored(running, sql.rows(), columns);
            rows.head = head.apply(value.map(one -> new Stored(one.mediaType(), one.length())));
            if (value.isPresent() && rows.head.status() == OK) {
                value.get().write(rows::write);
            }
        });
    }

    private Future<Answer> begin(Reader reader, Taker taker, Consumer<Running<?>> work) {
        begun = reader.begin(
                taker.caller(),
                running -> {
                    work.accept(running);
                    finish();
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
        taker.whenGone().accept(begun.cancel());
        return answer.future();
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
            var streamed = new Answer.Streamed(head.status(), head.headers(), pieces, this::abort);
            context.runOnContext(ignored -> answer.complete(streamed));
        }
        pieces.put(piece);
    }

    /** The rest is memory, too, until it is taken. */
    private void finish() {
        if (streams) {
            pieces.put(gathered);
            pieces.awaitTaken();
        }
    }

    private void abort() {
        begun.cancel().run();
        pieces.abandon(StreamProblems.CANCELLED.toException());
    }

    private void end() {
        if (!streams) {
            var whole = new Answer.Whole(head.status(), head.headers(), gathered);
            context.runOnContext(ignored -> answer.complete(whole));
            return;
        }
        pieces.end();
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
