package io.polyport.odata.model.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What access rules may hide. */
final class HiddenFaultsTest {
    private static final String MODEL = """
        catalogs:
          Города: {}
          Люди:
            attributes:
              Сумма: number(15,2)
              Город: Catalog_Города
              Родина: [Catalog_Города, "string(50)"]
              Снимок: value-storage
            sections:
              Поездки: {attributes: {Дней: number(3)}}
        documents:
          Приказ: {}
        journals:
          Приказы: {documents: Document_Приказ}
        information-registers:
          Курсы: {periodicity: day, dimensions: {Город: Catalog_Города}, resources: {Курс: "number(10,4)"}}
          Оклады: {recorders: Document_Приказ, periodicity: day, dimensions: {Кто: Catalog_Люди}, resources: {Оклад: number(9)}}
        accumulation-registers:
          Часы: {type: turnovers, recorders: Document_Приказ, dimensions: {Кто: Catalog_Люди}, resources: {Часы: number(9)}}
        access:
        """;

    private static String model(String objects, String hidden) {
        String other = objects.contains("Catalog") ? "\n      - Description" : "";
        return MODEL + """
              - scopes: "*"
                objects: "%s"
                hidden:
                  - %s%s
            """.formatted(objects, hidden, other);
    }

    @ParameterizedTest
    @CsvSource({
        "Catalog_Люди, Сумма_Key, Сумма",
        "Catalog_Люди, Сумма_Type, ''",
        "Catalog_Люди, Родина_Key, Родина",
        "Catalog_Люди, Город_Type, ''",
        "Catalog_Люди, Снимок_Key, Снимок",
        "Catalog_Люди, сумма, Сумма",
        "Catalog_*, Рост, ''"
    })
    @DisplayName("OD-64: a name that hides nothing is a fault, with a name that may have been meant")
    void noProperty(String objects, String hidden, String meant) {
        assertThatThrownBy(() -> ModelReader.read("people.yaml", model(objects, hidden)))
                .isInstanceOfSatisfying(
                        ModelException.class,
                        faults -> assertThat(faults.faults()).singleElement().satisfies(fault -> {
                            assertThat(fault.line()).isEqualTo(24);
                            assertThat(fault.path()).isEqualTo("access[1].hidden[1]");
                            assertThat(fault.what())
                                    .contains("\"" + hidden + "\"", meant.isEmpty() ? "" : "did you mean " + meant);
                        }));
    }

    @ParameterizedTest
    @CsvSource({
        "Catalog_Люди, Ref_Key, Catalog_Люди",
        "Catalog_Люди, LineNumber, Catalog_Люди_Поездки",
        "Document_Приказ, Ref_Key, Document_Приказ",
        "DocumentJournal_Приказы, Ref, DocumentJournal_Приказы",
        "InformationRegister_Курсы, Город, InformationRegister_Курсы",
        "InformationRegister_Курсы, Город_Key, InformationRegister_Курсы",
        "InformationRegister_Курсы, Period, InformationRegister_Курсы",
        "InformationRegister_Оклады, Recorder_Key, InformationRegister_Оклады",
        "InformationRegister_Оклады, Кто_Key, InformationRegister_Оклады_RecordType",
        "AccumulationRegister_Часы, LineNumber, AccumulationRegister_Часы_RecordType"
    })
    @DisplayName("OD-64: a part of a key can't be hidden, as keys stand in addresses")
    void keys(String objects, String hidden, String set) {
        assertThatThrownBy(() -> ModelReader.read("people.yaml", model(objects, hidden)))
                .isInstanceOfSatisfying(
                        ModelException.class,
                        faults -> assertThat(faults.faults()).singleElement().satisfies(fault -> {
                            assertThat(fault.line()).isEqualTo(24);
                            assertThat(fault.path()).startsWith("access[1].hidden[");
                            assertThat(fault.what())
                                    .startsWith("\"" + hidden + "\" is a part of the key of " + set + ",");
                        }));
    }

    @ParameterizedTest
    @CsvSource({
        "Catalog_Люди, Сумма",
        "Catalog_Люди, Город",
        "Catalog_Люди, Город_Key",
        "Catalog_Люди, Родина_Type",
        "Catalog_Люди, Снимок_Base64Data",
        "Catalog_Люди, Поездки",
        "Catalog_*, Дней",
        "InformationRegister_Оклады, RecordSet",
        "AccumulationRegister_Часы, Кто_Key"
    })
    @DisplayName("OD-64: properties are hidden under every name that they show")
    void properties(String objects, String hidden) {
        assertThat(ModelReader.read("people.yaml", model(objects, hidden)).rules())
                .singleElement()
                .satisfies(rule -> assertThat(rule.hidden()).contains(hidden));
    }
}
