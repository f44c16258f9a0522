package io.polyport.grpc.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.grpc.GrpcCallSettings;
import io.polyport.grpc.GrpcCode;
import io.polyport.grpc.GrpcLimits;
import io.polyport.grpc.GrpcMetadata;
import io.polyport.grpc.GrpcTarget;
import io.polyport.kit.config.ByteSize;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HostileServerTest {
    private static final int LIMIT = 64 << 10;
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private TestLoop loop;

    @BeforeAll
    void open() {
        loop = new TestLoop();
    }

    @AfterAll
    void close() {
        loop.close();
    }

    /** What a server does, and how the call must end. */
    record Fault(
            String name,
            ScriptedHttp2Server.Script onConnect,
            ScriptedHttp2Server.Script onRequest,
            GrpcCode code,
            String text) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Fault fault(String name, GrpcCode code, String text, ScriptedHttp2Server.Script script) {
        return new Fault(name, (peer, none) -> peer.frame(ScriptedHttp2Server.SETTINGS, 0, 0), script, code, text);
    }

    private static Fault greeting(String name, GrpcCode code, String text, ScriptedHttp2Server.Script script) {
        return new Fault(name, script, (peer, stream) -> {}, code, text);
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("GR-30: whatever a server does, its call ends with a status, and in time")
    @MethodSource({"framing", "compression", "statuses", "heads", "streams", "connections"})
    void ends(Fault fault) {
        try (var server = new ScriptedHttp2Server(fault.onConnect(), fault.onRequest())) {
            long began = System.nanoTime();
            var answer = loop.ask(target(server), "/x.Y/Z", settings(PATIENCE), Buffer.buffer("hello"));

            assertThat(answer.status().code()).as(answer.status().message()).isEqualTo(fault.code());
            assertThat(answer.status().message()).contains(fault.text());
            if (fault.code() != GrpcCode.DEADLINE_EXCEEDED) {
                assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(PATIENCE);
            }
        }
    }

    static GrpcTarget target(ScriptedHttp2Server server) {
        return new GrpcTarget(server.target().addresses(), Optional.empty(), Optional.empty(), limits());
    }

    static GrpcLimits limits() {
        return new GrpcLimits(
                Duration.ofSeconds(1),
                new ByteSize(LIMIT),
                new ByteSize(4 << 10),
                false,
                Optional.empty(),
                Duration.ofSeconds(5),
                100,
                false);
    }

    static GrpcCallSettings settings(Duration timeout) {
        return new GrpcCallSettings(GrpcMetadata.NONE, Optional.of(timeout));
    }

    static byte[] gzip(byte[] bytes) {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static Stream<Fault> framing() {
        return Stream.of(
                fault(
                        "a message at the limit is taken",
                        GrpcCode.OK,
                        "",
                        (peer, stream) -> peer.head(stream)
                                .message(stream, 0, new byte[LIMIT])
                                .trailers(stream, "grpc-status", "0")),
                fault(
                        "a message one byte over the limit",
                        GrpcCode.RESOURCE_EXHAUSTED,
                        "limits.message",
                        (peer, stream) -> peer.head(stream)
                                .data(stream, false, ScriptedHttp2Server.framed(0, new byte[LIMIT + 1]))
                                .trailers(stream, "grpc-status", "0")),
                fault(
                        "a message that says it has 4 GiB",
                        GrpcCode.RESOURCE_EXHAUSTED,
                        "4294967295 bytes",
                        (peer, stream) -> peer.head(stream).data(stream, false, new byte[] {0, -1, -1, -1, -1})),
                fault(
                        "a last message that is cut",
                        GrpcCode.INTERNAL,
                        "cut",
                        (peer, stream) -> peer.head(stream)
                                .data(stream, false, new byte[] {0, 0, 0, 0, 9, 1})
                                .trailers(stream, "grpc-status", "0")),
                fault(
                        "a last prefix that is cut",
                        GrpcCode.INTERNAL,
                        "cut",
                        (peer, stream) -> peer.head(stream)
                                .data(stream, false, new byte[] {0, 0, 0})
                                .trailers(stream, "grpc-status", "0")),
                fault(
                        "a flag that gRPC does not know",
                        GrpcCode.INTERNAL,
                        "flag 2",
                        (peer, stream) -> peer.head(stream)
                                .message(stream, 2, new byte[3])
                                .trailers(stream, "grpc-status", "0")),
                fault(
                        "no message, and OK",
                        GrpcCode.OK,
                        "",
                        (peer, stream) -> peer.head(stream).trailers(stream, "grpc-status", "0")),
                fault("one byte per frame", GrpcCode.OK, "", (peer, stream) -> {
                    peer.head(stream);
                    for (byte one : ScriptedHttp2Server.framed(0, new byte[100])) {
                        peer.data(stream, false, new byte[] {one});
                    }
                    peer.trailers(stream, "grpc-status", "0");
                }));
    }

    static Stream<Fault> compression() {
        return Stream.of(
                fault(
                        "gzip of a message at the limit",
                        GrpcCode.OK,
                        "",
                        (peer, stream) -> peer.head(stream, "grpc-encoding", "gzip")
                                .message(stream, 1, gzip(new byte[LIMIT]))
                                .trailers(stream, "grpc-status", "0")),
                fault(
                        "gzip of an empty message",
                        GrpcCode.OK,
                        "",
                        (peer, stream) -> peer.head(stream, "grpc-encoding", "gzip")
                                .message(stream, 1, gzip(new byte[0]))
                                .trailers(stream, "grpc-status", "0")),
                fault(
                        "an uncompressed message under gzip",
                        GrpcCode.OK,
                        "",
                        (peer, stream) -> peer.head(stream, "grpc-encoding", "gzip")
                                .message(stream, "plain")
                                .trailers(stream, "grpc-status", "0")),
                fault(
                        "gzip that inflates to one byte over the limit",
                        GrpcCode.RESOURCE_EXHAUSTED,
                        "inflated",
                        (peer, stream) -> peer.head(stream, "grpc-encoding", "gzip")
                                .message(stream, 1, gzip(new byte[LIMIT + 1]))
                                .trailers(stream, "grpc-status", "0")),
                fault(
                        "a gzip bomb",
                        GrpcCode.RESOURCE_EXHAUSTED,
                        "inflated",
                        (peer, stream) -> peer.head(stream, "grpc-encoding", "gzip")
                                .message(stream, 1, gzip(new byte[20 << 20]))
                                .trailers(stream, "grpc-status", "0")),
                fault(
                        "corrupt gzip",
                        GrpcCode.INTERNAL,
                        "gzip",
                        (peer, stream) -> peer.head(stream, "grpc-encoding", "gzip")
                                .message(stream, 1, new byte[] {31, -117, 8, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5})
                                .trailers(stream, "grpc-status", "0")),
                fault(
                        "gzip that is no gzip",
                        GrpcCode.INTERNAL,
                        "gzip",
                        (peer, stream) -> peer.head(stream, "grpc-encoding", "gzip")
                                .message(stream, 1, new byte[] {1, 2, 3})
                                .trailers(stream, "grpc-status", "0")),
                fault("gzip that ends early", GrpcCode.INTERNAL, "gzip", (peer, stream) -> {
                    byte[] whole = gzip(new byte[1000]);
                    peer.head(stream, "grpc-encoding", "gzip")
                            .message(stream, 1, java.util.Arrays.copyOf(whole, whole.length - 6))
                            .trailers(stream, "grpc-status", "0");
                }),
                fault(
                        "a compressed message of no bytes",
                        GrpcCode.INTERNAL,
                        "gzip",
                        (peer, stream) -> peer.head(stream, "grpc-encoding", "gzip")
                                .message(stream, 1, new byte[0])
                                .trailers(stream, "grpc-status", "0")),
                fault(
                        "compressed without an encoding",
                        GrpcCode.INTERNAL,
                        "without saying how",
                        (peer, stream) -> peer.head(stream)
                                .message(stream, 1, gzip(new byte[9]))
                                .trailers(stream, "grpc-status", "0")),
                fault(
                        "an encoding that was not offered",
                        GrpcCode.INTERNAL,
                        "snappy",
                        (peer, stream) -> peer.head(stream, "grpc-encoding", "snappy")
                                .message(stream, 1, new byte[9])
                                .trailers(stream, "grpc-status", "0")));
    }

    static Stream<Fault> statuses() {
        return Stream.of(
                fault(
                        "a status that is no number",
                        GrpcCode.UNKNOWN,
                        "'abc'",
                        (peer, stream) -> peer.head(stream).trailers(stream, "grpc-status", "abc")),
                fault(
                        "a status that is no number, alone",
                        GrpcCode.UNKNOWN,
                        "'abc'",
                        (peer, stream) -> peer.headers(
                                stream,
                                true,
                                ":status",
                                "200",
                                "content-type",
                                "application/grpc",
                                "grpc-status",
                                "abc")),
                fault(
                        "a status that gRPC does not have",
                        GrpcCode.UNKNOWN,
                        "'17'",
                        (peer, stream) ->
                                peer.head(stream).trailers(stream, "grpc-status", "17", "grpc-message", "odd")),
                fault(
                        "a negative status",
                        GrpcCode.UNKNOWN,
                        "'-1'",
                        (peer, stream) -> peer.head(stream).trailers(stream, "grpc-status", "-1")),
                fault(
                        "a status that Java would read as 0",
                        GrpcCode.UNKNOWN,
                        "'-0'",
                        (peer, stream) -> peer.head(stream).trailers(stream, "grpc-status", "-0")),
                fault(
                        "a status of many digits",
                        GrpcCode.UNKNOWN,
                        "'99999999999999999999",
                        (peer, stream) -> peer.head(stream).trailers(stream, "grpc-status", "9".repeat(1000))),
                fault(
                        "no status in the trailers",
                        GrpcCode.UNKNOWN,
                        "without a status",
                        (peer, stream) -> peer.head(stream).message(stream, "x").trailers(stream, "other", "1")),
                fault(
                        "no trailers",
                        GrpcCode.UNKNOWN,
                        "without a status",
                        (peer, stream) -> peer.head(stream).message(stream, "x").data(stream, true, new byte[0])),
                fault(
                        "a head that is the end, without a status",
                        GrpcCode.UNKNOWN,
                        "without a status",
                        (peer, stream) ->
                                peer.headers(stream, true, ":status", "200", "content-type", "application/grpc")),
                fault(
                        "a text with bad escapes",
                        GrpcCode.ABORTED,
                        "100%, %zz %4, +é",
                        (peer, stream) -> peer.head(stream)
                                .trailers(stream, "grpc-status", "10", "grpc-message", "100%, %zz %4, +%C3%A9")),
                fault(
                        "a text that is no UTF-8",
                        GrpcCode.ABORTED,
                        "a\uFFFDb",
                        (peer, stream) ->
                                peer.head(stream).trailers(stream, "grpc-status", "10", "grpc-message", "a%ffb")),
                fault(
                        "details that are no base64",
                        GrpcCode.ABORTED,
                        "",
                        (peer, stream) -> peer.head(stream)
                                .trailers(stream, "grpc-status", "10", "grpc-status-details-bin", "***")),
                fault(
                        "a status in the head, and then a stream that never ends",
                        GrpcCode.NOT_FOUND,
                        "gone",
                        (peer, stream) -> peer.head(stream, "grpc-status", "5", "grpc-message", "gone")));
    }

    private static Fault http(int status, GrpcCode code) {
        return fault(
                "HTTP status " + status,
                code,
                "HTTP status " + status,
                (peer, stream) -> peer.headers(
                                stream, false, ":status", Integer.toString(status), "content-type", "text/html")
                        .data(stream, true, "<html>no</html>".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    static Stream<Fault> heads() {
        return Stream.of(
                http(400, GrpcCode.INTERNAL),
                http(401, GrpcCode.UNAUTHENTICATED),
                http(403, GrpcCode.PERMISSION_DENIED),
                http(404, GrpcCode.UNIMPLEMENTED),
                http(429, GrpcCode.UNAVAILABLE),
                http(431, GrpcCode.INTERNAL),
                http(500, GrpcCode.UNKNOWN),
                http(502, GrpcCode.UNAVAILABLE),
                http(503, GrpcCode.UNAVAILABLE),
                http(504, GrpcCode.UNAVAILABLE),
                http(302, GrpcCode.UNKNOWN),
                fault(
                        "HTTP status 503 with a status of gRPC",
                        GrpcCode.NOT_FOUND,
                        "",
                        (peer, stream) -> peer.headers(stream, true, ":status", "503", "grpc-status", "5")),
                fault(
                        "a page instead of gRPC",
                        GrpcCode.UNKNOWN,
                        "text/html",
                        (peer, stream) -> peer.headers(stream, false, ":status", "200", "content-type", "text/html")),
                fault(
                        "no content-type",
                        GrpcCode.UNKNOWN,
                        "no content-type",
                        (peer, stream) -> peer.headers(stream, false, ":status", "200")),
                fault(
                        "gRPC-Web",
                        GrpcCode.UNKNOWN,
                        "grpc-web",
                        (peer, stream) -> peer.headers(
                                stream, false, ":status", "200", "content-type", "application/grpc-web+proto")),
                fault(
                        "content-type with a charset",
                        GrpcCode.OK,
                        "",
                        (peer, stream) -> peer.headers(
                                        stream,
                                        false,
                                        ":status",
                                        "200",
                                        "content-type",
                                        "application/grpc; charset=utf-8")
                                .message(stream, "x")
                                .trailers(stream, "grpc-status", "0")),
                fault(
                        "content-type with a codec",
                        GrpcCode.OK,
                        "",
                        (peer, stream) -> peer.headers(
                                        stream, false, ":status", "200", "content-type", "application/grpc+proto")
                                .message(stream, "x")
                                .trailers(stream, "grpc-status", "0")),
                fault(
                        "an informational head before the answer",
                        GrpcCode.OK,
                        "",
                        (peer, stream) -> peer.headers(stream, false, ":status", "103", "link", "x")
                                .head(stream)
                                .message(stream, "x")
                                .trailers(stream, "grpc-status", "0")),
                fault(
                        "no :status",
                        GrpcCode.INTERNAL,
                        "",
                        (peer, stream) -> peer.headers(stream, false, "content-type", "application/grpc")),
                fault(
                        "a :status that is no number",
                        GrpcCode.INTERNAL,
                        "",
                        (peer, stream) -> peer.headers(stream, false, ":status", "abc")),
                fault(
                        "metadata over the limit",
                        GrpcCode.RESOURCE_EXHAUSTED,
                        "limits.metadata",
                        (peer, stream) -> peer.head(stream, "x-long", "a".repeat(5000))),
                fault(
                        "trailers over the limit",
                        GrpcCode.RESOURCE_EXHAUSTED,
                        "limits.metadata",
                        (peer, stream) ->
                                peer.head(stream).trailers(stream, "grpc-status", "0", "x-long", "a".repeat(5000))),
                fault(
                        "metadata over what HTTP/2 was told",
                        GrpcCode.RESOURCE_EXHAUSTED,
                        "limits.metadata",
                        (peer, stream) -> peer.head(stream, "x-long", "a".repeat(17000))),
                fault(
                        "two heads",
                        GrpcCode.INTERNAL,
                        "",
                        (peer, stream) -> peer.head(stream).headers(stream, false, "grpc-status", "0")));
    }

    private static Fault reset(int code, GrpcCode status, String name) {
        return fault(
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
                fault(
                        "RST_STREAM before the head",
                        GrpcCode.INTERNAL,
                        "INTERNAL_ERROR",
                        (peer, stream) -> peer.reset(stream, 2)),
                fault(
                        "every stream refused",
                        GrpcCode.UNAVAILABLE,
                        "REFUSED_STREAM",
                        (peer, stream) -> peer.reset(stream, 7)),
                fault(
                        "RST_STREAM behind the trailers",
                        GrpcCode.OK,
                        "",
                        (peer, stream) -> peer.head(stream)
                                .message(stream, "x")
                                .trailers(stream, "grpc-status", "0")
                                .reset(stream, 0)),
                fault(
                        "data without a head",
                        GrpcCode.DEADLINE_EXCEEDED,
                        "3000 ms",
                        (peer, stream) -> peer.message(stream, "x")),
                fault(
                        "data and the end without a head",
                        GrpcCode.INTERNAL,
                        "",
                        (peer, stream) -> peer.data(stream, true, ScriptedHttp2Server.framed(0, new byte[1]))),
                fault("an answer that never begins", GrpcCode.DEADLINE_EXCEEDED, "3000 ms", (peer, stream) -> {}),
                fault(
                        "an answer that never ends",
                        GrpcCode.DEADLINE_EXCEEDED,
                        "3000 ms",
                        (peer, stream) -> peer.head(stream).message(stream, "x")),
                fault(
                        "an answer pushed by the server",
                        GrpcCode.INTERNAL,
                        "",
                        (peer, stream) -> peer.frame(5, 4, stream, new byte[] {0, 0, 0, 2, (byte) 0x82})));
    }

    static Stream<Fault> connections() {
        return Stream.of(
                greeting("closes before SETTINGS", GrpcCode.UNAVAILABLE, "closed", (peer, none) -> peer.close()),
                greeting(
                        "closes behind SETTINGS",
                        GrpcCode.UNAVAILABLE,
                        "",
                        (peer, none) ->
                                peer.frame(ScriptedHttp2Server.SETTINGS, 0, 0).close()),
                greeting("resets before SETTINGS", GrpcCode.UNAVAILABLE, "", (peer, none) -> peer.abort()),
                greeting("never greets", GrpcCode.UNAVAILABLE, "in time", (peer, none) -> {}),
                greeting(
                        "speaks HTTP/1.1",
                        GrpcCode.UNAVAILABLE,
                        "HTTP/1.1",
                        (peer, none) -> peer.raw("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8))),
                greeting(
                        "speaks something else",
                        GrpcCode.UNAVAILABLE,
                        "HTTP/2",
                        (peer, none) -> peer.raw(
                                "220 ftp.example.org ready\r\n".getBytes(java.nio.charset.StandardCharsets.UTF_8))),
                greeting("allows no streams", GrpcCode.UNAVAILABLE, "no place", (peer, none) -> peer.setting(3, 0)),
                fault(
                        "GOAWAY in mid-stream that keeps the stream",
                        GrpcCode.OK,
                        "",
                        (peer, stream) -> peer.head(stream)
                                .message(stream, "x")
                                .goAway(stream, 0)
                                .message(stream, "y")
                                .trailers(stream, "grpc-status", "0")),
                fault(
                        "GOAWAY that drops every stream",
                        GrpcCode.UNAVAILABLE,
                        "GOAWAY",
                        (peer, stream) -> peer.goAway(0, 0)),
                fault(
                        "GOAWAY and the connection's end",
                        GrpcCode.UNAVAILABLE,
                        "GOAWAY ENHANCE",
                        (peer, stream) -> peer.head(stream)
                                .message(stream, "x")
                                .goAway(stream, 11)
                                .close()),
                fault(
                        "the connection closed before an answer",
                        GrpcCode.UNAVAILABLE,
                        "lost",
                        (peer, stream) -> peer.close()),
                fault(
                        "the connection closed in mid-stream",
                        GrpcCode.UNAVAILABLE,
                        "lost",
                        (peer, stream) -> peer.head(stream).message(stream, "x").close()),
                fault(
                        "the connection reset in mid-stream",
                        GrpcCode.UNAVAILABLE,
                        "lost",
                        (peer, stream) -> peer.head(stream).message(stream, "x").abort()),
                fault(
                        "a frame longer than allowed",
                        GrpcCode.INTERNAL,
                        "HTTP/2",
                        (peer, stream) -> peer.raw(new byte[] {(byte) 0x7f, 0, 0, 0, 0, 0, 0, 0, 1})),
                fault(
                        "headers that can't be decoded",
                        GrpcCode.INTERNAL,
                        "HTTP/2",
                        (peer, stream) -> peer.frame(
                                ScriptedHttp2Server.HEADERS, ScriptedHttp2Server.END_HEADERS, stream, new byte[] {
                                    (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f
                                })),
                fault("empty DATA frames without end", GrpcCode.INTERNAL, "HTTP/2", (peer, stream) -> {
                    peer.head(stream);
                    for (int i = 0; i < 100_000; i++) {
                        peer.frame(ScriptedHttp2Server.DATA, 0, stream);
                    }
                }),
                fault(
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
