package io.polyport.grpc.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.grpc.GrpcCallSettings;
import io.polyport.grpc.GrpcCode;
import io.polyport.grpc.GrpcLimits;
import io.polyport.grpc.GrpcMetadata;
import io.polyport.grpc.GrpcTarget;
import io.polyport.kit.fixtures.Eventually;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class FourKindsTest {
    private final ByteServer server = new ByteServer();
    private final TestLoop loop = new TestLoop();

    @AfterEach
    void close() {
        loop.close();
        server.close();
    }

    @Test
    @DisplayName("a unary call brings one message and the status")
    void unary() {
        var answer = loop.ask(server.target(), "/test.Bytes/Unary", "hello");

        assertThat(answer.texts()).containsExactly("hello");
        assertThat(answer.status().code()).isEqualTo(GrpcCode.OK);
        assertThat(answer.status().isLocal()).isFalse();
    }

    @Test
    @DisplayName("a server's error brings its code and its text, percent-decoded")
    void error() {
        var answer = loop.ask(server.target(), "/test.Bytes/Unary", "fail");

        assertThat(answer.messages()).isEmpty();
        assertThat(answer.status().code()).isEqualTo(GrpcCode.NOT_FOUND);
        assertThat(answer.status().message()).isEqualTo("no – such % thing");
        assertThat(answer.status().isLocal()).isFalse();
    }

    @Test
    @DisplayName("a method that the server does not have is UNIMPLEMENTED")
    void unimplemented() {
        assertThat(loop.ask(server.target(), "/test.Bytes/Nothing", "x")
                        .status()
                        .code())
                .isEqualTo(GrpcCode.UNIMPLEMENTED);
    }

    @Test
    @DisplayName("a server stream brings its messages in their order")
    void down() {
        var answer = loop.ask(server.target(), "/test.Bytes/Down", "1000 100");

        assertThat(answer.messages()).hasSize(1000).allMatch(message -> message.length() == 100);
        assertThat(answer.status().isOk()).isTrue();
    }

    @Test
    @DisplayName("a client stream's messages all arrive")
    void up() {
        var answer = loop.ask(server.target(), "/test.Bytes/Up", "one", "two", "three");

        assertThat(answer.texts()).containsExactly("11");
        assertThat(server.received).hasValue(3);
    }

    @Test
    @DisplayName("a bidirectional stream goes both ways at the same time")
    void both() {
        var answer = loop.on(() -> {
            var call = loop.client.call(server.target(), "/test.Bytes/Both", TestLoop.PLAIN);
            var collected = TestLoop.collect(call);
            call.messages().handler(message -> {
                if (message.length() < 5) {
                    call.send(Buffer.buffer(message + "x"));
                } else {
                    call.complete();
                }
            });
            call.send(Buffer.buffer("x"));
            return collected;
        });

        assertThat(answer.status().isOk()).isTrue();
        assertThat(server.received).hasValue(5);
    }

    @Test
    @DisplayName("a stream begins without a message")
    void headAlone() {
        var call = loop.open(server.target(), "/test.Bytes/Both", TestLoop.PLAIN, opened -> {});
        Eventually.holds(Duration.ofSeconds(30), "begun", () -> server.calls.get() == 1);
        loop.run(call::complete);

        assertThat(TestLoop.await(call.status()).isOk()).isTrue();
    }

    @Test
    @DisplayName("GR-2: the authority is the address, or what the target says")
    void authority() {
        loop.ask(server.target(), "/test.Bytes/Unary", "x");
        assertThat(server.authority).hasValue("127.0.0.1:" + server.port());

        var other = new GrpcTarget(
                server.target().addresses(), Optional.of("stock.example.org"), Optional.empty(), GrpcLimits.defaults());
        loop.ask(other, "/test.Bytes/Unary", "x");
        assertThat(server.authority).hasValue("stock.example.org");
    }

    @Test
    @DisplayName("an empty message is a message")
    void empty() {
        assertThat(loop.ask(server.target(), "/test.Bytes/Both", "", "").messages())
                .containsExactly(Buffer.buffer(), Buffer.buffer());
    }

    @Test
    @DisplayName("GR-4 GR-27: metadata go out, and come back in the head and in the trailers, bytes as bytes")
    void metadata() {
        var sent = new GrpcMetadata(List.of(
                new GrpcMetadata.Text("x-echo", "one"),
                new GrpcMetadata.Text("x-echo", "two, three"),
                new GrpcMetadata.Bytes("x-echo-bin", Buffer.buffer(new byte[] {0, -1, 10, 13})),
                new GrpcMetadata.Text("te", "deflate"),
                new GrpcMetadata.Text("grpc-timeout", "1n")));
        var answer = loop.ask(
                server.target(),
                "/test.Bytes/Unary",
                new GrpcCallSettings(sent, Optional.of(Duration.ofSeconds(20))),
                Buffer.buffer("hi"));

        assertThat(answer.status().code()).isEqualTo(GrpcCode.OK);
        assertThat(answer.head().entries())
                .containsExactly(new GrpcMetadata.Text("x-echo", "one"), new GrpcMetadata.Text("x-echo", "two, three"));
        assertThat(answer.status().trailers().entries())
                .containsExactly(new GrpcMetadata.Bytes("x-echo-bin", Buffer.buffer(new byte[] {0, -1, 10, 13})));
    }
}
