package io.polyport.grpc.protocol;

import io.polyport.grpc.GrpcCode;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HostileStatusesTest {
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
    @DisplayName("GR-30: whatever head and status a server sends, its call ends with a status, and in time")
    @MethodSource({"statuses", "heads"})
    void ends(Fault fault) {
        fault.play(loop);
    }

    static Stream<Fault> statuses() {
        return Stream.of(
                Fault.of(
                        "a status that is no number",
                        GrpcCode.UNKNOWN,
                        "'abc'",
                        (peer, stream) -> peer.head(stream).trailers(stream, "grpc-status", "abc")),
                Fault.of(
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
                Fault.of(
                        "a status that gRPC does not have",
                        GrpcCode.UNKNOWN,
                        "'17'",
                        (peer, stream) ->
                                peer.head(stream).trailers(stream, "grpc-status", "17", "grpc-message", "odd")),
                Fault.of(
                        "a negative status",
                        GrpcCode.UNKNOWN,
                        "'-1'",
                        (peer, stream) -> peer.head(stream).trailers(stream, "grpc-status", "-1")),
                Fault.of(
                        "a status that Java would read as 0",
                        GrpcCode.UNKNOWN,
                        "'-0'",
                        (peer, stream) -> peer.head(stream).trailers(stream, "grpc-status", "-0")),
                Fault.of(
                        "a status of many digits",
                        GrpcCode.UNKNOWN,
                        "'99999999999999999999",
                        (peer, stream) -> peer.head(stream).trailers(stream, "grpc-status", "9".repeat(1000))),
                Fault.of(
                        "no status in the trailers",
                        GrpcCode.UNKNOWN,
                        "without a status",
                        (peer, stream) -> peer.head(stream).message(stream, "x").trailers(stream, "other", "1")),
                Fault.of(
                        "no trailers",
                        GrpcCode.UNKNOWN,
                        "without a status",
                        (peer, stream) -> peer.head(stream).message(stream, "x").data(stream, true, new byte[0])),
                Fault.of(
                        "a head that is the end, without a status",
                        GrpcCode.UNKNOWN,
                        "without a status",
                        (peer, stream) ->
                                peer.headers(stream, true, ":status", "200", "content-type", "application/grpc")),
                Fault.of(
                        "a text with bad escapes",
                        GrpcCode.ABORTED,
                        "100%, %zz %4, +é",
                        (peer, stream) -> peer.head(stream)
                                .trailers(stream, "grpc-status", "10", "grpc-message", "100%, %zz %4, +%C3%A9")),
                Fault.of(
                        "a text that is no UTF-8",
                        GrpcCode.ABORTED,
                        "a\uFFFDb",
                        (peer, stream) ->
                                peer.head(stream).trailers(stream, "grpc-status", "10", "grpc-message", "a%ffb")),
                Fault.of(
                        "details that are no base64",
                        GrpcCode.ABORTED,
                        "",
                        (peer, stream) -> peer.head(stream)
                                .trailers(stream, "grpc-status", "10", "grpc-status-details-bin", "***")),
                Fault.of(
                        "a status in the head, and then a stream that never ends",
                        GrpcCode.NOT_FOUND,
                        "gone",
                        (peer, stream) -> peer.head(stream, "grpc-status", "5", "grpc-message", "gone")));
    }

    private static Fault http(int status, GrpcCode code) {
        return Fault.of(
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
                Fault.of(
                        "HTTP status 503 with a status of gRPC",
                        GrpcCode.NOT_FOUND,
                        "",
                        (peer, stream) -> peer.headers(stream, true, ":status", "503", "grpc-status", "5")),
                Fault.of(
                        "a page instead of gRPC",
                        GrpcCode.UNKNOWN,
                        "text/html",
                        (peer, stream) -> peer.headers(stream, false, ":status", "200", "content-type", "text/html")),
                Fault.of(
                        "no content-type",
                        GrpcCode.UNKNOWN,
                        "no content-type",
                        (peer, stream) -> peer.headers(stream, false, ":status", "200")),
                Fault.of(
                        "gRPC-Web",
                        GrpcCode.UNKNOWN,
                        "grpc-web",
                        (peer, stream) -> peer.headers(
                                stream, false, ":status", "200", "content-type", "application/grpc-web+proto")),
                Fault.of(
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
                Fault.of(
                        "content-type with a codec",
                        GrpcCode.OK,
                        "",
                        (peer, stream) -> peer.headers(
                                        stream, false, ":status", "200", "content-type", "application/grpc+proto")
                                .message(stream, "x")
                                .trailers(stream, "grpc-status", "0")),
                Fault.of(
                        "an informational head before the answer",
                        GrpcCode.OK,
                        "",
                        (peer, stream) -> peer.headers(stream, false, ":status", "103", "link", "x")
                                .head(stream)
                                .message(stream, "x")
                                .trailers(stream, "grpc-status", "0")),
                Fault.of(
                        "no :status",
                        GrpcCode.INTERNAL,
                        "",
                        (peer, stream) -> peer.headers(stream, false, "content-type", "application/grpc")),
                Fault.of(
                        "a :status that is no number",
                        GrpcCode.INTERNAL,
                        "",
                        (peer, stream) -> peer.headers(stream, false, ":status", "abc")),
                Fault.of(
                        "metadata over the limit",
                        GrpcCode.RESOURCE_EXHAUSTED,
                        "limits.metadata",
                        (peer, stream) -> peer.head(stream, "x-long", "a".repeat(5000))),
                Fault.of(
                        "trailers over the limit",
                        GrpcCode.RESOURCE_EXHAUSTED,
                        "limits.metadata",
                        (peer, stream) ->
                                peer.head(stream).trailers(stream, "grpc-status", "0", "x-long", "a".repeat(5000))),
                Fault.of(
                        "metadata over what HTTP/2 was told",
                        GrpcCode.RESOURCE_EXHAUSTED,
                        "limits.metadata",
                        (peer, stream) -> peer.head(stream, "x-long", "a".repeat(17000))),
                Fault.of(
                        "two heads",
                        GrpcCode.INTERNAL,
                        "",
                        (peer, stream) -> peer.head(stream).headers(stream, false, "grpc-status", "0")));
    }
}
