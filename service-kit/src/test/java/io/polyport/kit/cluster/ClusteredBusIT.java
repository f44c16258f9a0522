package io.polyport.kit.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polyport.kit.fixtures.Eventually;
import io.polyport.kit.fixtures.FreePorts;
import io.polyport.kit.fixtures.TestAuthority;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Members of the bus in one JVM")
class ClusteredBusIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    private TestAuthority authority;
    private List<Integer> ports;

    @BeforeEach
    void prepare() {
        authority = TestAuthority.create(directory, "bus");
        ports = FreePorts.of(6);
    }

    private ClusterSettings settings(int node, String password, Path keystore) {
        return new ClusterSettings(
                "127.0.0.1",
                ports.get(3 * node),
                ports.get(3 * node + 1),
                ports.get(3 * node + 2),
                List.of("127.0.0.1[" + ports.get(1) + "]", "127.0.0.1[" + ports.get(4) + "]"),
                null,
                keystore,
                password,
                authority.truststore(),
                TestAuthority.PASSWORD,
                2);
    }

    private ClusterSettings settings(int node) {
        return settings(
                node, TestAuthority.PASSWORD, authority.node("node" + node).pkcs12());
    }

    private static ClusteredBus start(ClusterSettings settings) throws Exception {
        return ClusteredBus.start(settings, new VertxOptions().setEventLoopPoolSize(2))
                .await(120, TimeUnit.SECONDS);
    }

    private static String request(Vertx vertx, String address) {
        return vertx.eventBus()
                .<String>request(address, "", new DeliveryOptions().setSendTimeout(10_000))
                .map(Message::body)
                .otherwise(e ->
                        e instanceof ReplyException reply ? reply.failureType().name() : String.valueOf(e))
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }

    @Test
    @DisplayName("see each other, keep local addresses to themselves and are out at once when they leave")
    void joinAndLeave() throws Exception {
        ClusteredBus first = start(settings(0));
        try {
            assertThat(first.isComplete()).as("complete while alone").isFalse();
            ClusteredBus second = start(settings(1));
            try {
                Eventually.holds(LIMIT, "both see both", () -> first.isComplete() && second.isComplete());
                assertThat(first.members()).containsExactlyInAnyOrder(first.nodeId(), second.nodeId());
                second.vertx()
                        .eventBus()
                        .<String>consumer("open", m -> m.reply("second"))
                        .completion()
                        .await(30, TimeUnit.SECONDS);
                second.vertx()
                        .eventBus()
                        .<String>localConsumer("closed", m -> m.reply("local"))
                        .completion()
                        .await(30, TimeUnit.SECONDS);

                assertThat(request(first.vertx(), "open")).isEqualTo("second");
                assertThat(request(second.vertx(), "closed")).isEqualTo("local");
                assertThat(request(first.vertx(), "closed")).isEqualTo("NO_HANDLERS");
            } finally {
                second.close().await(60, TimeUnit.SECONDS);
            }
            // Who falls silent without a goodbye is out after 12 s.
            Eventually.holds(
                    Duration.ofSeconds(6),
                    "the second is out",
                    () -> first.members().equals(Set.of(first.nodeId())));
            // What the first remembers of it is read again on an event loop.
            Eventually.value(LIMIT, "how it is refused", () -> request(first.vertx(), "open"), "NO_HANDLERS"::equals);
            assertThat(second.members()).isEmpty();
        } finally {
            first.close().await(60, TimeUnit.SECONDS);
        }
    }

    @Test
    @DisplayName("do not start with a keystore that can't be opened, and say which file it is")
    void wrongPassword() {
        Path keystore = authority.node("node0").pkcs12();

        assertThatThrownBy(() -> start(settings(0, "not-the-password", keystore)))
                .hasStackTraceContaining(keystore.toString())
                .hasStackTraceContaining("password must fit")
                .satisfies(e -> assertThat(Throwables.getStackTrace(e)).doesNotContain("not-the-password"));
        assertThatThrownBy(() -> start(settings(0, "secret", directory.resolve("missing.p12"))))
                .hasStackTraceContaining("missing.p12");
    }

    @Test
    @DisplayName("leave the cluster again when their message port is taken")
    void portTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(ports.get(0), 1, InetAddress.getLoopbackAddress())) {
            assertThat(taken.isBound()).isTrue();
            assertThatThrownBy(() -> start(settings(0))).hasStackTraceContaining("Address already in use");
        }
        Eventually.holds(
                LIMIT, "the engine's ports are free again", () -> isFree(ports.get(1)) && isFree(ports.get(2)));
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return probe.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
