package io.polyport.grpc.calls;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.grpc.GrpcMethod;
import io.polyport.grpc.GrpcMethod.Kind;
import io.polyport.grpc.json.JsonRules;
import io.polyport.kit.bus.InlineBody;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Records that a caller sends")
class RecordReaderTest {
    private final FakeCall call = new FakeCall();

    private Future<Long> send(Kind kind, String lines) {
        var method = new GrpcMethod("p.S", "M", kind, (json, rules) -> json, (message, rules) -> message);
        var reader = new RecordReader(call, method, JsonRules.USUAL, Runnable::run);
        return SendingBody.records(new InlineBody(Buffer.buffer(lines)), call, 1_000, reader::read, Runnable::run);
    }

    @ParameterizedTest(name = "GR-23 the message of {0} is {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"message\":{\"a\":[1,{}]}}|{\"a\":[1,{}]}",
                " { \"message\" : {\"a\":\"}\"} } |{\"a\":\"}\"}",
                "{\"message\":\"й}\"}|\"й}\"",
                "{\"message\":12}|12",
                "{\"mess\\u0061ge\":null}|null",
                "{\"message\":[]}|[]"
            })
    void message(String record, String message) {
        send(Kind.BIDIRECTIONAL, record + "\r\n");
        assertThat(call.sent).hasSize(1);
        assertThat(call.sent.getFirst().strip()).isEqualTo(message);
    }

    @ParameterizedTest(name = "GR-23 is told that it is wrong, and those behind it are not read: {0}")
    @ValueSource(
            strings = {
                "{\"message\":{}",
                "{\"message\":{}}}",
                "{\"message\":{}}{\"message\":{}}",
                "{\"message\":{},\"message\":{}}",
                "[{\"message\":{}}]",
                "{\"Message\":{}}",
                "{\"complete\":false}",
                "{\"cancel\":\"true\"}",
                "{}",
                "null",
                "\"message\"",
                "{\"message\":{}} x"
            })
    void wrong(String record) {
        var done = send(Kind.BIDIRECTIONAL, "{\"message\":1}\n" + record + "\n{\"message\":2}\n");
        assertThat(done.cause()).isInstanceOf(ProblemException.class);
        assertThat(((ProblemException) done.cause()).problem().code()).isEqualTo("request.invalid");
        assertThat(call.sent).containsExactly("1");
        assertThat(call.cancelled).isTrue();
    }

    @Test
    @DisplayName("GR-23 a record that is too long is told")
    void tooLong() {
        var done = send(Kind.BIDIRECTIONAL, "{\"message\":\"" + "x".repeat(1_000) + "\"}\n");
        assertThat(((ProblemException) done.cause()).problem().code()).isEqualTo("request.too-large");
        assertThat(call.cancelled).isTrue();
    }

    @Test
    @DisplayName("GR-23 {\"complete\":true} is a half-close; said again it is nothing, and no message may follow")
    void complete() {
        var done = send(Kind.CLIENT_STREAMING, "{\"message\":1}\n{\"complete\":true}\n{\"complete\":true}\n\n");
        assertThat(done.result()).isEqualTo(1);
        assertThat(call.completed).isTrue();
        assertThat(send(Kind.CLIENT_STREAMING, "{\"complete\":true}\n{\"message\":1}\n")
                        .cause())
                .hasMessageContaining("complete");
    }

    @Test
    @DisplayName(
            "GR-23 a method that takes one message is completed by it, or by complete, which stands for the empty one")
    void one() {
        assertThat(send(Kind.UNARY, "{\"message\":1}\n{\"complete\":true}\n").result())
                .isEqualTo(1);
        assertThat(call.completed).isTrue();
        assertThat(call.sent).containsExactly("1");
        assertThat(send(Kind.SERVER_STREAMING, "{\"complete\":true}\n").result())
                .isEqualTo(1);
        assertThat(call.sent).containsExactly("1", "");
        assertThat(send(Kind.UNARY, "{\"message\":1}\n{\"message\":2}\n").cause())
                .hasMessageContaining("second message");
    }

    @Test
    @DisplayName("GR-23 {\"cancel\":true} cancels the call")
    void cancel() {
        send(Kind.BIDIRECTIONAL, "{\"message\":1}\n{\"cancel\":true}\n{\"message\":2}\n");
        assertThat(call.cancelled).isTrue();
        assertThat(call.completed).isFalse();
        assertThat(call.sent).containsExactly("1");
    }
}
