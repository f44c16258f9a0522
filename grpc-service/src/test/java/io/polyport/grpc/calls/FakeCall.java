package io.polyport.grpc.calls;

import io.polyport.grpc.GrpcCall;
import io.polyport.grpc.GrpcCallEnded;
import io.polyport.grpc.GrpcMetadata;
import io.polyport.grpc.GrpcStatus;
import io.polyport.kit.stream.Demand;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A call whose server is the test: shows what was sent, and gives messages only as far as they are wanted. */
public final class FakeCall implements GrpcCall, ReadStream<Buffer> {
    public final List<String> sent = new ArrayList<>();
    public boolean completed;
    public boolean cancelled;
    /** Whether the server takes messages; those that wait for it are taken by {@link #take}. */
    public boolean takes = true;

    private final Deque<Promise<Void>> waiting = new ArrayDeque<>();
    private final Promise<GrpcMetadata> head = Promise.promise();
    private final Promise<GrpcStatus> status = Promise.promise();
    private final Deque<Buffer> coming = new ArrayDeque<>();
    private final Demand demand = Demand.none();
    private Handler<Buffer> handler;
    private Handler<Void> endHandler;
    private GrpcStatus end;
    private boolean giving;

    /** The server sends a message. */
    public void give(String message) {
        coming.add(Buffer.buffer(message));
        deliver();
    }

    /** The server ends the call: nothing can be sent any more, and its status is told behind its last message. */
    public void end(GrpcStatus how) {
        end = how;
        while (!waiting.isEmpty()) {
            waiting.poll().fail(new GrpcCallEnded());
        }
        deliver();
    }

    /** The server takes one message, if there is one, and no more. */
    public void takeOne() {
        var next = waiting.poll();
        if (next != null) {
            next.complete();
        }
    }

    /** The server takes what waits. */
    public void take() {
        takes = true;
        while (!waiting.isEmpty()) {
            waiting.poll().complete();
        }
    }

    /** How many messages nobody has asked for yet. */
    public int held() {
        return coming.size();
    }

    private void deliver() {
        if (giving) {
            return;
        }
        giving = true;
        while (!coming.isEmpty() && demand.isThere() && handler != null) {
            head.tryComplete(GrpcMetadata.NONE);
            demand.take();
            handler.handle(coming.poll());
        }
        giving = false;
        if (end != null && coming.isEmpty() && !status.future().isComplete()) {
            head.tryComplete(GrpcMetadata.NONE);
            if (endHandler != null) {
                endHandler.handle(null);
            }
            status.complete(end);
        }
    }

    @Override
    public Future<GrpcMetadata> head() {
        return head.future();
    }

    @Override
    public ReadStream<Buffer> messages() {
        return this;
    }

    @Override
    public Future<GrpcStatus> status() {
        return status.future();
    }

    @Override
    public Future<Void> send(Buffer message) {
        if (end != null) {
            return Future.failedFuture(new GrpcCallEnded());
        }
        sent.add(message.toString());
        if (takes) {
            return Future.succeededFuture();
        }
        Promise<Void> taken = Promise.promise();
        waiting.add(taken);
        return taken.future();
    }

    @Override
    public void complete() {
        completed = true;
    }

    @Override
    public void cancel() {
        if (!status.future().isComplete()) {
            cancelled = true;
            coming.clear();
            end(GrpcStatus.local(io.polyport.grpc.GrpcCode.CANCELLED, "cancelled"));
        }
    }

    @Override
    public FakeCall exceptionHandler(Handler<Throwable> never) {
        return this;
    }

    @Override
    public FakeCall handler(Handler<Buffer> newHandler) {
        handler = newHandler;
        return this;
    }

    @Override
    public FakeCall endHandler(Handler<Void> newHandler) {
        endHandler = newHandler;
        return this;
    }

    @Override
    public FakeCall pause() {
        demand.stop();
        return this;
    }

    @Override
    public FakeCall resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public FakeCall fetch(long amount) {
        demand.add(amount);
        deliver();
        return this;
    }
}
