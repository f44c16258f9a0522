package io.polyport.grpc.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polyport.kit.problem.ProblemException;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("JSON values in a body")
class JsonValuesTest {
    /** In pieces of so many bytes. */
    private static List<String> values(String body, int piece, boolean arrays) {
        List<String> values = new ArrayList<>();
        var cut = new JsonValues(100, arrays, value -> values.add(value.toString()));
        Buffer bytes = Buffer.buffer(body);
        for (int at = 0; at < bytes.length(); at += piece) {
            cut.add(bytes.getBuffer(at, Math.min(at + piece, bytes.length())));
        }
        cut.end();
        return values;
    }

    @ParameterizedTest(name = "in pieces of {0} bytes")
    @ValueSource(ints = {1, 2, 3, 5, 7, 64, 1000})
    @DisplayName("are found one behind the other, with line breaks or without, wherever the pieces are cut")
    void lines(int piece) {
        String body =
                "{\"a\":1}\n{\"b\":\"} \\\" {\"}{\"c\":[1,{}]}\r\n\n 17 \"te]xt\" true\nnull [1,2] {\"я\":\"\\\\\"}";
        assertThat(values(body, piece, true))
                .containsExactly(
                        "{\"a\":1}",
                        "{\"b\":\"} \\\" {\"}",
                        "{\"c\":[1,{}]}",
                        "17",
                        "\"te]xt\"",
                        "true",
                        "null",
                        "[1,2]",
                        "{\"я\":\"\\\\\"}");
    }

    @ParameterizedTest(name = "in pieces of {0} bytes")
    @ValueSource(ints = {1, 2, 3, 64})
    @DisplayName("are found as the elements of one array")
    void array(int piece) {
        assertThat(values(" [ {\"a\":[1]} ,\n2,\"x\" ,[3], true]\n", piece, true))
                .containsExactly("{\"a\":[1]}", "2", "\"x\"", "[3]", "true");
        assertThat(values("[]", piece, true)).isEmpty();
        assertThat(values("[[]]", piece, true)).containsExactly("[]");
    }

    @Test
    @DisplayName("an array is one value where lists are no messages, and an empty body has none")
    void one() {
        assertThat(values("[1,2]", 1, false)).containsExactly("[1,2]");
        assertThat(values("", 1, true)).isEmpty();
        assertThat(values(" \r\n\t", 1, true)).isEmpty();
        assertThat(values("5", 1, true)).containsExactly("5");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "{\"a\":1,ends within a value",
                "\"text,ends within a value",
                "`[1,2`,ends within the array",
                "`[1,`,ends within the array",
                "[,ends within the array",
                "[1 2],has no comma between two values of the array",
                "`[1,]`,has ']' where a value should begin",
                "`[,1]`,\"has ',' where a value should begin\"",
                "[1]x,has something behind the array",
                "[1][2],has something behind the array",
                "},has '}' where a value should begin",
                "1 :,has ':' where a value should begin"
            })
    @DisplayName("a body that is none is told where it goes wrong")
    void wrong(String body, String what) {
        for (int piece : new int[] {1, 2, 100}) {
            assertThatThrownBy(() -> values(body, piece, true))
                    .isInstanceOfSatisfying(ProblemException.class, problem -> {
                        assertThat(problem.problem().status()).isEqualTo(400);
                        assertThat(problem.problem().detail()).contains(what.replace("\"", ""));
                        assertThat(problem.problem().errors().getFirst().field())
                                .startsWith("body:/");
                    });
        }
    }

    @ParameterizedTest(name = "in pieces of {0} bytes")
    @ValueSource(ints = {1, 50, 1000})
    @DisplayName("a value that is too large is refused before it is whole, and many that are not go through")
    void large(int piece) {
        String most = "\"" + "x".repeat(98) + "\"";
        assertThat(values((most + "\n").repeat(50), piece, true)).hasSize(50).containsOnly(most);
        assertThatThrownBy(() -> values("\"" + "x".repeat(99) + "\"", piece, true))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.problem().code()).isEqualTo("request.too-large"));
    }
}
