package io.polyport.ftp.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A conditional request")
class FileConditionsTest {
    private static final Instant TIME = Instant.parse("2026-03-04T05:06:07.890Z");
    private static final FileConditions FILE = new FileConditions(OptionalLong.of(42), TIME);

    private static boolean fresh(FileConditions file, String tags, String since) {
        return file.isFresh(Optional.ofNullable(tags), Optional.ofNullable(since));
    }

    @Test
    @DisplayName("FT-13 compares tags weakly, one of many, and knows the star")
    void tags() {
        String tag = FILE.entityTag().orElseThrow();
        assertThat(tag).startsWith("W/\"42-");
        assertThat(fresh(FILE, tag, null)).isTrue();
        assertThat(fresh(FILE, tag.substring(2), null)).isTrue();
        assertThat(fresh(FILE, "\"x\" , " + tag + ",\"y\"", null)).isTrue();
        assertThat(fresh(FILE, "\"x\"", null)).isFalse();
        assertThat(fresh(FILE, " * ", null)).isTrue();
        assertThat(fresh(new FileConditions(OptionalLong.of(43), TIME), tag, null))
                .isFalse();
        assertThat(fresh(new FileConditions(OptionalLong.of(42), TIME.plusMillis(1)), tag, null))
                .isFalse();
    }

    @Test
    @DisplayName("FT-13 says nothing of a file that tells no size or time: it may not even be there")
    void unknown() {
        var nothing = new FileConditions(OptionalLong.empty(), null);
        assertThat(nothing.entityTag()).isEmpty();
        assertThat(nothing.lastModified()).isEmpty();
        assertThat(fresh(nothing, "*", null)).isFalse();
        assertThat(fresh(nothing, "\"x\"", null)).isFalse();
        assertThat(fresh(nothing, null, "Wed, 04 Mar 2026 05:06:07 GMT")).isFalse();
    }

    @ParameterizedTest(name = "FT-13 since {0}: {1}")
    @CsvSource(
            delimiter = ';',
            value = {
                "Wed, 04 Mar 2026 05:06:07 GMT; true",
                "Wed, 04 Mar 2026 05:06:06 GMT; false",
                "Thu, 05 Mar 2026 05:06:06 GMT; true",
                "yesterday; false"
            })
    void since(String date, boolean expected) {
        assertThat(FILE.lastModified()).contains("Wed, 04 Mar 2026 05:06:07 GMT");
        assertThat(fresh(FILE, null, date)).isEqualTo(expected);
        assertThat(fresh(FILE, "\"x\"", date)).as("the tag decides alone").isFalse();
    }
}
