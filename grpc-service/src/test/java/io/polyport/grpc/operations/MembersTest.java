package io.polyport.grpc.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polyport.kit.problem.ProblemException;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What callers write in bodies and headers")
class MembersTest {
    private static Members of(String body) {
        return Members.of(Buffer.buffer(body), Set.of("a", "b"));
    }

    private static String code(String body) {
        try {
            of(body);
            return "";
        } catch (ProblemException refused) {
            return refused.problem().code();
        }
    }

    private static void refused(String body, Function<Members, Object> reading, String field) {
        Members members = of(body);
        assertThatThrownBy(() -> reading.apply(members))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(
                                        problem.problem().errors().getFirst().field())
                                .isEqualTo(field));
    }

    @Test
    @DisplayName("a body that is no object, has unknown members, or more than can be read is refused as what it is")
    void bodies() {
        assertThat(code("")).isEmpty();
        assertThat(code("{}")).isEmpty();
        assertThat(code("[]")).isEqualTo("request.invalid");
        assertThat(code("{\"a\"")).isEqualTo("request.invalid");
        assertThat(code("{\"c\":1}")).isEqualTo("request.invalid");
        assertThat(code("{\"a\":\"" + "x".repeat(20_000_001) + "\"}")).isEqualTo("request.too-large");
        assertThat(code("{\"a\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}"))
                .isEqualTo("request.too-large");
    }

    @Test
    @DisplayName("a member of another kind is told by its name, also within another one")
    void kinds() {
        refused("{\"a\":1}", members -> members.text("a"), "body:/a");
        refused("{}", members -> members.requiredText("a"), "body:/a");
        refused("{\"a\":\" \"}", members -> members.requiredText("a"), "body:/a");
        refused("{\"a\":\"true\"}", members -> members.flag("a", true), "body:/a");
        refused("{\"a\":11}", members -> members.number("a", 1, 10), "body:/a");
        refused("{\"a\":1.5}", members -> members.number("a", 1, 10), "body:/a");
        refused("{\"a\":\"5\"}", members -> members.duration("a"), "body:/a");
        refused("{\"a\":{}}", members -> members.list("a"), "body:/a");
        refused("{\"a\":[]}", members -> members.object("a", Set.of()), "body:/a");
        refused("{\"a\":{\"x\":1}}", members -> members.object("a", Set.of()), "body:/a/x");
        refused("{\"a\":{\"x\":1}}", members -> members.texts("a"), "body:/a/x");
        refused("{\"a\":[\"x\"]}", members -> members.texts("a"), "body:/a");
        refused("{\"a\":[]}", members -> members.oneOrMore("a"), "body:/a");
        refused("{\"a\":[1]}", members -> members.oneOrMore("a"), "body:/a");
        refused("{\"a\":\"?\"}", members -> members.bytes("a"), "body:/a");
    }

    @Test
    @DisplayName("what is left out, or null, is as if it was not there")
    void absent() {
        Members members = of("{\"a\":null}");
        assertThat(members.has("a")).isFalse();
        assertThat(members.text("a")).isEmpty();
        assertThat(members.flag("a", true)).isTrue();
        assertThat(members.number("b", 7, 10)).isEqualTo(7);
        assertThat(members.list("a")).isEmpty();
        assertThat(members.object("a", Set.of())).isEmpty();
        assertThat(members.texts("b")).isEmpty();
        assertThat(of("{\"a\":\"x\"}").oneOrMore("a")).isEqualTo(List.of("x"));
    }

    @ParameterizedTest
    @CsvSource({"500ms,500", "5s,5000", "2m,120000", "1h,3600000", "0s,0"})
    @DisplayName("times are numbers with a unit")
    void durations(String text, long millis) {
        assertThat(Times.duration(text)).contains(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource({"1H,3600000000000", "1M,60000000000", "99999999S,99999999000000000", "1m,1000000", "1u,1000", "1n,1"})
    @DisplayName("Grpc-Timeout is read as gRPC writes it (GR-26)")
    void timeouts(String text, long nanos) {
        assertThat(Times.grpc(text)).contains(Duration.ofNanos(nanos));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "5 S", "-5S", "999999999S", "5s", "1.5S", "S"})
    @DisplayName("anything else is no Grpc-Timeout")
    void noTimeouts(String text) {
        assertThat(Times.grpc(text)).isEmpty();
    }
}
