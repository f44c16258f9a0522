package io.polyport.bench.grpc;

import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The server that every way leads to: grpc-java, answering each message with its own bytes. */
public final class FarEcho {
    private FarEcho() {}

    /** @param args port to listen on */
    public static void main(String[] args) throws IOException, InterruptedException {
        var method = EchoSchema.method(EchoSchema.BYTES);
        var service = ServerServiceDefinition.builder(EchoSchema.SERVICE)
                .addMethod(method, ServerCalls.asyncUnaryCall((request, answer) -> {
                    answer.onNext(request);
                    answer.onCompleted();
                }))
                .build();
        NettyServerBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0])))
                .directExecutor()
                .addService(service)
                .build()
                .start()
                .awaitTermination();
    }
}
