package io.polyport.odata.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polyport.odata.model.Column;
import io.polyport.odata.model.ScalarType;
import io.polyport.odata.model.Separator;
import io.polyport.odata.problem.ODataException;
import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeparatorValueTest {
    private static Separator separator(ScalarType type) {
        return new Separator("Область", type, new Column("area", new Column.Storage.Uuid(), false));
    }

    @ParameterizedTest(name = "GW-8 {0} is a separator's number")
    @ValueSource(strings = {"0", "1", "-7", "10", "12.5", "0.25", "99999999999999999999"})
    void numbers(String text) {
        assertThat(SeparatorValue.of(separator(new ScalarType.Decimal(20, 2)), text)
                        .value())
                .isEqualTo(new BigDecimal(text));
    }

    @ParameterizedTest(name = "GW-8 another spelling of a number leads nowhere: {0}")
    @ValueSource(strings = {"01", "+1", "1.0", "10e-1", "1E0", "１", "-0", "", " 1", "abc", "1.", ".5", "-00"})
    void otherSpellings(String text) {
        refused(new ScalarType.Decimal(20, 2), text);
    }

    @ParameterizedTest(name = "GW-8 another spelling of a guid, a truth or a moment leads nowhere: {0}")
    @ValueSource(
            strings = {
                "f00000001-0-0-0-1",
                "1-1-1-1-1",
                "9D5C4222-8C4C-11DB-A9B0-00055D49B45E",
                "True",
                "yes",
                "2024-01-31"
            })
    void others(String text) {
        refused(new ScalarType.Guid(), text);
        refused(new ScalarType.Bool(), text);
        refused(new ScalarType.Moment(ScalarType.Parts.DATE_AND_TIME), text);
    }

    private static void refused(ScalarType type, String text) {
        assertThatThrownBy(() -> SeparatorValue.of(separator(type), text))
                .isInstanceOfSatisfying(
                        ODataException.class,
                        refusal -> assertThat(refusal.status()).isEqualTo(404));
    }
}
