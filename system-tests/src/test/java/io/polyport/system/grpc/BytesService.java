package io.polyport.system.grpc;

import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.Function;

/** A service of grpc-java that knows its messages as bytes only: no generated code, and no schema that it could agree on. */
final class BytesService {
    private static final MethodDescriptor.Marshaller<byte[]> BYTES = new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] message) {
            return new ByteArrayInputStream(message);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    };

    private final String name;
    private final ServerServiceDefinition.Builder builder;

    BytesService(String name) {
        this.name = name;
        this.builder = ServerServiceDefinition.builder(name);
    }

    /** One request; the observer takes the answers. */
    interface ToOne {
        void answer(byte[] request, StreamObserver<byte[]> answers);
    }

    BytesService unary(String method, ToOne how) {
        builder.addMethod(descriptor(method, MethodType.UNARY), ServerCalls.asyncUnaryCall(how::answer));
        return this;
    }

    BytesService serverStreaming(String method, ToOne how) {
        builder.addMethod(
                descriptor(method, MethodType.SERVER_STREAMING), ServerCalls.asyncServerStreamingCall(how::answer));
        return this;
    }

    BytesService clientStreaming(String method, Function<StreamObserver<byte[]>, StreamObserver<byte[]>> how) {
        builder.addMethod(
                descriptor(method, MethodType.CLIENT_STREAMING), ServerCalls.asyncClientStreamingCall(how::apply));
        return this;
    }

    BytesService bidirectional(String method, Function<StreamObserver<byte[]>, StreamObserver<byte[]>> how) {
        builder.addMethod(
                descriptor(method, MethodType.BIDI_STREAMING), ServerCalls.asyncBidiStreamingCall(how::apply));
        return this;
    }

    ServerServiceDefinition build() {
        return builder.build();
    }

    private MethodDescriptor<byte[], byte[]> descriptor(String method, MethodType type) {
        return MethodDescriptor.<byte[], byte[]>newBuilder(BYTES, BYTES)
                .setType(type)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(name, method))
                .build();
    }
}
