package io.polyport.odata.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polyport.odata.access.Caller;
import io.polyport.odata.model.Model;
import io.polyport.odata.model.yaml.ModelReader;
import io.polyport.odata.problem.ODataException;
import io.polyport.odata.query.ReadLimits;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HiddenPropertiesTest {
    private static final Model MODEL = ModelReader.read("test.yaml", """
        catalogs:
          Склады: {}
        documents:
          Приход:
            attributes: {Склад: Catalog_Склады, Сумма: "number(15,2)", Тайна: string(10)}
          Расход:
            attributes: {Склад: Catalog_Склады, Сумма: "number(15,2)", Скидка: "number(15,2)"}
        information-registers:
          Цены:
            periodicity: day
            recorders: Document_Приход
            dimensions: {Склад: Catalog_Склады}
            resources: {Цена: "number(15,2)"}
        journals:
          Все:
            documents: [Document_Приход, Document_Расход]
            columns:
              Место: Склад
              Всего: {from: {Document_Приход: Сумма, Document_Расход: Скидка}}
              Сумма: Сумма
        access:
          - {scopes: one, objects: Document_Приход, hidden: Склад}
          - {scopes: two, objects: Document_Приход, hidden: [Склад_Key, Сумма]}
          - {scopes: boss, objects: "*"}
          - {scopes: discount, objects: Document_Расход, hidden: [Скидка, Date]}
          - {scopes: records, objects: InformationRegister_Цены, hidden: RecordSet}
        """);

    private static Plan plan(String scopes, String url) {
        var caller = new Caller(Set.copyOf(List.of(scopes.split("\\+", -1))), Map.of(), Map.of(), "ru");
        return Asking.plan(MODEL, MODEL, ReadLimits.defaults(), caller, url);
    }

    private static List<String> shown(String scopes, String set) {
        return ((Plan.Entities) plan(scopes, set + "?allowedOnly=true"))
                .reading().fields().stream().map(Field::name).toList();
    }

    private static void refused(String scopes, String url) {
        assertThatThrownBy(() -> plan(scopes, url))
                .as(url)
                .isInstanceOfSatisfying(
                        ODataException.class,
                        refusal -> assertThat(refusal.code().code()).isEqualTo(20));
    }

    @ParameterizedTest
    @CsvSource({"one, false", "two, false", "one+two, false", "one+boss, true", "one+two+boss, true"})
    @DisplayName("OD-64: a property that all rules hide is hidden, however each of them names it")
    void spellings(String scopes, boolean seen) {
        assertThat(shown(scopes, "Document_Приход").contains("Склад_Key")).isEqualTo(seen);
    }

    @Test
    @DisplayName("OD-64: of two rules that show all rows each shows what it does not hide")
    void union() {
        assertThat(shown("one+two", "Document_Приход")).contains("Сумма", "Тайна");
        assertThat(shown("two", "Document_Приход")).contains("Тайна").doesNotContain("Сумма", "Склад_Key");
    }

    @Test
    @DisplayName("OD-64: a journal has no column that is filled from a hidden property of one of its documents")
    void journals() {
        assertThat(shown("boss", "DocumentJournal_Все")).contains("Date", "Number", "Место_Key", "Всего", "Сумма");
        assertThat(shown("two", "DocumentJournal_Все"))
                .contains("Date", "Number")
                .doesNotContain("Место_Key", "Место", "Всего", "Сумма");
        assertThat(shown("discount", "DocumentJournal_Все"))
                .contains("Number", "Место_Key", "Сумма")
                .doesNotContain("Date", "Всего");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DocumentJournal_Все?$filter=Сумма gt 1",
                "DocumentJournal_Все?$filter=Всего gt 1&allowedOnly=true",
                "DocumentJournal_Все?$filter=Место/Description eq ''",
                "DocumentJournal_Все?$orderby=Место_Key",
                "DocumentJournal_Все?$select=Сумма",
                "DocumentJournal_Все?$expand=Место",
                "DocumentJournal_Все(Ref='#1',Ref_Type='StandardODATA.Document_Приход')/Сумма"
            })
    @DisplayName("OD-64: a column of a journal that is hidden in a document may not be asked for")
    void namedInJournals(String url) {
        refused("two", url);
        assertThat(plan("boss", url)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "InformationRegister_Цены/SliceLast",
                "InformationRegister_Цены/SliceFirst/$count",
                "InformationRegister_Цены_RecordType",
                "InformationRegister_Цены_RecordType/SliceLast",
                "InformationRegister_Цены(#1)/RecordSet"
            })
    @DisplayName("OD-64: hidden records are read through no other set and no virtual table")
    void records(String url) {
        refused("records", url);
        assertThat(plan("boss", url)).isNotNull();
    }
}
