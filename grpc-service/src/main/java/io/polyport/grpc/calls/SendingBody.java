package io.polyport.grpc.calls;

import io.polyport.grpc.GrpcCall;
import io.polyport.kit.problem.ProblemException;
import io.polyport.kit.problem.Problems;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayDeque;
import java.util.function.Function;

/**
 * Sends the JSON values of a request's body as messages of a call. Takes more of the body only when the server has taken
 * what came before. A value that is no message ends the call.
 */
public final class SendingBody {
    private final ReadStream<Buffer> body;
    private final GrpcCall call;
    private final Function<Buffer, Buffer> message;
    private final JsonValues values;
    private final ArrayDeque<Buffer> waiting = new ArrayDeque<>();
    private final Promise<Long> done = Promise.promise();
    private boolean sending;
    private boolean bodyOver;
    private long sent;

    private SendingBody(ReadStream<Buffer> body, GrpcCall call, int most, Function<Buffer, Buffer> message) {
        this.body = body;
        this.call = call;
        this.message = message;
        this.values = new JsonValues(most, true, waiting::add);
    }

    /**
     * Begins, and completes the call when the body is over.
     *
     * @param most bytes of one JSON value
     * @param message makes a message of a JSON value; null: the value was no message but a word to us, and is left out
     * @return how many were sent when the body is over or the call takes no more; a failure is the problem that the body has,
     *     and has cancelled the call
     */
    public static Future<Long> begin(
            ReadStream<Buffer> body, GrpcCall call, int most, Function<Buffer, Buffer> message) {
        var sending = new SendingBody(body, call, most, message);
        sending.read();
        return sending.done.future();
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
            call.complete();
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
        if (taken.succeeded()) {
            sent++;
        } else {
            waiting.clear();
            done.tryComplete(sent);
        }
    }

    private void fail(Throwable cause) {
        waiting.clear();
        if (done.tryFail(Problems.of(cause))) {
            call.cancel();
        }
    }
}
