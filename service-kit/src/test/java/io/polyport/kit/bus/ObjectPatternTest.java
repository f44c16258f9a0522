package io.polyport.kit.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectPatternTest {
    @ParameterizedTest(name = "GW-15 {0} matches {1}: {2}")
    @CsvSource({
        "/in/*, /in/a.txt, true",
        "/in/*, /in/, true",
        "/in/*, /in/a/b, false",
        "/in/**, /in/a/b, true",
        "/in/**, /in, false",
        "/in/**, /inner, false",
        "/in/**, //in/a, false",
        "/**/b, /a/b, true",
        "/*/b, /a/b, true",
        "/*/b, /a/c/b, false",
        "/a*c, /abbc, true",
        "/a*c, /abbcd, false",
        "/a, /a, true",
        "/a, /ab, false",
        "**, /anything/at/all, true",
        "/in*/**/x, /in1/2/3/x, true",
    })
    void matches(String pattern, String object, boolean expected) {
        assertThat(ObjectPattern.matches(pattern, object)).isEqualTo(expected);
    }

    @Test
    @DisplayName("GW-15 a long path takes no event loop's time, however many stars the pattern has")
    void isNotSlow() {
        String object = "/a".repeat(8_000);
        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertThat(ObjectPattern.matches("/**/a/**/a/**/a*/**/b", object))
                        .isFalse());
    }
}
