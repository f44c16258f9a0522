package io.polyport.ftp.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polyport.kit.problem.ProblemException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A range of bytes")
class ByteRangeTest {
    @ParameterizedTest(name = "FT-13 {0} of 10 bytes is {1} to {2}")
    @CsvSource({
        "bytes=0-0, 0, 0",
        "bytes=0-9, 0, 9",
        "bytes=0-99, 0, 9",
        "bytes=9-, 9, 9",
        "bytes=3-5, 3, 5",
        "bytes=-1, 9, 9",
        "bytes=-10, 0, 9",
        "bytes=-99, 0, 9"
    })
    void inside(String header, long first, long last) {
        var range = ByteRange.of(header, 10).orElseThrow();
        assertThat(range).isEqualTo(new ByteRange(first, last, 10));
        assertThat(range.length()).isEqualTo(last - first + 1);
        assertThat(range.endsWithFile()).isEqualTo(last == 9);
        assertThat(range.contentRange()).isEqualTo("bytes " + first + "-" + last + "/10");
    }

    @ParameterizedTest(name = "FT-13 {0} is ignored, as RFC 9110 asks")
    @ValueSource(
            strings = {
                "bytes=-",
                "bytes=5-3",
                "bytes=1-2,4-5",
                "lines=1-2",
                "bytes=a-b",
                "",
                "bytes 1-2",
                "bytes=99999999999999999999-"
            })
    void ignored(String header) {
        assertThat(ByteRange.of(header, 10)).isEmpty();
    }

    @ParameterizedTest(name = "FT-13 {0} of {1} bytes lies beyond the end, and the problem tells the size")
    @CsvSource({"bytes=10-, 10", "bytes=10-20, 10", "bytes=-0, 10", "bytes=0-, 0", "bytes=-5, 0"})
    void beyond(String header, long size) {
        assertThatThrownBy(() -> ByteRange.of(header, size)).isInstanceOfSatisfying(ProblemException.class, failure -> {
            assertThat(failure.problem().code()).isEqualTo("ftp.range-not-satisfiable");
            assertThat(failure.problem().extensions()).containsEntry("size", size);
        });
    }
}
