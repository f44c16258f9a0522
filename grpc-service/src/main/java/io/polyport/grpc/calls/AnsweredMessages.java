package io.polyport.grpc.calls;

import io.polyport.grpc.GrpcCall;
import io.polyport.grpc.GrpcCode;
import io.polyport.grpc.GrpcStatus;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.function.Function;

/**
 * The messages of a call as JSON; ends when the call's status is known. A message that does not fit its type ends it with
 * a status that says so.
 */
final class AnsweredMessages implements ReadStream<Buffer> {
    private final GrpcCall call;
    private final Function<Buffer, Buffer> json;
    private Handler<Buffer> handler;
    private Handler<Void> endHandler;
    private GrpcStatus status;
    private boolean over;

    /** @param json the JSON value of a message; may fail with a problem */
    AnsweredMessages(GrpcCall call, Function<Buffer, Buffer> json) {
        this.call = call;
        this.json = json;
        call.messages().handler(this::message);
        call.status().onSuccess(this::end);
    }

    /** Once it has ended. */
    GrpcStatus status() {
        return status;
    }

    private void message(Buffer message) {
        if (over) {
            return;
        }
        Buffer value;
        try {
            value = json.apply(message);
        } catch (ProblemException unreadable) {
            end(GrpcStatus.local(GrpcCode.INTERNAL, unreadable.problem().detail()));
            call.cancel();
            return;
        }
        handler.handle(value);
    }

    private void end(GrpcStatus how) {
        if (!over) {
            over = true;
            status = how;
            if (endHandler != null) {
                endHandler.handle(null);
            }
        }
    }

    @Override
    public AnsweredMessages exceptionHandler(Handler<Throwable> never) {
        return this;
    }

    @Override
    public AnsweredMessages handler(Handler<Buffer> newHandler) {
        handler = newHandler;
        return this;
    }

    @Override
    public AnsweredMessages endHandler(Handler<Void> newHandler) {
        endHandler = newHandler;
        if (over && newHandler != null) {
            newHandler.handle(null);
        }
        return this;
    }

    @Override
    public AnsweredMessages pause() {
        call.messages().pause();
        return this;
    }

    @Override
    public AnsweredMessages resume() {
        call.messages().resume();
        return this;
    }

    @Override
    public AnsweredMessages fetch(long amount) {
        call.messages().fetch(amount);
        return this;
    }
}
