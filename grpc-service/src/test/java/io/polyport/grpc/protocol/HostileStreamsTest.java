package io.polyport.grpc.protocol;

import io.polyport.grpc.GrpcCode;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HostileStreamsTest {
    private TestLoop loop;

    @BeforeAll
    void open() {
        loop = new TestLoop();
    }

    @AfterAll
    void close() {
        loop.close();
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName(
            "GR-30: whatever a server does to a stream or its connection, its call ends with a status, and in time")
    @MethodSource({"streams", "connections"})
    void ends(Fault fault) {
        fault.play(loop);
    }

    private static Fault reset(int code, GrpcCode status, String name) {
        return Fault.of(
                "RST_STREAM with " + name,
                status,
                name,
                (peer, stream) -> peer.head(stream).message(stream, "x").reset(stream, code));
    }

    static Stream<Fault> streams() {
        return Stream.of(
                reset(0, GrpcCode.INTERNAL, "NO_ERROR"),
                reset(1, GrpcCode.INTERNAL, "PROTOCOL_ERROR"),
                reset(2, GrpcCode.INTERNAL, "INTERNAL_ERROR"),
                reset(5, GrpcCode.INTERNAL, "STREAM_CLOSED"),
                reset(7, GrpcCode.UNAVAILABLE, "REFUSED_STREAM"),
                reset(8, GrpcCode.CANCELLED, "CANCEL"),
                reset(11, GrpcCode.RESOURCE_EXHAUSTED, "ENHANCE_YOUR_CALM"),
                reset(12, GrpcCode.PERMISSION_DENIED, "INADEQUATE_SECURITY"),
                reset(77, GrpcCode.INTERNAL, "code 77"),
                Fault.of(
                        "RST_STREAM before the head",
                        GrpcCode.INTERNAL,
                        "INTERNAL_ERROR",
                        (peer, stream) -> peer.reset(stream, 2)),
                Fault.of(
                        "every stream refused",
                        GrpcCode.UNAVAILABLE,
                        "REFUSED_STREAM",
                        (peer, stream) -> peer.reset(stream, 7)),
                Fault.of(
                        "RST_STREAM behind the trailers",
                        GrpcCode.OK,
                        "",
                        (peer, stream) -> peer.head(stream)
                                .message(stream, "x")
                                .trailers(stream, "grpc-status", "0")
                                .reset(stream, 0)),
                Fault.of(
                        "data without a head",
                        GrpcCode.DEADLINE_EXCEEDED,
                        "3000 ms",
                        (peer, stream) -> peer.message(stream, "x")),
                Fault.of(
                        "data and the end without a head",
                        GrpcCode.INTERNAL,
                        "",
                        (peer, stream) -> peer.data(stream, true, ScriptedHttp2Server.framed(0, new byte[1]))),
                Fault.of("an answer that never begins", GrpcCode.DEADLINE_EXCEEDED, "3000 ms", (peer, stream) -> {}),
                Fault.of(
                        "an answer that never ends",
                        GrpcCode.DEADLINE_EXCEEDED,
                        "3000 ms",
                        (peer, stream) -> peer.head(stream).message(stream, "x")),
                Fault.of(
                        "an answer pushed by the server",
                        GrpcCode.INTERNAL,
                        "",
                        (peer, stream) -> peer.frame(5, 4, stream, new byte[] {0, 0, 0, 2, (byte) 0x82})));
    }

    static Stream<Fault> connections() {
        return Stream.of(
                Fault.greeting("closes before SETTINGS", GrpcCode.UNAVAILABLE, "closed", (peer, none) -> peer.close()),
                Fault.greeting(
                        "closes behind SETTINGS",
                        GrpcCode.UNAVAILABLE,
                        "",
                        (peer, none) ->
                                peer.frame(ScriptedHttp2Server.SETTINGS, 0, 0).close()),
                Fault.greeting("resets before SETTINGS", GrpcCode.UNAVAILABLE, "", (peer, none) -> peer.abort()),
                Fault.greeting(
                        "never greets", Duration.ofSeconds(1), GrpcCode.UNAVAILABLE, "in time", (peer, none) -> {}),
                Fault.greeting(
                        "speaks HTTP/1.1",
                        GrpcCode.UNAVAILABLE,
                        "HTTP/1.1",
                        (peer, none) -> peer.raw("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8))),
                Fault.greeting(
                        "speaks something else",
                        GrpcCode.UNAVAILABLE,
                        "HTTP/2",
                        (peer, none) -> peer.raw(
                                "220 ftp.example.org ready\r\n".getBytes(java.nio.charset.StandardCharsets.UTF_8))),
                // Within its connect timeout it has to be connected to all the same.
                Fault.greeting(
                        "allows no streams",
                        Duration.ofSeconds(5),
                        GrpcCode.UNAVAILABLE,
                        "no place",
                        (peer, none) -> peer.setting(3, 0)),
                Fault.of(
                        "GOAWAY in mid-stream that keeps the stream",
                        GrpcCode.OK,
                        "",
                        (peer, stream) -> peer.head(stream)
                                .message(stream, "x")
                                .goAway(stream, 0)
                                .message(stream, "y")
                                .trailers(stream, "grpc-status", "0")),
                Fault.of(
                        "GOAWAY that drops every stream",
                        GrpcCode.UNAVAILABLE,
                        "GOAWAY",
                        (peer, stream) -> peer.goAway(0, 0)),
                Fault.of(
                        "GOAWAY and the connection's end",
                        GrpcCode.UNAVAILABLE,
                        "GOAWAY ENHANCE",
                        (peer, stream) -> peer.head(stream)
                                .message(stream, "x")
                                .goAway(stream, 11)
                                .close()),
                Fault.of(
                        "the connection closed before an answer",
                        GrpcCode.UNAVAILABLE,
                        "lost",
                        (peer, stream) -> peer.close()),
                Fault.of(
                        "the connection closed in mid-stream",
                        GrpcCode.UNAVAILABLE,
                        "lost",
                        (peer, stream) -> peer.head(stream).message(stream, "x").close()),
                Fault.of(
                        "the connection reset in mid-stream",
                        GrpcCode.UNAVAILABLE,
                        "lost",
                        (peer, stream) -> peer.head(stream).message(stream, "x").abort()),
                Fault.of(
                        "a frame longer than allowed",
                        GrpcCode.INTERNAL,
                        "HTTP/2",
                        (peer, stream) -> peer.raw(new byte[] {(byte) 0x7f, 0, 0, 0, 0, 0, 0, 0, 1})),
                Fault.of(
                        "headers that can't be decoded",
                        GrpcCode.INTERNAL,
                        "HTTP/2",
                        (peer, stream) -> peer.frame(
                                ScriptedHttp2Server.HEADERS, ScriptedHttp2Server.END_HEADERS, stream, new byte[] {
                                    (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f
                                })),
                Fault.of("empty DATA frames without end", GrpcCode.INTERNAL, "HTTP/2", (peer, stream) -> {
                    peer.head(stream);
                    for (int i = 0; i < 100_000; i++) {
                        peer.frame(ScriptedHttp2Server.DATA, 0, stream);
                    }
                }),
                Fault.of(
                        "a PING and unknown frames in between",
                        GrpcCode.OK,
                        "",
                        (peer, stream) -> peer.frame(ScriptedHttp2Server.PING, 0, 0, new byte[8])
                                .frame(0xbe, 0, 0, new byte[3])
                                .frame(0xbe, 0, stream, new byte[3])
                                .head(stream)
                                .message(stream, "x")
                                .trailers(stream, "grpc-status", "0")));
    }
}
