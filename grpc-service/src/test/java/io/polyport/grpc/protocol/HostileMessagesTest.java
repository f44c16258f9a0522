package io.polyport.grpc.protocol;

import io.polyport.grpc.GrpcCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HostileMessagesTest {
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
    @DisplayName("GR-30: whatever messages a server sends, its call ends with a status, and in time")
    @MethodSource({"framing", "compression"})
    void ends(Fault fault) {
        fault.play(loop);
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
                Fault.of(
                        "a message at the limit is taken",
                        GrpcCode.OK,
                        "",
                        (peer, stream) -> peer.head(stream)
                                .message(stream, 0, new byte[Fault.LIMIT])
                                .trailers(stream, "grpc-status", "0")),
                Fault.of(
                        "a message one byte over the limit",
                        GrpcCode.RESOURCE_EXHAUSTED,
                        "limits.message",
                        (peer, stream) -> peer.head(stream)
                                .data(stream, false, ScriptedHttp2Server.framed(0, new byte[Fault.LIMIT + 1]))
                                .trailers(stream, "grpc-status", "0")),
                Fault.of(
                        "a message that says it has 4 GiB",
                        GrpcCode.RESOURCE_EXHAUSTED,
                        "4294967295 bytes",
                        (peer, stream) -> peer.head(stream).data(stream, false, new byte[] {0, -1, -1, -1, -1})),
                Fault.of(
                        "a last message that is cut",
                        GrpcCode.INTERNAL,
                        "cut",
                        (peer, stream) -> peer.head(stream)
                                .data(stream, false, new byte[] {0, 0, 0, 0, 9, 1})
                                .trailers(stream, "grpc-status", "0")),
                Fault.of(
                        "a last prefix that is cut",
                        GrpcCode.INTERNAL,
                        "cut",
                        (peer, stream) -> peer.head(stream)
                                .data(stream, false, new byte[] {0, 0, 0})
                                .trailers(stream, "grpc-status", "0")),
                Fault.of(
                        "a flag that gRPC does not know",
                        GrpcCode.INTERNAL,
                        "flag 2",
                        (peer, stream) -> peer.head(stream)
                                .message(stream, 2, new byte[3])
                                .trailers(stream, "grpc-status", "0")),
                Fault.of(
                        "no message, and OK",
                        GrpcCode.OK,
                        "",
                        (peer, stream) -> peer.head(stream).trailers(stream, "grpc-status", "0")),
                Fault.of("one byte per frame", GrpcCode.OK, "", (peer, stream) -> {
                    peer.head(stream);
                    for (byte one : ScriptedHttp2Server.framed(0, new byte[100])) {
                        peer.data(stream, false, new byte[] {one});
                    }
                    peer.trailers(stream, "grpc-status", "0");
                }));
    }

    static Stream<Fault> compression() {
        return Stream.of(
                Fault.of(
                        "gzip of a message at the limit",
                        GrpcCode.OK,
                        "",
                        (peer, stream) -> peer.head(stream, "grpc-encoding", "gzip")
                                .message(stream, 1, gzip(new byte[Fault.LIMIT]))
                                .trailers(stream, "grpc-status", "0")),
                Fault.of(
                        "gzip of an empty message",
                        GrpcCode.OK,
                        "",
                        (peer, stream) -> peer.head(stream, "grpc-encoding", "gzip")
                                .message(stream, 1, gzip(new byte[0]))
                                .trailers(stream, "grpc-status", "0")),
                Fault.of(
                        "an uncompressed message under gzip",
                        GrpcCode.OK,
                        "",
                        (peer, stream) -> peer.head(stream, "grpc-encoding", "gzip")
                                .message(stream, "plain")
                                .trailers(stream, "grpc-status", "0")),
                Fault.of(
                        "gzip that inflates to one byte over the limit",
                        GrpcCode.RESOURCE_EXHAUSTED,
                        "inflated",
                        (peer, stream) -> peer.head(stream, "grpc-encoding", "gzip")
                                .message(stream, 1, gzip(new byte[Fault.LIMIT + 1]))
                                .trailers(stream, "grpc-status", "0")),
                Fault.of(
                        "a gzip bomb",
                        GrpcCode.RESOURCE_EXHAUSTED,
                        "inflated",
                        (peer, stream) -> peer.head(stream, "grpc-encoding", "gzip")
                                .message(stream, 1, gzip(new byte[20 << 20]))
                                .trailers(stream, "grpc-status", "0")),
                Fault.of(
                        "corrupt gzip",
                        GrpcCode.INTERNAL,
                        "gzip",
                        (peer, stream) -> peer.head(stream, "grpc-encoding", "gzip")
                                .message(stream, 1, new byte[] {31, -117, 8, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5})
                                .trailers(stream, "grpc-status", "0")),
                Fault.of(
                        "gzip that is no gzip",
                        GrpcCode.INTERNAL,
                        "gzip",
                        (peer, stream) -> peer.head(stream, "grpc-encoding", "gzip")
                                .message(stream, 1, new byte[] {1, 2, 3})
                                .trailers(stream, "grpc-status", "0")),
                Fault.of("gzip that ends early", GrpcCode.INTERNAL, "gzip", (peer, stream) -> {
                    byte[] whole = gzip(new byte[1000]);
                    peer.head(stream, "grpc-encoding", "gzip")
                            .message(stream, 1, java.util.Arrays.copyOf(whole, whole.length - 6))
                            .trailers(stream, "grpc-status", "0");
                }),
                Fault.of(
                        "a compressed message of no bytes",
                        GrpcCode.INTERNAL,
                        "gzip",
                        (peer, stream) -> peer.head(stream, "grpc-encoding", "gzip")
                                .message(stream, 1, new byte[0])
                                .trailers(stream, "grpc-status", "0")),
                Fault.of(
                        "compressed without an encoding",
                        GrpcCode.INTERNAL,
                        "without saying how",
                        (peer, stream) -> peer.head(stream)
                                .message(stream, 1, gzip(new byte[9]))
                                .trailers(stream, "grpc-status", "0")),
                Fault.of(
                        "an encoding that was not offered",
                        GrpcCode.INTERNAL,
                        "snappy",
                        (peer, stream) -> peer.head(stream, "grpc-encoding", "snappy")
                                .message(stream, 1, new byte[9])
                                .trailers(stream, "grpc-status", "0")));
    }
}
