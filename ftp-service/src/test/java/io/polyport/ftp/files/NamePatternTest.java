package io.polyport.ftp.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A pattern of names")
class NamePatternTest {
    @ParameterizedTest(name = "FT-10 {0} and {1}: {2}")
    @CsvSource({
        "*.csv, a.csv, true",
        "*.csv, a.csv.bak, false",
        "a?c, abc, true",
        "a?c, ac, false",
        "*, anything, true",
        "**, x, true",
        "a.c, abc, false",
        "[a], a, false",
        "(a), (a), true",
        "*a*b, xaxbxb, true",
        "*a*b, xaxbxa, false"
    })
    void matches(String pattern, String name, boolean expected) {
        assertThat(new NamePattern(pattern).matches(name)).isEqualTo(expected);
    }

    @Test
    @DisplayName("FT-10 says what a regular expression of the same meaning says")
    void sameAsRegex() {
        var random = new Random(10);
        for (int i = 0; i < 20_000; i++) {
            String pattern = text(random, "ab*?", 6);
            String name = text(random, "ab", 7);
            var regex = Pattern.compile(pattern.replace("*", ".*").replace("?", "."));
            assertThat(new NamePattern(pattern).matches(name))
                    .as(pattern + " and " + name)
                    .isEqualTo(regex.matcher(name).matches());
        }
    }

    private static String text(Random random, String letters, int most) {
        var text = new StringBuilder();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }

    @Test
    @DisplayName("FT-10 a pattern made to take for ever does not")
    void hostile() {
        String name = "a".repeat(255);
        var pattern = new NamePattern("*a".repeat(100) + "*b");
        boolean matches = assertTimeoutPreemptively(Duration.ofSeconds(5), () -> pattern.matches(name));
        assertThat(matches).isFalse();
    }
}
