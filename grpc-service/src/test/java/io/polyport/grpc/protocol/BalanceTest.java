package io.polyport.grpc.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.protobuf.services.HealthStatusManager;
import io.polyport.grpc.GrpcCode;
import io.polyport.grpc.GrpcLimits;
import io.polyport.grpc.GrpcTarget;
import io.polyport.kit.config.ByteSize;
import io.polyport.kit.fixtures.Eventually;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class BalanceTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final TestLoop loop = new TestLoop();

    @AfterEach
    void close() {
        loop.close();
    }

    private static GrpcTarget target(boolean health, int... ports) {
        var limits = new GrpcLimits(
                Duration.ofSeconds(20),
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
    void dead() throws IOException {
        try (var one = new ByteServer();
                var nobody = nobody()) {
            for (int i = 0; i < 20; i++) {
                assertThat(loop.ask(target(false, nobody.getLocalPort(), one.port()), "/test.Bytes/Unary", "x")
                                .status()
                                .isOk())
                        .isTrue();
            }
            assertThat(one.calls).hasValue(20);
        }
    }

    @Test
    @DisplayName("GR-30: when no address can be reached the status says so of each")
    void allDead() throws IOException {
        try (var one = nobody();
                var two = nobody()) {
            int first = one.getLocalPort();
            int second = two.getLocalPort();
            var status = loop.ask(target(false, first, second), "/test.Bytes/Unary", "x")
                    .status();

            assertThat(status.code()).isEqualTo(GrpcCode.UNAVAILABLE);
            assertThat(status.isLocal()).isTrue();
            assertThat(status.message())
                    .contains("127.0.0.1:" + first + " refused", "127.0.0.1:" + second + " refused");
        }
    }

    /** Holds a port on which nobody listens, so that nobody else does either. */
    private static Socket nobody() throws IOException {
        var held = new Socket();
        held.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return held;
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
    @DisplayName("GR-30: health is asked for again when the stream that told of it has broken off")
    void healthAgain() {
        var streams = new AtomicInteger();
        byte[] notServing = {8, 2};
        try (var server = new ScriptedHttp2Server((peer, stream) -> {
            streams.incrementAndGet();
            peer.head(stream).message(stream, 0, notServing).trailers(stream, "grpc-status", "14");
        })) {
            // One is the call's own.
            loop.ask(target(true, server.port()), "/x.Y/Z", "x");

            Eventually.holds(SOON, "asked again", () -> streams.get() >= 3);
            assertThat(server.accepted).hasValue(1);
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
            // The second is answered when its head has come.
            Eventually.holds(SOON, "both", () -> server.count(ScriptedHttp2Server.DATA) >= 2);
            var sent = server.seen.stream()
                    .filter(frame -> frame.type() == ScriptedHttp2Server.DATA)
                    .map(frame -> frame.payload().toString())
                    .toList();
            assertThat(sent).hasSize(2).allMatch(text -> text.endsWith("hello"));
        }
    }

    @Test
    @DisplayName(
            "a stream that is refused behind several messages is opened once more with all of them, in their order")
    void refusedLate() {
        var streams = new AtomicInteger();
        try (var server = new ScriptedHttp2Server((peer, stream) -> {
            if (streams.incrementAndGet() == 1) {
                Eventually.holds(SOON, "as much as the window lets through", () -> peer.received(stream) >= 65_535);
                peer.reset(stream, 7);
            } else {
                peer.widen(stream, 1 << 20);
                Eventually.holds(SOON, "all", () -> peer.received(stream) == 10 * 20_005);
                peer.head(stream).message(stream, "second").trailers(stream, "grpc-status", "0");
            }
        })) {
            var messages = new Buffer[10];
            for (int i = 0; i < messages.length; i++) {
                messages[i] = Buffer.buffer(Integer.toString(i).repeat(20_000));
            }
            assertThat(loop.ask(server.target(), "/x.Y/Z", TestLoop.PLAIN, messages)
                            .texts())
                    .containsExactly("second");
            var sent = Buffer.buffer();
            server.seen.stream()
                    .filter(frame -> frame.type() == ScriptedHttp2Server.DATA && frame.stream() == 3)
                    .forEach(frame -> sent.appendBuffer(frame.payload()));
            var expected = Buffer.buffer();
            for (var message : messages) {
                expected.appendBuffer(Frames.frame(0, message));
            }
            assertThat(sent).isEqualTo(expected);
        }
    }

    @Test
    @DisplayName("GR-30: calls that wait begin as soon as the server allows more streams")
    void moreStreams() {
        var peers = new java.util.concurrent.LinkedBlockingQueue<ScriptedHttp2Server.Peer>();
        try (var server = new ScriptedHttp2Server(
                (peer, none) -> {
                    peer.setting(3, 0);
                    peers.add(peer);
                },
                (peer, stream) -> peer.head(stream).message(stream, "x").trailers(stream, "grpc-status", "0"))) {
            var call = loop.open(server.target(), "/x.Y/Z", TestLoop.PLAIN, opened -> {
                opened.send(Buffer.buffer("x"));
                opened.complete();
            });
            var answer = loop.on(() -> io.vertx.core.Future.succeededFuture(TestLoop.collect(call)));
            Eventually.stays(Duration.ofMillis(200), "waiting", () -> !answer.isComplete());
            peers.take().setting(3, 10);

            Eventually.holds(SOON, "answered", answer::isComplete);
            assertThat(TestLoop.await(answer).texts()).containsExactly("x");
        } catch (java.io.IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @DisplayName(
            "a server that goes while it is connected to serves the calls that wait for it, and is closed behind them")
    void retired() {
        var greet = new java.util.concurrent.CountDownLatch(1);
        try (var server = new ScriptedHttp2Server(
                (peer, none) -> {
                    greet.await();
                    peer.frame(ScriptedHttp2Server.SETTINGS, 0, 0);
                },
                (peer, stream) -> peer.head(stream).message(stream, "x").trailers(stream, "grpc-status", "0"))) {
            var target = server.target();
            var address = target.addresses().getFirst();
            var ip = io.vertx.core.net.SocketAddress.inetSocketAddress(server.port(), "127.0.0.1");
            var answer = loop.on(() -> {
                var context = (io.vertx.core.internal.ContextInternal) loop.vertx.getOrCreateContext();
                var connector = new Connector(loop.vertx, target, () -> Future.succeededFuture(Optional.empty()));
                var leaving = new Server(loop.vertx, address, ip, connector, target.limits());
                var call = new Call(context, "/x.Y/Z", TestLoop.PLAIN, target.limits());
                leaving.enter(call, why -> {});
                leaving.retire();
                call.complete();
                return io.vertx.core.Future.succeededFuture(TestLoop.collect(call));
            });
            greet.countDown();

            assertThat(TestLoop.await(answer).texts()).containsExactly("x");
            Eventually.holds(SOON, "closed", () -> server.open.get() == 0);
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
    @DisplayName("a connection that ends right behind its greeting is not used again")
    void diesAtOnce() {
        var connections = new AtomicInteger();
        try (var server = new ScriptedHttp2Server(
                (peer, none) -> {
                    peer.frame(ScriptedHttp2Server.SETTINGS, 0, 0);
                    if (connections.incrementAndGet() <= 20) {
                        peer.close();
                    }
                },
                (peer, stream) -> peer.head(stream).message(stream, "x").trailers(stream, "grpc-status", "0"))) {
            Eventually.holds(
                    SOON,
                    "a good one",
                    () -> loop.ask(server.target(), "/x.Y/Z", "x").status().isOk());
            Eventually.holds(SOON, "only that one is open", () -> server.open.get() == 1);
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
