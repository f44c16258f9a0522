package io.polyport.system.grpc;

import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.polyport.kit.fixtures.TestAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A server of grpc-java on a free port of the loopback address. */
final class FarServer implements AutoCloseable {
    private final Server server;

    private FarServer(Server server) {
        this.server = server;
    }

    /** Which versions of reflection it has. */
    enum Reflection {
        NONE,
        V1,
        V1ALPHA,
        BOTH
    }

    /** What to start; every method returns the plan with one thing changed. */
    record Plan(
            List<ServerServiceDefinition> services, Reflection reflection, Optional<TestAuthority.Identity> identity) {
        Plan reflection(Reflection which) {
            return new Plan(services, which, identity);
        }

        Plan tls(TestAuthority.Identity shown) {
            return new Plan(services, reflection, Optional.of(shown));
        }

        FarServer start() {
            var builder = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            identity.ifPresent(shown -> builder.useTransportSecurity(
                    shown.chainPem().toFile(), shown.keyPem().toFile()));
            // Away from the calls' own: a client may send what it likes.
            builder.maxInboundMessageSize(64 << 20);
            var all = new ArrayList<>(services);
            if (reflection == Reflection.V1 || reflection == Reflection.BOTH) {
                all.add(ProtoReflectionServiceV1.newInstance().bindService());
            }
            if (reflection == Reflection.V1ALPHA || reflection == Reflection.BOTH) {
                all.add(alpha());
            }
            all.forEach(builder::addService);
            try {
                return new FarServer(builder.build().start());
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        @SuppressWarnings("deprecation") // servers in the wild still have it
        private static ServerServiceDefinition alpha() {
            return io.grpc.protobuf.services.ProtoReflectionService.newInstance()
                    .bindService();
        }
    }

    /** Without TLS and reflection. */
    static Plan of(ServerServiceDefinition... services) {
        return new Plan(List.of(services), Reflection.NONE, Optional.empty());
    }

    int port() {
        return server.getPort();
    }

    @Override
    public void close() {
        server.shutdownNow();
        try {
            server.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
