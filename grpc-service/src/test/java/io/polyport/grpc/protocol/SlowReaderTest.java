package io.polyport.grpc.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.grpc.GrpcCall;
import io.polyport.grpc.GrpcCallSettings;
import io.polyport.grpc.GrpcCode;
import io.polyport.kit.fixtures.Eventually;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A reader who comes late finds what came in time, whatever happened to the stream in between. */
final class SlowReaderTest {
    private final TestLoop loop = new TestLoop();

    @AfterEach
    void close() {
        loop.close();
    }

    private static Arguments end(String name, GrpcCode code, ScriptedHttp2Server.Script script) {
        return Arguments.of(name, code, script);
    }

    static Stream<Arguments> ends() {
        return Stream.of(
                end(
                        "trailers, and RST_STREAM behind them",
                        GrpcCode.OK,
                        (peer, stream) ->
                                peer.trailers(stream, "grpc-status", "0").reset(stream, 0)),
                end(
                        "GOAWAY, and then trailers",
                        GrpcCode.OK,
                        (peer, stream) -> peer.goAway(stream, 0).trailers(stream, "grpc-status", "0")),
                end(
                        "trailers, and the connection's end",
                        GrpcCode.OK,
                        (peer, stream) ->
                                peer.trailers(stream, "grpc-status", "0").close()),
                end(
                        "an error's trailers",
                        GrpcCode.ABORTED,
                        (peer, stream) -> peer.trailers(stream, "grpc-status", "10")),
                end("RST_STREAM", GrpcCode.INTERNAL, (peer, stream) -> peer.reset(stream, 2)),
                end("the connection's end", GrpcCode.UNAVAILABLE, (peer, stream) -> peer.close()),
                end(
                        "GOAWAY and the connection's end",
                        GrpcCode.UNAVAILABLE,
                        (peer, stream) -> peer.goAway(stream, 0).close()));
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("GR-26: what came before the end is handed over to a reader who comes later")
    @MethodSource("ends")
    void comesLater(String name, GrpcCode code, ScriptedHttp2Server.Script end) {
        var played = new CountDownLatch(1);
        try (var server = new ScriptedHttp2Server((peer, stream) -> {
            peer.head(stream).message(stream, "one").message(stream, "two");
            end.play(peer, stream);
            played.countDown();
        })) {
            var call = loop.open(server.target(), "/x.Y/Z", TestLoop.PLAIN, GrpcCall::complete);
            loop.on(call::head);
            assertThat(played.await(30, TimeUnit.SECONDS)).isTrue();
            // What the server sent may still be under way.
            Eventually.stays(
                    Duration.ofMillis(100),
                    "no status yet",
                    () -> !call.status().isComplete());

            var answer = loop.on(() -> TestLoop.collect(call));
            assertThat(answer.texts()).containsExactly("one", "two");
            assertThat(answer.status().code()).isEqualTo(code);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @DisplayName("the deadline ends a call whose reader stands still, and drops what it did not take")
    void deadline() {
        try (var server = new ScriptedHttp2Server((peer, stream) -> {
            peer.head(stream).message(stream, "one");
            if (stream == 1) {
                peer.trailers(stream, "grpc-status", "0");
            }
        })) {
            // On a connection that stands the call is on its way before its time can be over.
            loop.ask(server.target(), "/x.Y/Z", "x");
            var call = loop.open(
                    server.target(), "/x.Y/Z", GrpcCallSettings.within(Duration.ofMillis(300)), GrpcCall::complete);

            assertThat(TestLoop.await(call.status()).code()).isEqualTo(GrpcCode.DEADLINE_EXCEEDED);
            Eventually.holds(
                    Duration.ofSeconds(30),
                    "the server hears of it",
                    () -> server.count(ScriptedHttp2Server.RST_STREAM) == 1);
            assertThat(loop.on(() -> TestLoop.collect(call)).messages()).isEmpty();
        }
    }

    @Test
    @DisplayName("GR-30: a server that ends streams without an answer is found out, though other calls go on")
    void noAnswer() {
        try (var server = new ScriptedHttp2Server((peer, stream) -> peer.data(stream, true, new byte[0]))) {
            var began = System.nanoTime();
            var status = loop.ask(server.target(), "/x.Y/Z", "x").status();

            assertThat(status.code()).isEqualTo(GrpcCode.INTERNAL);
            assertThat(status.message()).contains("without an answer");
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
        }
    }
}
