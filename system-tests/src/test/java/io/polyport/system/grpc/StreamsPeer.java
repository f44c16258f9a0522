package io.polyport.system.grpc;

import io.grpc.ServerInterceptors;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** A server for streams that stand open ({@code Hold}: an echo) and for one that sends as fast as it may ({@code Flood}). */
final class StreamsPeer implements AutoCloseable {
    static final String SERVICE = "polyport.test.Streams";

    /** Bytes of each message of a flood. */
    static final int PIECE = 16 * 1024;

    private static final String PROTO = """
            syntax = "proto3";
            package polyport.test;
            service Streams {
              rpc Hold(stream Piece) returns (stream Piece);
              rpc Flood(Piece) returns (stream Piece);
              rpc Swallow(stream Piece) returns (Piece);
            }
            message Piece { bytes body = 1; }
            """;

    private final Tally tally = new Tally();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong taken = new AtomicLong();
    private final List<ServerCallStreamObserver<byte[]>> swallowing = new CopyOnWriteArrayList<>();
    private final FarServer server;

    StreamsPeer() {
        var service = new BytesService(SERVICE)
                .bidirectional("Hold", EchoObserver::new)
                .serverStreaming("Flood", (request, answers) -> flood((ServerCallStreamObserver<byte[]>) answers))
                .clientStreaming("Swallow", this::swallow)
                .build();
        server = FarServer.of(ServerInterceptors.intercept(service, new WatchedCalls(tally)))
                .start();
    }

    /** Its schema, as a file in a folder. */
    static Path proto(Path folder) {
        try {
            return Files.writeString(folder.resolve("streams.proto"), PROTO);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Without end, whenever the transport takes more. */
    private void flood(ServerCallStreamObserver<byte[]> answers) {
        byte[] piece = piece();
        answers.setOnCancelHandler(() -> {});
        answers.setOnReadyHandler(() -> {
            while (answers.isReady()) {
                answers.onNext(piece);
                sent.incrementAndGet();
            }
        });
    }

    /** Takes the first message only, and no more before {@link #goOn}: whoever sends has to wait. */
    private StreamObserver<byte[]> swallow(StreamObserver<byte[]> answers) {
        var call = (ServerCallStreamObserver<byte[]>) answers;
        call.disableAutoRequest();
        call.setOnCancelHandler(() -> {});
        call.request(1);
        swallowing.add(call);
        return new StreamObserver<>() {
            @Override
            public void onNext(byte[] message) {
                taken.incrementAndGet();
            }

            @Override
            public void onError(Throwable cancelled) {
                // grpc-java has ended the call already.
            }

            @Override
            public void onCompleted() {
                answers.onNext(new byte[0]);
                answers.onCompleted();
            }
        };
    }

    /** {@code {body = 1: PIECE zeros}} */
    private static byte[] piece() {
        byte[] message = new byte[PIECE + 4];
        message[0] = 0x0A;
        message[1] = (byte) 0x80;
        message[2] = (byte) 0x80;
        message[3] = 0x01;
        return message;
    }

    int port() {
        return server.port();
    }

    /** Messages of floods that the transport has taken. */
    long sent() {
        return sent.get();
    }

    /** Messages of swallowed streams that were taken. */
    long taken() {
        return taken.get();
    }

    /** The streams that are swallowed now are taken to their end. */
    void goOn() {
        swallowing.forEach(call -> call.request(Integer.MAX_VALUE));
    }

    int begun(String method) {
        return tally.of("begun " + method);
    }

    int cancelled(String method) {
        return tally.of("cancelled " + method);
    }

    @Override
    public void close() {
        server.close();
    }
}
