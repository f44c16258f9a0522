package io.polyport.bench.grpc;

import com.google.protobuf.util.JsonFormat;
import com.google.rpc.context.AttributeContext;
import com.sun.net.httpserver.HttpServer;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** What wrk is to HTTP, straight to the far server: so many calls at once, each begun when the one before has its answer. */
public final class GrpcLoad {
    private static final int AT_ONCE = 32;
    private static final int MOST = 4_000_000;

    private final ManagedChannel far;
    private final MethodDescriptor<byte[], byte[]> method = EchoSchema.method(EchoSchema.BYTES);
    private final byte[] message;

    private GrpcLoad(int farPort, byte[] message) {
        this.message = message;
        this.far = NettyChannelBuilder.forAddress("127.0.0.1", farPort)
                .usePlaintext()
                .directExecutor()
                .build();
    }

    /** @param args port to listen on for {@code GET /?seconds=5}; port of the far server; file with the message in JSON */
    public static void main(String[] args) throws IOException {
        var message = AttributeContext.newBuilder();
        JsonFormat.parser().merge(Files.readString(Path.of(args[2])), message);
        var load = new GrpcLoad(Integer.parseInt(args[1]), message.build().toByteArray());
        var server = HttpServer.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0])), 0);
        server.createContext("/", exchange -> {
            String query = exchange.getRequestURI().getQuery();
            String answer = query == null ? "{}" : load.round(Integer.parseInt(query.split("=")[1]));
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    private String round(int seconds) {
        var round = new Round(System.nanoTime() + seconds * 1_000_000_000L);
        long began = System.nanoTime();
        for (int i = 0; i < AT_ONCE; i++) {
            round.next();
        }
        try {
            round.over.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
        return round.told((System.nanoTime() - began) / 1e9);
    }

    private final class Round {
        private final long until;
        private final CountDownLatch over = new CountDownLatch(AT_ONCE);
        private final AtomicInteger count = new AtomicInteger();
        private final AtomicInteger failed = new AtomicInteger();
        private final int[] micros = new int[MOST];

        Round(long until) {
            this.until = until;
        }

        void next() {
            long began = System.nanoTime();
            if (began >= until) {
                over.countDown();
                return;
            }
            ClientCalls.asyncUnaryCall(far.newCall(method, CallOptions.DEFAULT), message, new StreamObserver<byte[]>() {
                @Override
                public void onNext(byte[] answer) {
                    if (answer.length != message.length) {
                        failed.incrementAndGet();
                    }
                }

                @Override
                public void onError(Throwable failure) {
                    failed.incrementAndGet();
                    next();
                }

                @Override
                public void onCompleted() {
                    micros[count.getAndIncrement() % MOST] = (int) ((System.nanoTime() - began) / 1_000);
                    next();
                }
            });
        }

        String told(double seconds) {
            int all = Math.min(count.get(), MOST);
            Arrays.sort(micros, 0, all);
            return new JsonObject()
                    .put("rate", count.get() / seconds)
                    .put("requests", count.get())
                    .put("failed", failed.get())
                    .put("p50_ms", micros[all / 2] / 1_000.0)
                    .put("p99_ms", micros[(int) (all * 0.99)] / 1_000.0)
                    .encode();
        }
    }
}
