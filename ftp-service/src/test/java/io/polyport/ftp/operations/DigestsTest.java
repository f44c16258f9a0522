package io.polyport.ftp.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.polyport.ftp.files.RunningSum;
import io.polyport.kit.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Digests that a caller announces")
final class DigestsTest {
    /** The example of RFC 9530 §B.1. */
    private static final String EXAMPLE = "{\"hello\": \"world\"}\n";

    @ParameterizedTest(name = "FT-14 {0} of the bytes of RFC 9530 is what the RFC, or the algorithm''s own, says")
    @CsvSource({
        "sha-256, RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=",
        "sha-512, YMAam51Jz/jOATT6/zvHrLVgOYTGFy1d6GJiOHTohq4yP+pgk4vf2aCsyRZOtw8MjkM7iw7yZ/WkppmM44T3qg==",
    })
    void example(String algorithm, String base64) {
        var sum = RunningSum.of(algorithm);
        byte[] bytes = EXAMPLE.getBytes(StandardCharsets.UTF_8);
        for (byte each : bytes) {
            sum.add(new byte[] {each});
        }
        assertThat(Base64.getEncoder().encodeToString(sum.value())).isEqualTo(base64);
    }

    @ParameterizedTest(name = "FT-14 {0} of 123456789 is {1}")
    @CsvSource({
        "crc32c, e3069283",
        "crc32, cbf43926",
        "md5, 25f9e794323b453885f5181f1b624d0b",
        "sha, f7c3bc1d808e04732adf679965ccc34ca7ae3441",
    })
    void checkValues(String algorithm, String hex) {
        var sum = RunningSum.of(algorithm);
        sum.add("123456789".getBytes(StandardCharsets.US_ASCII));
        assertThat(HexFormat.of().formatHex(sum.value())).isEqualTo(hex);
    }

    @Test
    @DisplayName("FT-14 that are made to be read slowly are read as fast as others")
    void hostile() {
        for (String value : List.of(
                "a".repeat(10_000) + "=:AA==:;" + " ".repeat(20_000) + ":",
                "sha-256=:AA==:;" + " ".repeat(30_000) + ":",
                " ".repeat(30_000) + "!",
                "sha-256=:" + "A".repeat(30_000))) {
            assertTimeoutPreemptively(
                    Duration.ofSeconds(5),
                    () -> assertThatThrownBy(() -> Digests.parse("content-digest", value))
                            .isInstanceOf(ProblemException.class));
        }
    }

    @Test
    @DisplayName("FT-14 are read as RFC 8941 writes dictionaries of bytes")
    void dictionary() {
        assertThat(Digests.parse("content-digest", "sha-256=:AQI=:, md5=:Aw==:;x=1,unixsum=:BA==:"))
                .extracting(Digests.Announced::algorithm)
                .containsExactly("sha-256", "md5", "unixsum");
        assertThat(Digests.parse("content-digest", "sha-256=:AQI=:").getFirst().value())
                .containsExactly(1, 2);
    }

    @ParameterizedTest(name = "FT-14 \"{0}\" is a bad request")
    @ValueSource(
            strings = {
                "sha-256",
                "sha-256=AQI=",
                "sha-256=:AQI=",
                "sha-256=:!:",
                "sha-256=:AQI:=:",
                "sha-256=:AQI=: md5=:Aw==:",
                "SHA-256=:AQI=:",
                "sha-256=:AQI=:,",
                ",sha-256=:AQI=:",
                "sha-256=:A:"
            })
    void malformed(String value) {
        assertThatThrownBy(() -> Digests.parse("repr-digest", value))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        thrown -> assertThat(
                                        thrown.problem().errors().getFirst().field())
                                .isEqualTo("header:repr-digest"));
    }

    @Test
    @DisplayName("FT-14 have to be right all together")
    void all() {
        var two = new Digests(List.of(
                new Digests.Announced("content-digest", "md5", new byte[] {1}),
                new Digests.Announced("repr-digest", "sha-256", new byte[] {2})));
        assertThatCode(() -> two.check(Map.of("md5", new byte[] {1}, "sha-256", new byte[] {2}), 5, "Nothing."))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> two.check(Map.of("md5", new byte[] {1}, "sha-256", new byte[] {3}), 5, "Nothing."))
                .isInstanceOfSatisfying(ProblemException.class, thrown -> {
                    assertThat(thrown.problem().code()).isEqualTo("ftp.digest-mismatch");
                    assertThat(thrown.problem().detail()).contains("5 bytes", "sha-256", "03", "repr-digest");
                });
    }
}
