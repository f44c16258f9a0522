package io.polyport.odata.access;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polyport.odata.model.yaml.ModelReader;
import io.polyport.odata.plan.Planner;
import io.polyport.odata.query.ReadLimits;
import io.polyport.odata.url.Limits;
import io.polyport.odata.url.UrlParser;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AccessRulesTest {
    private static final String MODEL = """
        catalogs:
          Города: {attributes: {Округ: string(20)}}
          Люди:
            attributes: {Город: Catalog_Города, Возраст: number(3), Родина: [Catalog_Города, Catalog_Люди]}
            sections: {Поездки: {attributes: {Город: Catalog_Города, Дней: number(3)}}}
        documents:
          Приказ: {attributes: {Город: Catalog_Города}}
          Письмо: {}
        journals:
          Всё: {documents: "Document_*", columns: {Город: {from: {Document_Приказ: Город}}}}
        information-registers:
          Оклады: {recorders: Document_Приказ, periodicity: day, dimensions: {Кто: Catalog_Люди}, resources: {Оклад: number(9)}}
        """;

    private static AccessRules rules(String objects, String rows) {
        var model = ModelReader.read("people.yaml", MODEL + """
            access:
              - scopes: clerk
                objects: "%s"
                rows: "%s"
            """.formatted(objects, rows));
        return AccessRules.of(model, text -> UrlParser.condition(text, Limits.defaults()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Catalog_Люди | Возраст eq | can't be read: | character 11",
                "Catalog_Люди | Адрес eq 'x' | does not fit Catalog_Люди: | Catalog_Люди has no property Адрес",
                "Catalog_Люди | Возраст eq 'x' | does not fit Catalog_Люди: | one type",
                "Catalog_Люди | Возраст | does not fit Catalog_Люди: | A condition is needed",
                "Catalog_Люди | claims('x') eq 'y' | does not fit Catalog_Люди: | no function claims",
                "Catalog_Люди | Возраст eq claim(x) | does not fit Catalog_Люди: | claim('name')",
                "Catalog_Люди | Возраст add claim('x') | does not fit Catalog_Люди: | A condition is needed",
                "Catalog_Люди | year(claim('x')) eq Город_Key | does not fit Catalog_Люди: | one type",
                "Catalog_Люди | Родина eq claim('x') | does not fit Catalog_Люди: | cast(claim('…')",
                "Catalog_Люди | Поездки/any(d: d/Часов gt 1) | does not fit Catalog_Люди: | Часов",
                "Document_* | Город_Key eq claim('x') | does not fit Document_Письмо: | no property Город_Key",
                "InformationRegister_Оклады | Кто/Возраст gt claim('x','y') | InformationRegister_Оклады_RecordType |"
                        + " claim",
                "DocumentJournal_Всё | Город/Округ eq 'x' | leads through a reference | write it for the documents"
            })
    @DisplayName(
            "OD-64: a rule that can't be read, or does not fit one of its objects, is told with file, line and path")
    void faults(String objects, String rows, String what, String why) {
        assertThatThrownBy(() -> rules(objects, rows))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("people.yaml:%d: access[1].rows: "
                        .formatted(MODEL.lines().count() + 4))
                .hasMessageContaining(what)
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Catalog_Люди | Возраст gt claim('age') and Город/Округ eq claim('area')",
                "Catalog_Люди | Поездки/all(d: d/Дней lt claim('days') or d/Город/Округ ne claim('areas'))",
                "Catalog_Люди | Родина eq cast(claim('home'),'Catalog_Города')",
                "Catalog_Люди | claim('chief') or like(Description, claim('template'))",
                "InformationRegister_Оклады | Кто_Key eq claim('me') and Period gt claim('since')",
                "DocumentJournal_Всё | Город_Key eq claim('city')"
            })
    @DisplayName("OD-64: claims take the types of where they stand, in lambdas and calls too")
    void fits(String objects, String rows) {
        assertThatCode(() -> rules(objects, rows)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Catalog_*", "*"})
    @DisplayName("all faulty rules are told at once")
    void all(String objects) {
        var model = ModelReader.read("people.yaml", MODEL + """
            access:
              - {scopes: a, objects: "%s", rows: "Адрес eq ''"}
              - {scopes: b, objects: Catalog_Люди, rows: "Возраст gt 5"}
              - {scopes: c, objects: "%s", rows: "Возраст eq"}
            """.formatted(objects, objects));
        assertThatThrownBy(() -> AccessRules.of(model, text -> UrlParser.condition(text, Limits.defaults())))
                .hasMessageContainingAll("access[1].rows: does not fit", "access[3].rows: can't be read")
                .hasMessageNotContaining("access[2]");
    }

    @Test
    @DisplayName("a planner is not made of faulty rules")
    void planner() {
        var model = ModelReader.read(
                "people.yaml", MODEL + "access: [{scopes: a, objects: Catalog_Люди, rows: \"X eq 1\"}]");
        assertThatThrownBy(() -> new Planner(
                        model, model, ReadLimits.defaults(), text -> UrlParser.condition(text, Limits.defaults())))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
