package io.polyport.grpc.transcoding;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class AnswersTest {
    private static String shown(String field, String answer) {
        String rule = field.isEmpty() ? "" : " response_body: '" + field + "'";
        var rest = Rest.of("""
                enum Color { NONE = 0; RED = 1; }
                message R { string the_text = 1; int64 big = 2; repeated string list = 3; map<string, R> map = 4; R nested = 5;
                  optional int32 set = 6; bool flag = 7; Color color = 8; double wide = 9; }
                service S { rpc M(R) returns (R) { [google.api.http] { get: '/x'""" + rule + " } } }");
        return rest.find("GET", "/x").answer().of(Buffer.buffer(answer)).toString();
    }

    @Test
    @DisplayName("GR-29: response_body shows one field of the answer, byte for byte as the codec wrote it")
    void field() {
        String answer =
                "{\"nested\":{\"theText\":\"no\",\"big\":[1]},\"theText\":\"é\\\"x\",\"big\":\"-5\",\"list\":[ \"a\" ,{}],"
                        + "\"set\":12,\"flag\":true,\"wide\":-1.5e3}";
        assertThat(shown("", answer)).isEqualTo(answer);
        assertThat(shown("the_text", answer)).isEqualTo("\"é\\\"x\"");
        assertThat(shown("big", answer)).isEqualTo("\"-5\"");
        assertThat(shown("list", answer)).isEqualTo("[ \"a\" ,{}]");
        assertThat(shown("nested", answer)).isEqualTo("{\"theText\":\"no\",\"big\":[1]}");
        assertThat(shown("set", answer)).isEqualTo("12");
        assertThat(shown("flag", answer)).isEqualTo("true");
        assertThat(shown("wide", answer)).isEqualTo("-1.5e3");
        assertThat(shown("the_text", "{\"the_text\":\"by its name in the schema\"}"))
                .isEqualTo("\"by its name in the schema\"");
        assertThat(shown("set", "{\"set\":12 }")).isEqualTo("12");
    }

    @Test
    @DisplayName("GR-29: a field that the answer leaves out is shown as its default")
    void absent() {
        assertThat(shown("the_text", "{}")).isEqualTo("\"\"");
        assertThat(shown("big", "{}")).isEqualTo("\"0\"");
        assertThat(shown("list", "{}")).isEqualTo("[]");
        assertThat(shown("map", "{}")).isEqualTo("{}");
        assertThat(shown("nested", "{\"theText\":\"x\"}")).isEqualTo("null");
        assertThat(shown("set", "{}")).isEqualTo("null");
        assertThat(shown("flag", "{}")).isEqualTo("false");
        assertThat(shown("color", "{}")).isEqualTo("\"NONE\"");
        assertThat(shown("wide", "{}")).isEqualTo("0.0");
    }
}
