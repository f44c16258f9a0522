package io.polyport.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.BytesValue;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.StringValue;
import io.polyport.kit.fixtures.Pattern;
import io.polyport.kit.fixtures.Waiting;
import io.polyport.kit.fixtures.contract.Subject;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerRequest;
import java.util.function.LongFunction;

/** A gRPC server that gives many bytes, keeps what it is sent, and says what it hears. */
final class Depot {
    private static final int PIECE = 16 * 1024;

    private final long size;
    private final long seed;
    private Buffer kept = Buffer.buffer();

    private Depot(long size, long seed) {
        this.size = size;
        this.seed = seed;
    }

    /** On a free port of loopback; {@code Give} of {@code large} has the pattern, of anything else what was kept. */
    static Subject.Peer start(long size, long seed) {
        var vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        var depot = new Depot(size, seed);
        var server = Waiting.value(vertx.createHttpServer()
                .requestHandler(GrpcServer.server(vertx).callHandler(depot::call))
                .listen(0, "127.0.0.1"));
        return new Subject.Peer(server.actualPort(), () -> Waiting.value(vertx.close()));
    }

    private void call(GrpcServerRequest<Buffer, Buffer> request) {
        // Callers leave when they like.
        request.errorHandler(gone -> {});
        request.exceptionHandler(gone -> {});
        request.response().exceptionHandler(gone -> {});
        switch (request.methodName()) {
            case "Echo" -> {
                request.handler(word -> request.response().write(word));
                request.endHandler(end -> request.response().end());
            }
            // What it is sent waits while nobody takes what it says.
            case "Chat" -> chat(request);
            case "Key" ->
                request.handler(word -> request.response()
                        .end(said(String.join(",", request.headers().getAll("x-key")))));
            case "Two" -> {
                // Without an end: who waits for it waits as long as the call may last.
                request.response().write(said("one"));
                request.response().write(said("two"));
            }
            case "Silent" -> {}
            case "None" -> request.response().end();
            case "Odd" -> request.handler(word -> request.response().end(Buffer.buffer(new byte[] {10, 5, 'x'})));
            case "Early" ->
                request.handler(word -> {
                    request.pause();
                    request.response().write(word);
                    request.response()
                            .status(io.vertx.grpc.common.GrpcStatus.ABORTED)
                            .statusMessage("enough")
                            .end();
                });
            case "Count" -> {
                int[] count = {0};
                request.handler(word -> count[0]++);
                request.endHandler(end -> request.response().end(said(count[0] + " words")));
            }
            case "Give" -> request.handler(word -> give(request, word(word)));
            case "Keep" -> keep(request);
            default ->
                request.response()
                        .status(io.vertx.grpc.common.GrpcStatus.UNIMPLEMENTED)
                        .end();
        }
    }

    private static void chat(GrpcServerRequest<Buffer, Buffer> request) {
        boolean[] gone = {false};
        request.errorHandler(left -> gone[0] = true);
        request.exceptionHandler(left -> gone[0] = true);
        request.response().exceptionHandler(left -> gone[0] = true);
        request.handler(word -> {
            if (!gone[0]) {
                request.response().write(word);
                if (request.response().writeQueueFull()) {
                    request.pause();
                    request.response().drainHandler(drained -> request.resume());
                }
            }
        });
        request.endHandler(end -> {
            if (!gone[0]) {
                request.response().end();
            }
        });
    }

    private void give(GrpcServerRequest<Buffer, Buffer> request, String what) {
        if (what.equals("large")) {
            new Giving(request, size, at -> Pattern.bytes(seed, at, (int) Math.min(PIECE, size - at))).go();
        } else {
            Buffer all = kept;
            new Giving(request, all.length(), at -> all.slice((int) at, (int) Math.min(at + PIECE, all.length()))).go();
        }
    }

    /** Sends piece after piece, not faster than the other end takes them. */
    private static final class Giving {
        private final GrpcServerRequest<Buffer, Buffer> request;
        private final long size;
        private final LongFunction<Buffer> pieces;
        private long at;
        private boolean gone;

        Giving(GrpcServerRequest<Buffer, Buffer> request, long size, LongFunction<Buffer> pieces) {
            this.request = request;
            this.size = size;
            this.pieces = pieces;
            request.errorHandler(left -> gone = true);
            request.exceptionHandler(left -> gone = true);
            request.response().exceptionHandler(left -> gone = true);
        }

        void go() {
            while (!gone && at < size) {
                if (request.response().writeQueueFull()) {
                    request.response().drainHandler(drained -> go());
                    return;
                }
                Buffer piece = pieces.apply(at);
                at += piece.length();
                request.response().write(parcel(piece));
            }
            if (!gone) {
                request.response().end();
            }
        }
    }

    private void keep(GrpcServerRequest<Buffer, Buffer> request) {
        kept = Buffer.buffer();
        request.handler(parcel -> kept.appendBuffer(bytes(parcel)));
        request.endHandler(end -> {
            request.response().write(said(kept.length() + " bytes"));
            request.response().end();
        });
    }

    // A Word has the wire form of a StringValue, a Parcel that of a BytesValue.

    private static String word(Buffer message) {
        try {
            return StringValue.parseFrom(message.getBytes()).getValue();
        } catch (InvalidProtocolBufferException wrong) {
            throw new IllegalArgumentException(wrong);
        }
    }

    private static Buffer said(String text) {
        return Buffer.buffer(StringValue.of(text).toByteArray());
    }

    private static Buffer bytes(Buffer message) {
        try {
            return Buffer.buffer(
                    BytesValue.parseFrom(message.getBytes()).getValue().toByteArray());
        } catch (InvalidProtocolBufferException wrong) {
            throw new IllegalArgumentException(wrong);
        }
    }

    private static Buffer parcel(Buffer bytes) {
        return Buffer.buffer(
                BytesValue.of(ByteString.copyFrom(bytes.getBytes())).toByteArray());
    }
}
