package io.polyport.grpc.calls;

import io.polyport.grpc.GrpcCall;
import io.polyport.kit.problem.ProblemException;
import io.polyport.kit.problem.Problems;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Sends the JSON values, or the records, of a request's body as messages of a call. Takes more of the body only when the server has taken
 * what came before; a large piece of it is cut slice by slice, with other work of the event loop between them.
 */
public final class SendingBody {
    /** Bytes that are cut at a time. Of a slice may come as many messages as it has bytes; all wait in memory. */
    static final int SLICE = 16 * 1024;

    private final ReadStream<Buffer> body;
    private final GrpcCall call;
    private final Function<Buffer, Buffer> message;
    private final boolean whole;
    private final BodyCut values;
    private final Pace pace;
    private final Executor laterTurn;
    private final ArrayDeque<Buffer> waiting = new ArrayDeque<>();
    private final Promise<Long> done = Promise.promise();
    /** Succeeds when the call takes the next message. */
    private Future<Void> room = Future.succeededFuture();

    /** What has come of the body and is not cut yet. */
    private Buffer uncut = Buffer.buffer();
    /** What is wrong with the body; told when all before it has been sent. */
    private ProblemException fault;

    private boolean sending;
    private boolean cutsLater;
    private boolean bodyOver;
    private boolean allCut;
    private boolean refused;
    private boolean stopped;
    private long sent;

    /** Hears when the server takes nothing for a while, and when it does again. */
    public interface Pace {
        /** For bodies that may wait as long as their call lasts. */
        Pace ANY = new Pace() {
            @Override
            public void stalled() {}

            @Override
            public void goesOn() {}
        };

        void stalled();

        void goesOn();
    }

    private SendingBody(
            ReadStream<Buffer> body,
            GrpcCall call,
            Function<Consumer<Buffer>, BodyCut> cut,
            Function<Buffer, Buffer> message,
            boolean whole,
            Pace pace,
            Executor laterTurn) {
        this.body = body;
        this.call = call;
        this.message = message;
        this.whole = whole;
        this.pace = pace;
        this.laterTurn = laterTurn;
        this.values = cut.apply(waiting::add);
    }

    /**
     * Begins; the body is all that the call sends: behind its end the call is completed, and a value that is no message
     * cancels it.
     *
     * @param most bytes of one JSON value
     * @param message makes a message of a JSON value
     * @param laterTurn runs a task in a later turn of the event loop
     * @return how many were sent when the body is over or the call takes no more; a failure is the problem that the body has
     */
    public static Future<Long> whole(
            ReadStream<Buffer> body, GrpcCall call, int most, Function<Buffer, Buffer> message, Executor laterTurn) {
        return whole(body, call, values(most), message, laterTurn);
    }

    /**
     * As {@link #whole}, of a body whose lines are records.
     *
     * @param most bytes of one record
     * @param message makes a message of a record; null: it was no message but a word to us, and is left out
     */
    static Future<Long> records(
            ReadStream<Buffer> body, GrpcCall call, int most, Function<Buffer, Buffer> message, Executor laterTurn) {
        return whole(body, call, into -> new RecordLines(most, into), message, laterTurn);
    }

    private static Future<Long> whole(
            ReadStream<Buffer> body,
            GrpcCall call,
            Function<Consumer<Buffer>, BodyCut> cut,
            Function<Buffer, Buffer> message,
            Executor laterTurn) {
        var sending = new SendingBody(body, call, cut, message, true, Pace.ANY, laterTurn);
        sending.begin(Future.succeededFuture());
        return sending.done.future();
    }

    private static Function<Consumer<Buffer>, BodyCut> values(int most) {
        return into -> new JsonValues(most, true, into);
    }

    /** For {@link #begin}; others may send before and after. Whatever is wrong with the body, the call goes on. */
    public static SendingBody part(
            ReadStream<Buffer> body,
            GrpcCall call,
            int most,
            Function<Buffer, Buffer> message,
            Pace pace,
            Executor laterTurn) {
        return new SendingBody(body, call, values(most), message, false, pace, laterTurn);
    }

    /** How many were sent when the body is over or the call takes no more; a failure is the problem that the body has. */
    public Future<Long> done() {
        return done.future();
    }

    /** How many the call has taken so far. */
    public long sent() {
        return sent;
    }

    /** When the call takes the next message; what is sent before that only piles up. */
    public Future<Void> room() {
        return room;
    }

    /** Whether the call took no more: it has ended, or was completed. */
    public boolean isRefused() {
        return refused;
    }

    /** Whether it was {@link #stop stopped} before its end. */
    public boolean isStopped() {
        return stopped;
    }

    /** Takes no more of the body. */
    public void stop() {
        if (!done.future().isComplete()) {
            stopped = true;
            body.pause();
            forget();
            done.complete(sent);
        }
    }

    /** @param before when the call takes what follows what was sent before */
    public void begin(Future<Void> before) {
        body.pause();
        body.exceptionHandler(this::fail);
        body.endHandler(over -> {
            bodyOver = true;
            sendNext();
        });
        body.handler(bytes -> {
            body.pause();
            if (!done.future().isComplete()) {
                // Nothing is left of the one before, which is why this one was asked for.
                uncut = bytes;
                cutNext();
                sendNext();
            }
        });
        await(before, 0);
        sendNext();
    }

    private void cutNext() {
        Buffer slice = uncut.slice(0, Math.min(SLICE, uncut.length()));
        uncut = uncut.slice(slice.length(), uncut.length());
        guarded(() -> values.add(slice));
    }

    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (ProblemException problem) {
            fault = problem;
        }
    }

    private void sendNext() {
        while (!sending && !cutsLater && !done.future().isComplete()) {
            Buffer value = waiting.poll();
            if (value != null) {
                send(value);
            } else if (fault != null) {
                fail(fault);
            } else if (uncut.length() > 0) {
                cutInLaterTurn();
            } else if (bodyOver && !allCut) {
                allCut = true;
                guarded(values::end);
            } else {
                wantMore();
                return;
            }
        }
    }

    private void cutInLaterTurn() {
        cutsLater = true;
        laterTurn.execute(() -> {
            cutsLater = false;
            if (!done.future().isComplete()) {
                cutNext();
                sendNext();
            }
        });
    }

    private void wantMore() {
        if (bodyOver) {
            if (whole) {
                call.complete();
            }
            done.tryComplete(sent);
        } else {
            body.fetch(1);
        }
    }

    private void send(Buffer value) {
        Buffer next;
        try {
            next = message.apply(value);
        } catch (RuntimeException fault) {
            fail(fault);
            return;
        }
        if (next == null) {
            return;
        }
        // It is on its way now; when it has room for the next one is another matter.
        sent++;
        await(call.send(next), 1);
    }

    /** @param messages that were not sent when the call takes no more */
    private void await(Future<Void> next, int messages) {
        room = next;
        if (next.isComplete()) {
            settle(next, messages);
            return;
        }
        sending = true;
        pace.stalled();
        next.onComplete(ignored -> {
            sending = false;
            pace.goesOn();
            settle(next, messages);
            sendNext();
        });
    }

    /** When the call is over nobody hears what its caller still has to say. */
    private void settle(Future<Void> taken, int messages) {
        if (taken.failed() && !done.future().isComplete()) {
            refused = true;
            sent -= messages;
            forget();
            done.complete(sent);
        }
    }

    private void forget() {
        waiting.clear();
        uncut = Buffer.buffer();
    }

    private void fail(Throwable cause) {
        forget();
        if (done.tryFail(Problems.of(cause)) && whole) {
            call.cancel();
        }
    }
}
