package io.polyport.bench.grpc;

import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** The server that every way leads to: grpc-java, answering each message with its own bytes. */
public final class FarEcho {
    private FarEcho() {}

    /** @param args port to listen on; how often Repeat answers; file into which the compiled schema is written */
    public static void main(String[] args) throws IOException, InterruptedException {
        Files.write(Path.of(args[2]), EchoSchema.compiled().toByteArray());
        int times = Integer.parseInt(args[1]);
        var service = ServerServiceDefinition.builder(EchoSchema.SERVICE)
                .addMethod(EchoSchema.method(EchoSchema.BYTES), ServerCalls.asyncUnaryCall((request, answer) -> {
                    answer.onNext(request);
                    answer.onCompleted();
                }))
                .addMethod(
                        EchoSchema.repeat(),
                        ServerCalls.asyncServerStreamingCall((request, answer) -> repeat(request, answer, times)))
                .build();
        NettyServerBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0])))
                .directExecutor()
                .addService(service)
                .build()
                .start()
                .awaitTermination();
    }

    private static void repeat(byte[] message, StreamObserver<byte[]> observer, int times) {
        var answer = (ServerCallStreamObserver<byte[]>) observer;
        int[] left = {times};
        Runnable some = () -> {
            while (left[0] > 0 && answer.isReady()) {
                answer.onNext(message);
                if (--left[0] == 0) {
                    answer.onCompleted();
                }
            }
        };
        answer.setOnReadyHandler(some);
        some.run();
    }
}
