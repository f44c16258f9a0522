package io.polyport.odata.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polyport.odata.expression.Expressions;
import io.polyport.odata.expression.Place;
import io.polyport.odata.model.Model;
import io.polyport.odata.model.yaml.ModelReader;
import io.polyport.odata.problem.ODataException;
import io.polyport.odata.query.Relation;
import io.polyport.odata.query.Tables;
import io.polyport.odata.url.Expression;
import io.polyport.odata.url.Limits;
import io.polyport.odata.url.UrlParser;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ClaimsTest {
    private static final String KEY = "0d4a79cb-9843-4147-bcd9-80ac3ca2b9c7";
    private static final Model MODEL = ModelReader.read("people", """
        catalogs:
          Фирмы: {attributes: {Город: string(50)}}
          Люди:
            attributes:
              Город: string(50)
              Уровень: number(5)
              Открыто: boolean
              Принят: date
              Фирма: Catalog_Фирмы
              Начальник: [Catalog_Фирмы, Catalog_Люди]
              Смешано: [Catalog_Фирмы, string(50), number(5)]
            sections:
              Строки: {attributes: {Город: string(50), Число: number(5), Фирма: Catalog_Фирмы}}
        """);
    private static final Map<String, Object> CLAIMS = Map.of(
            "org",
            KEY,
            "city",
            "Москва",
            "level",
            new BigDecimal("3"),
            "chief",
            true,
            "day",
            "2024-01-31T00:00:00",
            "cities",
            List.of("Москва", "Пермь", "Омск"),
            "one",
            List.of("Москва"),
            "nothing",
            List.of(),
            "partly",
            List.of(KEY, "Москва"),
            "deep",
            List.of(List.of("Москва")));

    private static Expression read(String text) {
        return UrlParser.condition(text, Limits.defaults());
    }

    private static Optional<Expression> settle(String rule) {
        var set = MODEL.set("Catalog_Люди").orElseThrow();
        var tables = new Tables(new Relation.Stored(set), new AtomicInteger()::incrementAndGet);
        var names = new Expressions(MODEL, new Place(set, tables.root(), tables), Map.of());
        return Claims.settle(read(rule), ClaimValues.of(CLAIMS), names);
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
                "Фирма_Key eq claim('org') | Фирма_Key eq guid'" + KEY + "'",
                "Фирма/Город eq claim('city') | Фирма/Город eq 'Москва'",
                "Начальник eq cast(claim('org'),'Catalog_Люди') | Начальник eq cast(guid'" + KEY + "','Catalog_Люди')",
                "Смешано eq claim('level') | Смешано eq 3",
                "Смешано eq claim('city') | Смешано eq 'Москва'",
                "Принят ge claim('day') | Принят ge datetime'2024-01-31T00:00:00'",
                "Уровень le claim('level') | Уровень le 3",
                "Уровень add claim('level') gt 4 | Уровень add 3 gt 4",
                "Город eq claim('level') | Город eq '3'",
                "claim('chief') or Открыто | true or Открыто",
                "not claim('chief') | not true",
                "startswith(Город, claim('city')) | startswith(Город, 'Москва')",
                "startswith(Город, claim('level')) | startswith(Город, '3')",
                "not (Город eq claim('city')) and Строки/any(d: d/Город eq claim('city'))"
                        + " | not (Город eq 'Москва') and Строки/any(d: d/Город eq 'Москва')",
                "Строки/all(d: d/Число lt claim('level')) | Строки/all(d: d/Число lt 3)",
                "Строки/any(d: d/Фирма eq claim('org')) | Строки/any(d: d/Фирма eq guid'" + KEY + "')"
            })
    @DisplayName("OD-64: a claim becomes its value, of the type that is needed where it stands")
    void values(String rule, String meaning) {
        assertThat(settle(rule).map(ClaimsTest::plain)).contains(plain(read(meaning)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "Город eq claim('cities') | Город eq 'Москва' or (Город eq 'Пермь' or Город eq 'Омск')",
                "Город ne claim('cities') | Город ne 'Москва' and (Город ne 'Пермь' and Город ne 'Омск')",
                "claim('cities') ne Город | 'Москва' ne Город and ('Пермь' ne Город and 'Омск' ne Город)",
                "not (Город eq claim('one')) | not (Город eq 'Москва')",
                "Город lt claim('one') | Город lt 'Москва'"
            })
    @DisplayName("OD-64: eq means one of a list's values, ne none of them")
    void lists(String rule, String meaning) {
        assertThat(settle(rule).map(ClaimsTest::plain)).contains(plain(read(meaning)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Город eq claim('none')",
                "Город ne claim('none')",
                "not (Город eq claim('none'))",
                "Город eq 'Москва' or Город eq claim('none')",
                "Строки/all(d: d/Город ne claim('none'))",
                "claim('none')",
                "not claim('none')",
                "not startswith(Город, claim('none'))",
                "Город eq claim('nothing')",
                "Город ne claim('nothing')",
                "not (Город eq claim('nothing'))",
                "Фирма_Key eq claim('city')",
                "Фирма_Key ne claim('city')",
                "Фирма_Key ne claim('partly')",
                "Уровень eq claim('city')",
                "claim('city')",
                "Город ne claim('deep')",
                "Город gt claim('cities')",
                "not (Город gt claim('cities'))",
                "startswith(Город, claim('cities'))",
                "not substringof(claim('cities'), Город)",
                "claim('cities') ne claim('city')"
            })
    @DisplayName(
            "OD-64: a claim that is missing, empty, of another type, or a list where one value is needed opens nothing")
    void missing(String rule) {
        assertThat(settle(rule)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Город eq claim(Город)",
                "Город eq claim('a','b')",
                "Город eq claim()",
                "Начальник ne claim('org')",
                "null ne claim('org')"
            })
    @DisplayName("a claim that is not named as one, or compared with what it can't be, is a fault of the rule")
    void faults(String rule) {
        assertThatThrownBy(() -> settle(rule))
                .isInstanceOfSatisfying(
                        ODataException.class,
                        fault -> assertThat(fault.code().code()).isEqualTo(21));
    }
}
