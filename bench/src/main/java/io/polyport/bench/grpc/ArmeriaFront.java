package io.polyport.bench.grpc;

import com.google.rpc.context.AttributeContext;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.grpc.GrpcService;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Armeria's transcoding of HTTP and JSON, before a service that passes each message on to the far server. */
public final class ArmeriaFront {
    private ArmeriaFront() {}

    /** @param args port to listen on; port of the far server */
    public static void main(String[] args) {
        ManagedChannel far = NettyChannelBuilder.forAddress("127.0.0.1", Integer.parseInt(args[1]))
                .usePlaintext()
                .directExecutor()
                .build();
        var method = EchoSchema.typed();
        var service = ServerServiceDefinition.builder(EchoSchema.service(method))
                .addMethod(
                        method,
                        ServerCalls.<AttributeContext, AttributeContext>asyncUnaryCall((request, answer) ->
                                ClientCalls.asyncUnaryCall(far.newCall(method, CallOptions.DEFAULT), request, answer)))
                .build();
        Server.builder()
                .http(new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0])))
                .service(GrpcService.builder()
                        .addService(service)
                        .enableHttpJsonTranscoding(true)
                        .build())
                .build()
                .start()
                .join();
    }
}
