package io.polyport.system.grpc;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.polyport.kit.fixtures.TestAuthority;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * A service in the manner of the public grpcbin: it echoes, counts, tells the metadata of calls, and fails as asked. Its
 * messages are those of {@link BinProtos}.
 */
final class BinPeer implements AutoCloseable {
    /** How many messages its streams have. */
    static final int COUNT = 10;

    private static final byte[] EMPTY = {};
    private static final Context.Key<Metadata> HEADERS = Context.key("headers");

    private final FarServer server;

    private BinPeer(FarServer server) {
        this.server = server;
    }

    static BinPeer start() {
        return new BinPeer(plan().start());
    }

    static BinPeer start(TestAuthority.Identity identity) {
        return new BinPeer(plan().tls(identity).start());
    }

    private static FarServer.Plan plan() {
        var service = new BytesService("grpcbin.GRPCBin")
                .unary("Index", (request, answers) -> one(answers, index()))
                .unary("Empty", (request, answers) -> one(answers, EMPTY))
                .unary("DummyUnary", (request, answers) -> one(answers, request))
                .serverStreaming("DummyServerStream", BinPeer::repeat)
                .clientStreaming("DummyClientStream", LastOfTen::new)
                .bidirectional("DummyBidirectionalStreamStream", EchoObserver::new)
                .unary("SpecificError", BinPeer::fail)
                .unary("HeadersUnary", (request, answers) -> one(answers, headers(HEADERS.get())))
                .build();
        return FarServer.of(ServerInterceptors.intercept(service, new HeadersKept()));
    }

    /** Leaves the metadata where the methods find them. */
    private static final class HeadersKept implements ServerInterceptor {
        @Override
        public <A, B> ServerCall.Listener<A> interceptCall(
                ServerCall<A, B> call, Metadata headers, ServerCallHandler<A, B> next) {
            return Contexts.interceptCall(Context.current().withValue(HEADERS, headers), call, headers, next);
        }
    }

    /** Answers the tenth message with itself; fewer are an error, as grpcbin has it. */
    private static final class LastOfTen implements StreamObserver<byte[]> {
        private final StreamObserver<byte[]> answers;
        private int count;

        LastOfTen(StreamObserver<byte[]> answers) {
            this.answers = answers;
        }

        @Override
        public void onNext(byte[] message) {
            count++;
            if (count == COUNT) {
                one(answers, message);
            }
        }

        @Override
        public void onError(Throwable cancelled) {
            // grpc-java has ended the call already.
        }

        @Override
        public void onCompleted() {
            if (count < COUNT) {
                answers.onError(Status.UNKNOWN.withDescription("EOF").asRuntimeException());
            }
        }
    }

    private static void one(StreamObserver<byte[]> answers, byte[] message) {
        answers.onNext(message);
        answers.onCompleted();
    }

    private static void repeat(byte[] request, StreamObserver<byte[]> answers) {
        for (int i = 0; i < COUNT; i++) {
            answers.onNext(request);
        }
        answers.onCompleted();
    }

    /** {@code {code = 1: uint32, reason = 2: string}} */
    private static void fail(byte[] request, StreamObserver<byte[]> answers) {
        int code = 0;
        String reason = "";
        try {
            var in = CodedInputStream.newInstance(request);
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                switch (WireFormat.getTagFieldNumber(tag)) {
                    case 1 -> code = in.readUInt32();
                    case 2 -> reason = in.readString();
                    default -> in.skipField(tag);
                }
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        answers.onError(Status.fromCodeValue(code).withDescription(reason).asRuntimeException());
    }

    private static byte[] index() {
        var message = new Wire().text(1, "an echo for tests");
        for (String path : new String[] {"Index", "Empty", "DummyUnary", "HeadersUnary"}) {
            message.message(2, new Wire().text(1, path).text(2, "see the proto"));
        }
        return message.bytes();
    }

    /** {@code {Metadata = 1: map<string, {values = 1: repeated string}>}}; those of bytes are left out. */
    private static byte[] headers(Metadata metadata) {
        var message = new Wire();
        for (String key : metadata.keys()) {
            if (key.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
                continue;
            }
            var values = new Wire();
            metadata.getAll(Metadata.Key.of(key, Metadata.ASCII_STRING_MARSHALLER))
                    .forEach(value -> values.text(1, value));
            message.message(1, new Wire().text(1, key).message(2, values));
        }
        return message.bytes();
    }

    /** Writes fields as the wire has them. */
    private static final class Wire {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Wire text(int field, String value) {
            return raw(field, value.getBytes(StandardCharsets.UTF_8));
        }

        Wire message(int field, Wire value) {
            return raw(field, value.bytes());
        }

        private Wire raw(int field, byte[] value) {
            try {
                var out = CodedOutputStream.newInstance(bytes);
                out.writeByteArray(field, value);
                out.flush();
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
            return this;
        }

        byte[] bytes() {
            return bytes.toByteArray();
        }
    }

    int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.close();
    }
}
