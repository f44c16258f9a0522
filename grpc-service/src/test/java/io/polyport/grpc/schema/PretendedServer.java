package io.polyport.grpc.schema;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.reflection.v1.ErrorResponse;
import io.grpc.reflection.v1.FileDescriptorResponse;
import io.grpc.reflection.v1.ListServiceResponse;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.polyport.grpc.GrpcCall;
import io.polyport.grpc.GrpcCallEnded;
import io.polyport.grpc.GrpcCallSettings;
import io.polyport.grpc.GrpcClient;
import io.polyport.grpc.GrpcCode;
import io.polyport.grpc.GrpcMetadata;
import io.polyport.grpc.GrpcStatus;
import io.polyport.grpc.GrpcTarget;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** A server that answers reflection as a test says, with no network in between; its messages are grpc-java's classes. */
final class PretendedServer implements GrpcClient {
    static final GrpcTarget TARGET = GrpcTarget.plain("reflection.test", 1);

    /** The paths of the calls that were begun. */
    final List<String> paths = new ArrayList<>();

    final List<ServerReflectionRequest> asked = new ArrayList<>();
    final List<PretendedCall> calls = new ArrayList<>();
    private final BiConsumer<PretendedCall, ServerReflectionRequest> answering;

    PretendedServer(BiConsumer<PretendedCall, ServerReflectionRequest> answering) {
        this.answering = answering;
    }

    @Override
    public GrpcCall call(GrpcTarget target, String path, GrpcCallSettings settings) {
        paths.add(path);
        var call = new PretendedCall(path, settings);
        calls.add(call);
        return call;
    }

    @Override
    public void leave(GrpcTarget target) {}

    @Override
    public Future<Void> close() {
        return Future.succeededFuture();
    }

    static ServerReflectionResponse services(String... names) {
        var list = ListServiceResponse.newBuilder();
        for (String name : names) {
            list.addService(ServiceResponse.newBuilder().setName(name));
        }
        return ServerReflectionResponse.newBuilder()
                .setListServicesResponse(list)
                .build();
    }

    static ServerReflectionResponse files(FileDescriptorProto... files) {
        var list = FileDescriptorResponse.newBuilder();
        for (FileDescriptorProto file : files) {
            list.addFileDescriptorProto(file.toByteString());
        }
        // As real servers do: it says more than what is needed.
        return ServerReflectionResponse.newBuilder()
                .setValidHost("here")
                .setOriginalRequest(ServerReflectionRequest.newBuilder().setHost("x"))
                .setFileDescriptorResponse(list)
                .build();
    }

    static ServerReflectionResponse refusal(GrpcCode code, String message) {
        return ServerReflectionResponse.newBuilder()
                .setErrorResponse(
                        ErrorResponse.newBuilder().setErrorCode(code.number()).setErrorMessage(message))
                .build();
    }

    /** The server's side of a call. */
    final class PretendedCall implements GrpcCall, ReadStream<Buffer> {
        private final Context context = Vertx.currentContext();
        private final Promise<GrpcStatus> status = Promise.promise();
        private final ArrayDeque<Buffer> waiting = new ArrayDeque<>();
        private Handler<Buffer> handler;
        private boolean flowing;
        final boolean isAlpha;
        volatile boolean isCancelled;
        boolean isCompleted;

        PretendedCall(String path, GrpcCallSettings settings) {
            isAlpha = path.contains("v1alpha");
            settings.timeout()
                    .ifPresent(time -> context.owner()
                            .setTimer(
                                    time.toMillis(),
                                    late -> end(
                                            GrpcStatus.local(GrpcCode.DEADLINE_EXCEEDED, "the deadline has passed"))));
        }

        void answer(ServerReflectionResponse answer) {
            answer(Buffer.buffer(answer.toByteArray()));
        }

        void answer(Buffer bytes) {
            context.runOnContext(turn -> {
                waiting.add(bytes);
                deliver();
            });
        }

        void end(GrpcStatus end) {
            context.runOnContext(turn -> status.tryComplete(end));
        }

        private void deliver() {
            while (flowing && handler != null && !waiting.isEmpty() && !isCancelled) {
                handler.handle(waiting.remove());
            }
        }

        @Override
        public Future<GrpcMetadata> head() {
            return Future.succeededFuture(GrpcMetadata.NONE);
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
            if (status.future().isComplete()) {
                return Future.failedFuture(new GrpcCallEnded());
            }
            Promise<Void> sent = Promise.promise();
            context.runOnContext(turn -> {
                try {
                    var request = ServerReflectionRequest.parseFrom(message.getBytes());
                    asked.add(request);
                    answering.accept(this, request);
                } catch (InvalidProtocolBufferException broken) {
                    throw new AssertionError(broken);
                }
                sent.complete();
            });
            return sent.future();
        }

        @Override
        public void complete() {
            isCompleted = true;
            end(new GrpcStatus(GrpcCode.OK, "", java.util.Optional.empty(), GrpcMetadata.NONE, false));
        }

        @Override
        public void cancel() {
            isCancelled = true;
            end(GrpcStatus.local(GrpcCode.CANCELLED, ""));
        }

        @Override
        public PretendedCall handler(Handler<Buffer> taking) {
            handler = taking;
            return this;
        }

        @Override
        public PretendedCall resume() {
            flowing = true;
            context.runOnContext(turn -> deliver());
            return this;
        }

        @Override
        public PretendedCall pause() {
            flowing = false;
            return this;
        }

        @Override
        public PretendedCall fetch(long amount) {
            return resume();
        }

        @Override
        public PretendedCall endHandler(Handler<Void> ended) {
            return this;
        }

        @Override
        public PretendedCall exceptionHandler(Handler<Throwable> failed) {
            return this;
        }
    }
}
