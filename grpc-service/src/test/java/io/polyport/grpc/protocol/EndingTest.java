package io.polyport.grpc.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.grpc.GrpcCall;
import io.polyport.grpc.GrpcCallEnded;
import io.polyport.grpc.GrpcCallSettings;
import io.polyport.grpc.GrpcCode;
import io.polyport.grpc.GrpcLimits;
import io.polyport.grpc.GrpcMetadata;
import io.polyport.grpc.GrpcTarget;
import io.polyport.kit.config.ByteSize;
import io.polyport.kit.fixtures.Eventually;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class EndingTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private static final Duration CANCELLED_WITHIN = Duration.ofMillis(100);

    private final ByteServer server = new ByteServer();
    private final TestLoop loop = new TestLoop();

    @AfterEach
    void close() {
        loop.close();
        server.close();
    }

    @Test
    @DisplayName("GR-26: cancelling reaches the server within 100 ms")
    void cancel() {
        var best = SOON;
        // The machine may be busy, or stand still, during some of them.
        for (int tries = 1; tries <= 20 && best.compareTo(CANCELLED_WITHIN) >= 0; tries++) {
            int number = tries;
            var call = loop.open(
                    server.target(), "/test.Bytes/Both", TestLoop.PLAIN, opened -> opened.send(Buffer.buffer("x")));
            Eventually.holds(SOON, "begun", () -> server.received.get() == number);
            long began = System.nanoTime();
            loop.run(call::cancel);
            Eventually.holds(SOON, "seen", () -> server.cancelled.get() == number);
            var took = Duration.ofNanos(System.nanoTime() - began);
            best = took.compareTo(best) < 0 ? took : best;

            assertThat(TestLoop.await(call.status()).code()).isEqualTo(GrpcCode.CANCELLED);
        }
        assertThat(best).isLessThan(CANCELLED_WITHIN);
    }

    @Test
    @DisplayName("a target that is left loses its connections behind the last call, and not if another one comes")
    void left() {
        try (var answering = new ScriptedHttp2Server(
                (peer, stream) -> peer.head(stream).message(stream, "x").trailers(stream, "grpc-status", "0"))) {
            assertThat(loop.ask(answering.target(), "/x.Y/Z", "x").texts()).containsExactly("x");
            assertThat(answering.open).hasValue(1);
            loop.run(() -> loop.client.leave(answering.target()));
            Eventually.holds(SOON, "closed", () -> answering.open.get() == 0);
            assertThat(loop.ask(answering.target(), "/x.Y/Z", "x").texts()).containsExactly("x");
            assertThat(answering.accepted).hasValue(2);
        }
        try (var silent = new ScriptedHttp2Server((peer, stream) -> peer.head(stream))) {
            var first = loop.open(silent.target(), "/x.Y/Z", TestLoop.PLAIN, begun -> {});
            loop.on(first::head);
            loop.run(() -> loop.client.leave(silent.target()));
            var second = loop.open(silent.target(), "/x.Y/Z", TestLoop.PLAIN, begun -> {});
            loop.on(second::head);
            loop.run(first::cancel);
            loop.run(second::cancel);
            TestLoop.await(second.status());
            Eventually.stays(Duration.ofMillis(200), "open", () -> silent.open.get() == 1);
            loop.run(() -> loop.client.leave(silent.target()));
            Eventually.holds(SOON, "closed", () -> silent.open.get() == 0);

            var last = loop.open(silent.target(), "/x.Y/Z", TestLoop.PLAIN, begun -> {});
            loop.on(last::head);
            loop.run(() -> loop.client.leave(silent.target()));
            Eventually.stays(Duration.ofMillis(200), "open for its call", () -> silent.open.get() == 1);
            loop.run(last::cancel);
            Eventually.holds(SOON, "closed", () -> silent.open.get() == 0);
        }
    }

    @Test
    @DisplayName("cancelling drops what was not handed over, ends at once, and a second time nothing happens")
    void cancelTwice() {
        var ends = new AtomicInteger();
        var call = loop.open(server.target(), "/test.Bytes/Down", TestLoop.PLAIN, opened -> {
            opened.messages().handler(message -> {}).endHandler(end -> ends.incrementAndGet());
            opened.send(Buffer.buffer("100 1000"));
            opened.complete();
        });
        loop.on(call::head);
        loop.run(call::cancel);
        loop.run(call::cancel);

        assertThat(TestLoop.await(call.status()).code()).isEqualTo(GrpcCode.CANCELLED);
        assertThat(ends).hasValue(1);
        assertThat(loop.<Throwable>on(
                        () -> call.send(Buffer.buffer("late")).transform(sent -> Future.succeededFuture(sent.cause()))))
                .isInstanceOf(GrpcCallEnded.class);
    }

    @Test
    @DisplayName("a call may be cancelled in the very turn it began, and no place is lost by that")
    void cancelAtOnce() {
        for (int i = 0; i < 250; i++) {
            var call = loop.open(server.target(), "/test.Bytes/Both", TestLoop.PLAIN, opened -> {
                opened.send(Buffer.buffer("x"));
                opened.cancel();
            });
            assertThat(TestLoop.await(call.status()).code()).isEqualTo(GrpcCode.CANCELLED);
        }
        assertThat(loop.ask(server.target(), "/test.Bytes/Unary", "x").status().isOk())
                .isTrue();
        assertThat(server.connections).hasValue(1);
    }

    @Test
    @DisplayName("GR-26: the deadline ends a call that the server does not answer, and the server hears of it")
    void deadline() {
        // On a connection that stands the call is on its way before its time can be over.
        loop.ask(server.target(), "/test.Bytes/Unary", "x");
        Eventually.holds(SOON, "the context of the first ended", () -> server.cancelled.get() == 1);
        long began = System.nanoTime();
        var answer = loop.ask(
                server.target(),
                "/test.Bytes/Silent",
                GrpcCallSettings.within(Duration.ofMillis(300)),
                Buffer.buffer("x"));

        assertThat(answer.status().code()).isEqualTo(GrpcCode.DEADLINE_EXCEEDED);
        assertThat(answer.status().isLocal()).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isBetween(Duration.ofMillis(290), Duration.ofSeconds(15));
        Eventually.holds(SOON, "seen", () -> server.cancelled.get() == 2);
    }

    @Test
    @DisplayName("GR-26: the deadline counts while there is no connection yet")
    void deadlineOfConnecting() {
        try (var silent = new ScriptedHttp2Server((peer, none) -> {}, (peer, stream) -> {})) {
            long began = System.nanoTime();
            var answer = loop.ask(
                    silent.target(), "/x.Y/Z", GrpcCallSettings.within(Duration.ofMillis(200)), Buffer.buffer("x"));

            assertThat(answer.status().code()).isEqualTo(GrpcCode.DEADLINE_EXCEEDED);
            // The connect timeout is 10 s.
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(8));
        }
    }

    @Test
    @DisplayName("GR-26: grpc-timeout tells the server what is left")
    void timeoutHeader() {
        loop.ask(
                server.target(),
                "/test.Bytes/Unary",
                GrpcCallSettings.within(Duration.ofSeconds(70)),
                Buffer.buffer("x"));
        long nanos = server.headers
                .get()
                .get(io.grpc.Metadata.Key.of("grpc-timeout", new io.grpc.Metadata.AsciiMarshaller<Long>() {
                    @Override
                    public String toAsciiString(Long value) {
                        return value.toString();
                    }

                    @Override
                    public Long parseAsciiString(String text) {
                        assertThat(text).matches("\\d{1,8}u");
                        return Long.parseLong(text.substring(0, text.length() - 1)) * 1000;
                    }
                }));

        assertThat(Duration.ofNanos(nanos)).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(70));
    }

    @Test
    @DisplayName("GR-30: a message to send that is over the limit ends the call, and the error says the limit")
    void tooLargeToSend() {
        var limits = new GrpcLimits(
                Duration.ofSeconds(5),
                new ByteSize(1000),
                new ByteSize(4096),
                false,
                Optional.empty(),
                Duration.ofMinutes(5),
                100,
                false);
        var target = new GrpcTarget(server.target().addresses(), Optional.empty(), Optional.empty(), limits);

        assertThat(loop.ask(target, "/test.Bytes/Unary", TestLoop.PLAIN, Buffer.buffer(new byte[1000]))
                        .status()
                        .isOk())
                .isTrue();
        var answer = loop.ask(target, "/test.Bytes/Unary", TestLoop.PLAIN, Buffer.buffer(new byte[1001]));
        assertThat(answer.status().code()).isEqualTo(GrpcCode.RESOURCE_EXHAUSTED);
        assertThat(answer.status().message()).contains("1001", "1000B", "limits.message");
    }

    @Test
    @DisplayName("GR-30: gzip goes both ways, for small messages and for large ones, in their order")
    void gzip() {
        var limits = new GrpcLimits(
                Duration.ofSeconds(5),
                new ByteSize(16 << 20),
                new ByteSize(4096),
                true,
                Optional.empty(),
                Duration.ofMinutes(5),
                100,
                false);
        var target = new GrpcTarget(server.target().addresses(), Optional.empty(), Optional.empty(), limits);
        var settings = new GrpcCallSettings(
                new GrpcMetadata(java.util.List.of(new GrpcMetadata.Text("x-compress", "gzip"))),
                Optional.of(Duration.ofSeconds(20)));
        byte[] large = new byte[5_000_000];
        new java.util.Random(3).nextBytes(java.util.Arrays.copyOf(large, 1000));
        var answer = loop.ask(
                target,
                "/test.Bytes/Both",
                settings,
                Buffer.buffer(large),
                Buffer.buffer("small"),
                Buffer.buffer(),
                Buffer.buffer(large));

        assertThat(answer.status().message()).isEmpty();
        assertThat(answer.messages())
                .containsExactly(Buffer.buffer(large), Buffer.buffer("small"), Buffer.buffer(), Buffer.buffer(large));
    }

    @Test
    @DisplayName("closing the client ends its calls and its connections; later calls end at once")
    void closing() {
        var call = loop.open(
                server.target(), "/test.Bytes/Both", TestLoop.PLAIN, opened -> opened.send(Buffer.buffer("x")));
        Eventually.holds(SOON, "begun", () -> server.received.get() == 1);
        loop.on(loop.client::close);

        assertThat(TestLoop.await(call.status()).code()).isEqualTo(GrpcCode.CANCELLED);
        Eventually.holds(SOON, "closed", () -> server.connections.get() == 0);
        assertThat(loop.ask(server.target(), "/test.Bytes/Unary", "x").status().code())
                .isEqualTo(GrpcCode.CANCELLED);
    }

    @Test
    @DisplayName("closing the client gives up a connection that does not stand yet")
    void closingWhileConnecting() {
        try (var silent = new ScriptedHttp2Server((peer, none) -> {}, (peer, stream) -> {})) {
            var call = loop.open(silent.target(), "/x.Y/Z", TestLoop.PLAIN, GrpcCall::complete);
            Eventually.holds(SOON, "connecting", () -> silent.open.get() == 1);
            loop.on(loop.client::close);

            assertThat(TestLoop.await(call.status()).code()).isEqualTo(GrpcCode.CANCELLED);
            Eventually.holds(SOON, "given up", () -> silent.open.get() == 0);
        }
    }

    @Test
    @DisplayName(
            "GR-26: a server that cancels at the deadline, a little before we do, has ended the call by the deadline")
    void cancelledAtDeadline() {
        var cancels = new LinkedBlockingQueue<Runnable>();
        try (var server = new ScriptedHttp2Server((peer, stream) -> {
            if (stream == 1) {
                peer.head(stream).trailers(stream, "grpc-status", "0");
            } else {
                cancels.add(() -> peer.resetNow(stream, 8));
            }
        })) {
            // On a connection that stands the call is on its way before its time can be over.
            loop.ask(server.target(), "/x.Y/Z", "x");
            var time = Duration.ofMillis(400);
            var call = loop.open(server.target(), "/x.Y/Z", GrpcCallSettings.within(time), GrpcCall::complete);
            var cancel = cancels.poll(30, TimeUnit.SECONDS);
            // The loop reads what has come before it looks at its timers.
            loop.run(() -> {
                long began = System.nanoTime();
                cancel.run();
                while (System.nanoTime() - began < time.toNanos()) {
                    Thread.onSpinWait();
                }
            });

            var status = TestLoop.await(call.status());
            assertThat(status.code()).as(status.message()).isEqualTo(GrpcCode.DEADLINE_EXCEEDED);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @DisplayName("the end of an answer before that of the question frees the stream with NO_ERROR")
    void earlyEnd() {
        try (var server =
                new ScriptedHttp2Server((peer, stream) -> peer.head(stream).trailers(stream, "grpc-status", "0"))) {
            var call = loop.open(server.target(), "/x.Y/Z", TestLoop.PLAIN, opened -> {
                opened.messages().resume();
                opened.send(Buffer.buffer("x"));
            });

            assertThat(TestLoop.await(call.status()).isOk()).isTrue();
            Eventually.holds(SOON, "freed", () -> server.count(ScriptedHttp2Server.RST_STREAM) == 1);
            assertThat(server.seen)
                    .filteredOn(frame -> frame.type() == ScriptedHttp2Server.RST_STREAM)
                    .allMatch(frame -> frame.payload().getInt(0) == 0);
        }
    }

    @Test
    @DisplayName(
            "GR-27: metadata longer than the server takes end their own call, and none beside it on the connection")
    void metadataTooLongForServer() {
        try (var server = new ScriptedHttp2Server((peer, none) -> peer.setting(6, 8192), (peer, stream) -> {
            if (stream > 1) {
                peer.head(stream).message(stream, "x").trailers(stream, "grpc-status", "0");
            }
        })) {
            var other = loop.open(server.target(), "/x.Y/Z", TestLoop.PLAIN, opened -> opened.send(Buffer.buffer("x")));
            Eventually.holds(SOON, "begun", () -> server.count(ScriptedHttp2Server.DATA) == 1);
            var metadata = new GrpcMetadata(java.util.List.of(new GrpcMetadata.Text("x-long", "a".repeat(9000))));
            var settings = new GrpcCallSettings(metadata, Optional.of(SOON));
            var status = loop.ask(server.target(), "/x.Y/Z", settings, Buffer.buffer("x"))
                    .status();

            assertThat(status.code()).as(status.message()).isEqualTo(GrpcCode.RESOURCE_EXHAUSTED);
            assertThat(status.message()).contains("than the server takes");
            assertThat(loop.ask(server.target(), "/x.Y/Z", "x").texts()).containsExactly("x");
            assertThat(server.accepted).hasValue(1);
            assertThat(other.status().isComplete()).isFalse();
            loop.run(other::cancel);
        }
    }

    @Test
    @DisplayName("a connection that no call has used for so long is closed")
    void idle() {
        var limits = new GrpcLimits(
                Duration.ofSeconds(5),
                new ByteSize(1000),
                new ByteSize(4096),
                false,
                Optional.empty(),
                Duration.ofMillis(200),
                100,
                false);
        var target = new GrpcTarget(server.target().addresses(), Optional.empty(), Optional.empty(), limits);
        assertThat(loop.ask(target, "/test.Bytes/Unary", "x").status().isOk()).isTrue();
        assertThat(server.accepted).hasValue(1);

        Eventually.holds(SOON, "closed", () -> server.connections.get() == 0);
        assertThat(loop.ask(target, "/test.Bytes/Unary", "x").status().isOk()).isTrue();
        assertThat(server.accepted).hasValue(2);
    }
}
