package io.polyport.grpc.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.grpc.testing.integration.TestServiceImpl;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.polyport.grpc.GrpcMetadata;
import io.polyport.grpc.GrpcTarget;
import io.polyport.grpc.protocol.Http2GrpcClient;
import io.polyport.grpc.protocol.TlsContexts;
import io.polyport.kit.egress.EgressGuard;
import io.polyport.kit.egress.EgressSettings;
import io.polyport.kit.egress.Resolver;
import io.polyport.kit.fixtures.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** grpc-java's servers, over the network. */
final class RealServersTest {
    @RegisterExtension
    final OpenSchemas open = new OpenSchemas();

    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
    private Server server;
    private Http2GrpcClient client;

    @AfterEach
    void close() {
        // First: of a GOAWAY with a text, which this server sends at its end, Vert.x 5.0.7 loses a buffer.
        if (client != null) {
            Waiting.value(client.close(), OpenSchemas.PATIENCE);
        }
        server.shutdownNow();
        executor.shutdownNow();
    }

    private GrpcTarget start(BindableService... reflection) throws IOException {
        var builder = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(new TestServiceImpl(executor))
                .addService(new HealthStatusManager().getHealthService());
        for (BindableService one : reflection) {
            builder.addService(one);
        }
        server = builder.build().start();
        var nobody = EgressGuard.adHoc(
                new EgressSettings(List.of(), Duration.ofSeconds(5), false),
                Resolver.system(open.vertx, 5000),
                new SimpleMeterRegistry());
        client = new Http2GrpcClient(open.vertx, new TlsContexts(), nobody);
        return GrpcTarget.plain("127.0.0.1", server.getPort());
    }

    private void describesItself(GrpcTarget target, String reflection) {
        Schema schema = open.schema(schemas -> schemas.ofReflection(client, target, GrpcMetadata.NONE));

        assertThat(schema.services())
                .extracting(one -> one.getFullName())
                .containsExactly("grpc.health.v1.Health", reflection, "grpc.testing.TestService");
        var method = schema.method("grpc.testing.TestService", "FullDuplexCall").orElseThrow();
        assertThat(method.isClientStreaming()).isTrue();
        assertThat(method.isServerStreaming()).isTrue();
        assertThat(method.toProto())
                .isEqualTo(io.grpc.testing.integration.Test.getDescriptor()
                        .findServiceByName("TestService")
                        .findMethodByName("FullDuplexCall")
                        .toProto());
        assertThat(schema.sources()).extracting(Schema.Source::name).contains("grpc/testing/messages.proto");
    }

    @Test
    @DisplayName("GR-3 a grpc-java server with reflection v1 tells its services, and messages of several files")
    void v1() throws IOException {
        describesItself(start(ProtoReflectionServiceV1.newInstance()), "grpc.reflection.v1.ServerReflection");
    }

    @Test
    @DisplayName("GR-3 a grpc-java server with reflection v1alpha only tells the same")
    @SuppressWarnings("deprecation")
    void v1alpha() throws IOException {
        describesItself(
                start(io.grpc.protobuf.services.ProtoReflectionService.newInstance()),
                "grpc.reflection.v1alpha.ServerReflection");
    }

    @Test
    @DisplayName("GR-3 a server without reflection, and one that is not there, are told apart")
    void none() throws IOException {
        GrpcTarget target = start();
        assertThat(open.problem(schemas -> schemas.ofReflection(client, target, GrpcMetadata.NONE))
                        .code())
                .isEqualTo("grpc.reflection-unsupported");

        // A port that is held, and on which nobody listens.
        try (var held = new Socket()) {
            held.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            var nobody = GrpcTarget.plain("127.0.0.1", held.getLocalPort());
            var gone = open.problem(schemas -> schemas.ofReflection(client, nobody, GrpcMetadata.NONE));
            assertThat(gone.code()).isEqualTo("grpc.reflection-failed");
            assertThat(gone.detail()).contains("UNAVAILABLE");
        }
    }
}
