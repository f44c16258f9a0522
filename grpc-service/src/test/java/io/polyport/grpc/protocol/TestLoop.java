package io.polyport.grpc.protocol;

import io.polyport.grpc.GrpcCall;
import io.polyport.grpc.GrpcCallSettings;
import io.polyport.grpc.GrpcMetadata;
import io.polyport.grpc.GrpcStatus;
import io.polyport.grpc.GrpcTarget;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One event loop with a client of its own, for tests whose own thread waits. */
final class TestLoop implements AutoCloseable {
    static final GrpcCallSettings PLAIN = GrpcCallSettings.within(Duration.ofSeconds(20));

    final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    final TlsContexts tls = new TlsContexts();
    final Http2GrpcClient client;

    TestLoop() {
        client = new Http2GrpcClient(vertx, tls, Lookup.system(vertx), target -> {
            throw new AssertionError("not from a caller");
        });
    }

    /** @param names of all targets */
    TestLoop(Lookup names) {
        client = new Http2GrpcClient(vertx, tls, names, target -> names);
    }

    /** All that came of a call. */
    record Answer(GrpcMetadata head, List<Buffer> messages, GrpcStatus status) {
        List<String> texts() {
            return messages.stream().map(Buffer::toString).toList();
        }
    }

    <T> T on(Supplier<Future<T>> work) {
        Promise<T> promise = Promise.promise();
        context.runOnContext(turn -> work.get().onComplete(promise));
        return await(promise.future());
    }

    void run(Runnable work) {
        on(() -> {
            work.run();
            return Future.succeededFuture();
        });
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("not within 30 s, or failed: " + e, e);
        }
    }

    GrpcCall open(GrpcTarget target, String path, GrpcCallSettings settings, Consumer<GrpcCall> begin) {
        return on(() -> {
            var call = client.call(target, path, settings);
            begin.accept(call);
            return Future.succeededFuture(call);
        });
    }

    /** A call whose messages are all sent and all read. */
    Answer ask(GrpcTarget target, String path, GrpcCallSettings settings, Buffer... messages) {
        return on(() -> start(target, path, settings, messages));
    }

    Answer ask(GrpcTarget target, String path, String... messages) {
        var buffers = new Buffer[messages.length];
        for (int i = 0; i < messages.length; i++) {
            buffers[i] = Buffer.buffer(messages[i]);
        }
        return ask(target, path, PLAIN, buffers);
    }

    /** On the loop. */
    Future<Answer> start(GrpcTarget target, String path, GrpcCallSettings settings, Buffer... messages) {
        var call = client.call(target, path, settings);
        for (var message : messages) {
            call.send(message);
        }
        call.complete();
        return collect(call);
    }

    static Future<Answer> collect(GrpcCall call) {
        var got = new ArrayList<Buffer>();
        call.messages().handler(got::add).resume();
        return call.status().compose(status -> call.head().map(head -> new Answer(head, got, status)));
    }

    @Override
    public void close() {
        on(client::close);
        await(vertx.close());
    }
}
