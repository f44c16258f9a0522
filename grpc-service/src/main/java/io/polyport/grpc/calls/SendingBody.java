package io.polyport.grpc.calls;

import io.polyport.grpc.GrpcCall;
import io.polyport.kit.problem.ProblemException;
import io.polyport.kit.problem.Problems;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Sends the JSON values, or the records, of a request's body as messages of a call. Takes more of the body only when the server has taken
 * what came before.
 */
public final class SendingBody {
    private final ReadStream<Buffer> body;
    private final GrpcCall call;
    private final Function<Buffer, Buffer> message;
    private final boolean whole;
    private final BodyCut values;
    private final Pace pace;
    private final ArrayDeque<Buffer> waiting = new ArrayDeque<>();
    private final Promise<Long> done = Promise.promise();
    /** Succeeds when the call takes the next message. */
    private Future<Void> room = Future.succeededFuture();

    private boolean sending;
    private boolean bodyOver;
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
            Pace pace) {
        this.body = body;
        this.call = call;
        this.message = message;
        this.whole = whole;
        this.pace = pace;
        this.values = cut.apply(waiting::add);
    }

    /**
     * Begins; the body is all that the call sends: behind its end the call is completed, and a value that is no message
     * cancels it.
     *
     * @param most bytes of one JSON value
     * @param message makes a message of a JSON value
     * @return how many were sent when the body is over or the call takes no more; a failure is the problem that the body has
     */
    public static Future<Long> whole(
            ReadStream<Buffer> body, GrpcCall call, int most, Function<Buffer, Buffer> message) {
        return whole(body, call, values(most), message);
    }

    /**
     * As {@link #whole}, of a body whose lines are records.
     *
     * @param most bytes of one record
     * @param message makes a message of a record; null: it was no message but a word to us, and is left out
     */
    static Future<Long> records(ReadStream<Buffer> body, GrpcCall call, int most, Function<Buffer, Buffer> message) {
        return whole(body, call, into -> new RecordLines(most, into), message);
    }

    private static Future<Long> whole(
            ReadStream<Buffer> body,
            GrpcCall call,
            Function<Consumer<Buffer>, BodyCut> cut,
            Function<Buffer, Buffer> message) {
        var sending = new SendingBody(body, call, cut, message, true, Pace.ANY);
        sending.begin(Future.succeededFuture());
        return sending.done.future();
    }

    private static Function<Consumer<Buffer>, BodyCut> values(int most) {
        return into -> new JsonValues(most, true, into);
    }

    /** For {@link #begin}; others may send before and after. Whatever is wrong with the body, the call goes on. */
    public static SendingBody part(
            ReadStream<Buffer> body, GrpcCall call, int most, Function<Buffer, Buffer> message, Pace pace) {
        return new SendingBody(body, call, values(most), message, false, pace);
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
            waiting.clear();
            done.complete(sent);
        }
    }

    /** @param before when the call takes what follows what was sent before */
    public void begin(Future<Void> before) {
        body.pause();
        body.exceptionHandler(this::fail);
        body.endHandler(over -> {
            bodyOver = true;
            guarded(values::end);
            sendNext();
        });
        body.handler(bytes -> {
            body.pause();
            guarded(() -> values.add(bytes));
            sendNext();
        });
        await(before, 0);
        sendNext();
    }

    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (ProblemException problem) {
            fail(problem);
        }
    }

    private void sendNext() {
        while (!sending && !done.future().isComplete()) {
            Buffer value = waiting.poll();
            if (value == null) {
                wantMore();
                return;
            }
            send(value);
        }
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
            waiting.clear();
            done.complete(sent);
        }
    }

    private void fail(Throwable cause) {
        waiting.clear();
        if (done.tryFail(Problems.of(cause)) && whole) {
            call.cancel();
        }
    }
}
