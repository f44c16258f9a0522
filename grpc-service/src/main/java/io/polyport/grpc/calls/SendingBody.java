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
    private final ArrayDeque<Buffer> waiting = new ArrayDeque<>();
    private final Promise<Long> done = Promise.promise();
    private boolean sending;
    private boolean bodyOver;
    private long sent;

    private SendingBody(
            ReadStream<Buffer> body,
            GrpcCall call,
            Function<Consumer<Buffer>, BodyCut> cut,
            Function<Buffer, Buffer> message,
            boolean whole) {
        this.body = body;
        this.call = call;
        this.message = message;
        this.whole = whole;
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
        return begin(body, call, values(most), message);
    }

    /**
     * As {@link #whole}, of a body whose lines are records.
     *
     * @param most bytes of one record
     * @param message makes a message of a record; null: it was no message but a word to us, and is left out
     */
    static Future<Long> records(ReadStream<Buffer> body, GrpcCall call, int most, Function<Buffer, Buffer> message) {
        return begin(body, call, into -> new RecordLines(most, into), message);
    }

    private static Future<Long> begin(
            ReadStream<Buffer> body,
            GrpcCall call,
            Function<Consumer<Buffer>, BodyCut> cut,
            Function<Buffer, Buffer> message) {
        var sending = new SendingBody(body, call, cut, message, true);
        sending.read();
        return sending.done.future();
    }

    private static Function<Consumer<Buffer>, BodyCut> values(int most) {
        return into -> new JsonValues(most, true, into);
    }

    /** Begins; others may send before and after. Whatever is wrong with the body, the call goes on. */
    public static SendingBody part(ReadStream<Buffer> body, GrpcCall call, int most, Function<Buffer, Buffer> message) {
        var sending = new SendingBody(body, call, values(most), message, false);
        sending.read();
        return sending;
    }

    /** How many were sent when the body is over or the call takes no more; a failure is the problem that the body has. */
    public Future<Long> done() {
        return done.future();
    }

    /** How many the call has taken so far. */
    public long sent() {
        return sent;
    }

    /** Takes no more of the body. */
    public void stop() {
        body.pause();
        waiting.clear();
        done.tryComplete(sent);
    }

    private void read() {
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
        body.fetch(1);
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
        } catch (ProblemException problem) {
            fail(problem);
            return;
        }
        if (next == null) {
            return;
        }
        // It is on its way now; when it has room for the next one is another matter.
        sent++;
        Future<Void> taken = call.send(next);
        if (taken.isComplete()) {
            taken(taken);
            return;
        }
        sending = true;
        taken.onComplete(ignored -> {
            sending = false;
            taken(taken);
            sendNext();
        });
    }

    /** When the call is over nobody hears what its caller still has to say. */
    private void taken(Future<Void> taken) {
        if (taken.failed()) {
            sent--;
            waiting.clear();
            done.tryComplete(sent);
        }
    }

    private void fail(Throwable cause) {
        waiting.clear();
        if (done.tryFail(Problems.of(cause)) && whole) {
            call.cancel();
        }
    }
}
