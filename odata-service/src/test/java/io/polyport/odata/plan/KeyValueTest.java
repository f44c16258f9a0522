package io.polyport.odata.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polyport.odata.problem.ODataException;
import io.polyport.odata.query.Term;
import java.time.LocalDateTime;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class KeyValueTest {
    @ParameterizedTest
    @CsvSource({
        "2024-01-31T23:59:59, 2024-01-31T23:59:59",
        "2024-01-31T23:59:59.999, 2024-01-31T23:59:59",
        "2024-01-31, 2024-01-31T00:00:00",
        "0001-01-01T00:00:00, 0001-01-01T00:00:00"
    })
    @DisplayName("OD-25: a date in quotes, as a property of several types has it, is read as one behind datetime is")
    void moments(String text, LocalDateTime moment) {
        assertThat(KeyValue.momentText(text)).isEqualTo(new Term.Constant(Term.Type.MOMENT, moment));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+999999999-12-31T00:00:00",
                "-0001-01-01T00:00:00",
                "0000-01-01T00:00:00",
                "10000-01-01T00:00:00",
                "2023-02-29T00:00:00",
                "2024-01-31T23:59:59Z",
                ""
            })
    @DisplayName("OD-30: what no database could hold as a date is refused before it is asked")
    void noMoments(String text) {
        assertThatThrownBy(() -> KeyValue.momentText(text))
                .isInstanceOfSatisfying(
                        ODataException.class,
                        refused -> assertThat(refused.code().code()).isEqualTo(1));
    }
}
