package io.polyport.grpc.protocol;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.polyport.grpc.GrpcTarget;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** A gRPC server of grpc-java whose messages are bytes; it counts what it sees. */
final class ByteServer implements AutoCloseable {
    final AtomicInteger calls = new AtomicInteger();
    final AtomicInteger cancelled = new AtomicInteger();
    /** Connections that were ever made, and those that are open. */
    final AtomicInteger accepted = new AtomicInteger();

    final AtomicInteger connections = new AtomicInteger();
    final AtomicInteger received = new AtomicInteger();
    final AtomicInteger sent = new AtomicInteger();
    final AtomicReference<Metadata> headers = new AtomicReference<>();
    final AtomicReference<String> authority = new AtomicReference<>();
    private final Server server;

    ByteServer() {
        this(builder -> builder);
    }

    ByteServer(UnaryOperator<NettyServerBuilder> settings) {
        var builder = NettyServerBuilder.forPort(0)
                .maxInboundMessageSize(64 << 20)
                .addService(service())
                .addTransportFilter(new io.grpc.ServerTransportFilter() {
                    @Override
                    public io.grpc.Attributes transportReady(io.grpc.Attributes attributes) {
                        accepted.incrementAndGet();
                        connections.incrementAndGet();
                        return attributes;
                    }

                    @Override
                    public void transportTerminated(io.grpc.Attributes attributes) {
                        connections.decrementAndGet();
                    }
                })
                .intercept(new Seen());
        try {
            server = settings.apply(builder).build().start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return server.getPort();
    }

    GrpcTarget target() {
        return GrpcTarget.plain("127.0.0.1", port());
    }

    private ServerServiceDefinition service() {
        return ServerServiceDefinition.builder("test.Bytes")
                .addMethod(method("Unary", MethodDescriptor.MethodType.UNARY), ServerCalls.asyncUnaryCall(this::unary))
                .addMethod(
                        method("Down", MethodDescriptor.MethodType.SERVER_STREAMING),
                        ServerCalls.asyncServerStreamingCall(this::down))
                .addMethod(
                        method("Up", MethodDescriptor.MethodType.CLIENT_STREAMING),
                        ServerCalls.asyncClientStreamingCall(this::up))
                .addMethod(
                        method("Both", MethodDescriptor.MethodType.BIDI_STREAMING),
                        ServerCalls.asyncBidiStreamingCall(this::both))
                .addMethod(
                        method("Silent", MethodDescriptor.MethodType.BIDI_STREAMING),
                        ServerCalls.asyncBidiStreamingCall(ByteServer::silent))
                .addMethod(
                        method("Deaf", MethodDescriptor.MethodType.BIDI_STREAMING),
                        ServerCalls.asyncBidiStreamingCall(this::deaf))
                .build();
    }

    /** Echo; "fail" ends with a status. */
    private void unary(byte[] message, StreamObserver<byte[]> answer) {
        if (new String(message, StandardCharsets.UTF_8).startsWith("fail")) {
            answer.onError(Status.NOT_FOUND.withDescription("no – such % thing").asRuntimeException());
            return;
        }
        answer.onNext(message);
        answer.onCompleted();
    }

    /** "count size": so many messages of that size, as fast as they are taken. */
    private void down(byte[] message, StreamObserver<byte[]> answer) {
        String[] words = new String(message, StandardCharsets.UTF_8).split(" ", -1);
        int count = Integer.parseInt(words[0]);
        byte[] one = new byte[Integer.parseInt(words[1])];
        var call = (ServerCallStreamObserver<byte[]>) answer;
        var left = new AtomicInteger(count);
        call.setOnReadyHandler(() -> {
            while (call.isReady() && left.get() > 0) {
                call.onNext(one);
                sent.incrementAndGet();
                if (left.decrementAndGet() == 0) {
                    call.onCompleted();
                }
            }
        });
    }

    /** Answers with the number of bytes. */
    private StreamObserver<byte[]> up(StreamObserver<byte[]> answer) {
        return new StreamObserver<>() {
            private int bytes;

            @Override
            public void onNext(byte[] message) {
                bytes += message.length;
                received.incrementAndGet();
            }

            @Override
            public void onError(Throwable cancelled) {}

            @Override
            public void onCompleted() {
                answer.onNext(Integer.toString(bytes).getBytes(StandardCharsets.UTF_8));
                answer.onCompleted();
            }
        };
    }

    private StreamObserver<byte[]> both(StreamObserver<byte[]> answer) {
        return new StreamObserver<>() {
            @Override
            public void onNext(byte[] message) {
                received.incrementAndGet();
                answer.onNext(message);
            }

            @Override
            public void onError(Throwable cancelled) {}

            @Override
            public void onCompleted() {
                answer.onCompleted();
            }
        };
    }

    private static StreamObserver<byte[]> silent(StreamObserver<byte[]> answer) {
        return new StreamObserver<>() {
            @Override
            public void onNext(byte[] message) {}

            @Override
            public void onError(Throwable cancelled) {}

            @Override
            public void onCompleted() {}
        };
    }

    /** Takes one message and no more. */
    private StreamObserver<byte[]> deaf(StreamObserver<byte[]> answer) {
        ((ServerCallStreamObserver<byte[]>) answer).disableAutoRequest();
        return new StreamObserver<>() {
            @Override
            public void onNext(byte[] message) {
                received.incrementAndGet();
            }

            @Override
            public void onError(Throwable cancelled) {}

            @Override
            public void onCompleted() {}
        };
    }

    private static MethodDescriptor<byte[], byte[]> method(String name, MethodDescriptor.MethodType type) {
        return MethodDescriptor.<byte[], byte[]>newBuilder()
                .setFullMethodName("test.Bytes/" + name)
                .setType(type)
                .setRequestMarshaller(new Bytes())
                .setResponseMarshaller(new Bytes())
                .build();
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Counts, and echoes the metadata {@code x-echo} in the head and {@code x-echo-bin} in the trailers. */
    private final class Seen implements ServerInterceptor {
        private static final Metadata.Key<String> TEXT = Metadata.Key.of("x-echo", Metadata.ASCII_STRING_MARSHALLER);
        private static final Metadata.Key<byte[]> BYTES =
                Metadata.Key.of("x-echo-bin", Metadata.BINARY_BYTE_MARSHALLER);

        @Override
        public <A, B> ServerCall.Listener<A> interceptCall(
                ServerCall<A, B> call, Metadata metadata, ServerCallHandler<A, B> next) {
            calls.incrementAndGet();
            headers.set(metadata);
            authority.set(call.getAuthority());
            Context.current().addListener(context -> cancelled.incrementAndGet(), Runnable::run);
            var compression =
                    Optional.ofNullable(metadata.get(Metadata.Key.of("x-compress", Metadata.ASCII_STRING_MARSHALLER)));
            compression.ifPresent(call::setCompression);
            return next.startCall(
                    new io.grpc.ForwardingServerCall.SimpleForwardingServerCall<A, B>(call) {
                        @Override
                        public void sendHeaders(Metadata head) {
                            Optional.ofNullable(metadata.getAll(TEXT))
                                    .ifPresent(all -> all.forEach(one -> head.put(TEXT, one)));
                            super.sendHeaders(head);
                            compression.ifPresent(name -> setMessageCompression(true));
                        }

                        @Override
                        public void close(Status status, Metadata trailers) {
                            Optional.ofNullable(metadata.getAll(BYTES))
                                    .ifPresent(all -> all.forEach(one -> trailers.put(BYTES, one)));
                            super.close(status, trailers);
                        }
                    },
                    metadata);
        }
    }

    @Override
    public void close() {
        server.shutdownNow();
        try {
            server.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
