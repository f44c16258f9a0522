package io.polyport.grpc.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.protobuf.services.HealthStatusManager;
import io.polyport.grpc.GrpcCode;
import io.polyport.grpc.GrpcLimits;
import io.polyport.grpc.GrpcTarget;
import io.polyport.kit.config.ByteSize;
import io.polyport.kit.fixtures.Eventually;
import io.polyport.kit.fixtures.FreePorts;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class BalanceTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final TestLoop loop = new TestLoop();

    @AfterEach
    void close() {
        loop.close();
    }

    private static GrpcTarget target(boolean health, int... ports) {
        var limits = new GrpcLimits(
                Duration.ofSeconds(2),
                new ByteSize(1 << 20),
                new ByteSize(8 << 10),
                false,
                Optional.empty(),
                Duration.ofMinutes(5),
                100,
                health);
        return new GrpcTarget(
                IntStream.of(ports)
                        .mapToObj(port -> new GrpcTarget.Address("127.0.0.1", port))
                        .toList(),
                Optional.empty(),
                Optional.empty(),
                limits);
    }

    @Test
    @DisplayName("GR-30: calls are spread evenly over the addresses")
    void even() {
        try (var one = new ByteServer();
                var two = new ByteServer()) {
            for (int i = 0; i < 20; i++) {
                loop.ask(target(false, one.port(), two.port()), "/test.Bytes/Unary", "x");
            }
            assertThat(List.of(one.calls.get(), two.calls.get())).containsExactly(10, 10);
        }
    }

    @Test
    @DisplayName("GR-30: the address with the least calls under way is taken")
    void leastCalls() {
        try (var one = new ByteServer();
                var two = new ByteServer()) {
            var target = target(false, one.port(), two.port());
            for (int i = 0; i < 10; i++) {
                loop.open(target, "/test.Bytes/Both", TestLoop.PLAIN, opened -> opened.send(Buffer.buffer("x")));
            }
            Eventually.holds(SOON, "five each", () -> one.calls.get() == 5 && two.calls.get() == 5);
        }
    }

    @Test
    @DisplayName("GR-30: a dead address is left out, and no call notices")
    void dead() {
        try (var one = new ByteServer()) {
            int nobody = FreePorts.one();
            for (int i = 0; i < 20; i++) {
                assertThat(loop.ask(target(false, nobody, one.port()), "/test.Bytes/Unary", "x")
                                .status()
                                .isOk())
                        .isTrue();
            }
            assertThat(one.calls).hasValue(20);
        }
    }

    @Test
    @DisplayName("GR-30: when no address can be reached the status says so of each")
    void allDead() {
        int first = FreePorts.one();
        int second = FreePorts.one();
        var status =
                loop.ask(target(false, first, second), "/test.Bytes/Unary", "x").status();

        assertThat(status.code()).isEqualTo(GrpcCode.UNAVAILABLE);
        assertThat(status.isLocal()).isTrue();
        assertThat(status.message()).contains("127.0.0.1:" + first + " refused", "127.0.0.1:" + second + " refused");
    }

    @Test
    @DisplayName("a name that is not known is told as such")
    void unknownName() {
        var target = GrpcTarget.plain("no-such-host.invalid", 50051);

        assertThat(loop.ask(target, "/test.Bytes/Unary", "x").status().message())
                .contains("not known", "no-such-host.invalid");
    }

    @Test
    @DisplayName("GR-30: a server that says it is not serving gets no calls until it says that it is")
    void health() {
        var health = new HealthStatusManager();
        try (var one = new ByteServer();
                var two = new ByteServer(builder -> builder.addService(health.getHealthService()))) {
            health.setStatus("", io.grpc.health.v1.HealthCheckResponse.ServingStatus.NOT_SERVING);
            var target = target(true, one.port(), two.port());
            loop.ask(target, "/test.Bytes/Unary", "x");
            Eventually.holds(SOON, "left out", () -> {
                int before = two.calls.get();
                for (int i = 0; i < 10; i++) {
                    loop.ask(target, "/test.Bytes/Unary", "x");
                }
                return two.calls.get() == before;
            });

            health.setStatus("", io.grpc.health.v1.HealthCheckResponse.ServingStatus.SERVING);
            Eventually.holds(SOON, "back", () -> {
                int before = two.calls.get();
                loop.ask(target, "/test.Bytes/Unary", "x");
                return two.calls.get() > before;
            });
        }
    }

    @Test
    @DisplayName("a stream that a server refuses is opened once more, with all that was sent")
    void refusedOnce() {
        var streams = new AtomicInteger();
        try (var server = new ScriptedHttp2Server((peer, stream) -> {
            if (streams.incrementAndGet() == 1) {
                peer.reset(stream, 7);
            } else {
                peer.head(stream).message(stream, "second").trailers(stream, "grpc-status", "0");
            }
        })) {
            assertThat(loop.ask(server.target(), "/x.Y/Z", "hello").texts()).containsExactly("second");
            var sent = server.seen.stream()
                    .filter(frame -> frame.type() == ScriptedHttp2Server.DATA)
                    .map(frame -> frame.payload().toString())
                    .toList();
            assertThat(sent).hasSize(2).allMatch(text -> text.endsWith("hello"));
        }
    }

    @Test
    @DisplayName("a stream behind the last of a GOAWAY is opened once more, on another connection")
    void goneAwayOnce() {
        var streams = new AtomicInteger();
        try (var server = new ScriptedHttp2Server((peer, stream) -> {
            if (streams.incrementAndGet() == 1) {
                peer.goAway(0, 0);
            } else {
                peer.head(stream).message(stream, "second").trailers(stream, "grpc-status", "0");
            }
        })) {
            assertThat(loop.ask(server.target(), "/x.Y/Z", "hello").texts()).containsExactly("second");
            assertThat(server.accepted).hasValue(2);
            Eventually.holds(SOON, "the first closed", () -> server.open.get() == 1);
        }
    }

    @Test
    @DisplayName("a stream that was answered or may have been worked on is not opened a second time")
    void notTwice() {
        var streams = new AtomicInteger();
        try (var server = new ScriptedHttp2Server((peer, stream) -> {
            streams.incrementAndGet();
            peer.close();
        })) {
            assertThat(loop.ask(server.target(), "/x.Y/Z", "hello").status().code())
                    .isEqualTo(GrpcCode.UNAVAILABLE);
            assertThat(streams).hasValue(1);
        }
    }

    @Test
    @DisplayName("a server that allows ten streams gets ten at a time on each connection")
    void maxStreams() {
        try (var server = new ByteServer(builder -> builder.maxConcurrentCallsPerConnection(10))) {
            var target = target(false, server.port());
            for (int i = 0; i < 30; i++) {
                loop.open(target, "/test.Bytes/Both", TestLoop.PLAIN, opened -> opened.send(Buffer.buffer("x")));
            }
            Eventually.holds(SOON, "all begun", () -> server.received.get() == 30);
            assertThat(server.connections).hasValue(3);
        }
    }
}
