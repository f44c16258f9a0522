package io.polyport.odata.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polyport.odata.url.Expression;
import io.polyport.odata.url.Limits;
import io.polyport.odata.url.UrlParser;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClaimsTest {
    private static final Map<String, Object> CLAIMS = Map.of(
            "org",
            "0d4a79cb-9843-4147-bcd9-80ac3ca2b9c7",
            "city",
            "Москва",
            "level",
            new BigDecimal("3"),
            "chief",
            true,
            "cities",
            List.of("Москва", "Пермь", "Омск"),
            "nothing",
            List.of());

    private static Expression read(String text) {
        return UrlParser.condition(text, Limits.defaults());
    }

    private static Optional<Expression> settle(String rule) {
        return Claims.settle(read(rule), CLAIMS, operand -> switch (plain(operand)) {
            case String text when text.contains("_Key") -> Term.Type.GUID;
            case String text when text.contains("Уровень") -> Term.Type.NUMBER;
            default -> Term.Type.TEXT;
        });
    }

    /** Where it was written does not matter. */
    private static String plain(Expression expression) {
        return expression.toString().replaceAll("position=\\d+, ", "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "Город eq claim('city') | Город eq 'Москва'",
                "claim('city') eq Город | 'Москва' eq Город",
                "Фирма_Key eq claim('org') | Фирма_Key eq guid'0d4a79cb-9843-4147-bcd9-80ac3ca2b9c7'",
                "Уровень le claim('level') | Уровень le 3",
                "Город eq claim('level') | Город eq '3'",
                "claim('chief') or Открыто | true or Открыто",
                "startswith(Город, claim('city')) | startswith(Город, 'Москва')",
                "not (Город eq claim('city')) and Строки/any(d: d/Город eq claim('city'))"
                        + " | not (Город eq 'Москва') and Строки/any(d: d/Город eq 'Москва')",
                "Город eq claim('cities') | Город eq 'Москва' or (Город eq 'Пермь' or Город eq 'Омск')",
                "Город ne claim('cities') | not (Город eq 'Москва' or (Город eq 'Пермь' or Город eq 'Омск'))",
                "Город eq claim('nothing') | false"
            })
    @DisplayName("OD-64: a claim becomes its value, of the type of what it is compared with; a list means any of it")
    void values(String rule, String meaning) {
        assertThat(settle(rule).map(ClaimsTest::plain)).contains(plain(read(meaning)));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "Город eq claim('none')",
                "Город ne claim('none')",
                "Город eq 'Москва' or Город eq claim('none')",
                "Фирма_Key eq claim('city')",
                "Уровень eq claim('city')"
            })
    @DisplayName("OD-64: a claim that is missing, or no value of the type, settles nothing")
    void missing(String rule) {
        assertThat(settle(rule)).isEmpty();
    }

    @Test
    @DisplayName("a rule that compares a list by order, or computes a claim's name, is a fault of the model")
    void faults() {
        assertThatThrownBy(() -> settle("Город gt claim('cities')"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cities");
        assertThatThrownBy(() -> settle("Город eq claim(Имя)")).isInstanceOf(IllegalStateException.class);
    }
}
