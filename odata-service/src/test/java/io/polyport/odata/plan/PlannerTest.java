package io.polyport.odata.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polyport.odata.access.Caller;
import io.polyport.odata.fixtures.TestBase;
import io.polyport.odata.model.Model;
import io.polyport.odata.problem.ODataException;
import io.polyport.odata.query.ReadLimits;
import io.polyport.odata.query.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PlannerTest {
    private static final Model TRADE = TestBase.trade();

    private static Plan plan(String url) {
        return Asking.plan(TRADE, TRADE, ReadLimits.defaults(), Asking.ANYBODY, url);
    }

    private static Plan plan(String url, ReadLimits limits) {
        return Asking.plan(TRADE, TRADE, limits, Asking.ANYBODY, url);
    }

    private static Reading entities(String url) {
        return ((Plan.Entities) plan(url)).reading();
    }

    @Test
    @DisplayName("OD-61: a set with expanded objects is one statement, and each section one more")
    void statements() {
        var reading = entities("Document_РасходТовара?$expand=Контрагент/ОсновнойДоговор,Склад");
        assertThat(reading.children()).hasSize(2);
        assertThat(reading.rows().tables().joins()).hasSize(3);
        assertThat(reading.children())
                .allSatisfy(child -> assertThat(child.rows().tables().joins())
                        .as("what is joined for expanded objects alone is not joined for sections")
                        .hasSize(1));
        assertThat(entities("Document_РасходТовара?$select=**").children()).isEmpty();
    }

    @Test
    @DisplayName("OD-26: an order is completed by the key, so that no two rows are equal in it")
    void order() {
        var reading = entities("Document_РасходТовара?$orderby=Date desc,Ref_Key desc");
        assertThat(reading.rows().orderBy())
                .extracting(Statement.Order::descending)
                .containsExactly(true, true);
        assertThat(entities("Document_РасходТовара?$orderby=Date desc").rows().orderBy())
                .hasSize(2);
        assertThat(entities("InformationRegister_Цены_RecordType").rows().orderBy())
                .as("period, two dimensions, and the recorder with its line, which the table's own key is made of")
                .hasSize(6);
    }

    @Test
    @DisplayName("a count joins nothing but what its filter needs")
    void count() {
        var count = (Plan.Count) plan("Document_РасходТовара/$count?$filter=Контрагент/Город eq 'Москва'");
        assertThat(count.count().tables().joins()).hasSize(1);
        var all = entities("Document_РасходТовара?$inlinecount=allpages&$top=1&$orderby=Контрагент/Город");
        assertThat(all.count().orElseThrow().tables().joins()).isEmpty();
        assertThat(all.rows().limit()).isEmpty();
    }

    @Test
    @DisplayName("OD-27: the address of an entity is read whatever is selected")
    void address() {
        assertThat(entities("Catalog_Валюты?$select=Code").key())
                .extracting(Field::name)
                .containsExactly("Ref_Key");
        assertThat(entities("InformationRegister_Цены?$select=RecordSet/Цена").key())
                .extracting(Field::name)
                .containsExactly("Recorder");
        var slice = (Plan.VirtualRows) plan("InformationRegister_КурсыВалют/SliceLast");
        assertThat(slice.reading().key()).isEmpty();
    }

    @Test
    @DisplayName("OD-28: what is not published shows its key, and leads nowhere")
    void published() {
        var part = TRADE.published(List.of("Document_РасходТовара"));
        assertThat(show(part, "Document_РасходТовара?$select=Контрагент_Key,Контрагент____Presentation"))
                .extracting(Field::name)
                .containsExactly("Контрагент_Key", "Контрагент____Presentation");
        assertThat(show(part, "Document_РасходТовара?$select=**")).noneMatch(Field.Link.class::isInstance);
        assertThatThrownBy(() -> show(part, "Document_РасходТовара?$expand=Контрагент"))
                .isInstanceOf(ODataException.class);
        assertThatThrownBy(() -> show(part, "Catalog_Контрагенты"))
                .isInstanceOfSatisfying(
                        ODataException.class,
                        refused -> assertThat(refused.status()).isEqualTo(404));
    }

    private static List<Field> show(Model published, String url) {
        var plan = (Plan.Entities) Asking.plan(TRADE, published, ReadLimits.defaults(), Asking.ANYBODY, url);
        return plan.reading().fields();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Catalog_Контрагенты?$expand=Parent/Parent/Parent | odata.reading.expand-depth",
                "Document_РасходТовара?$expand=*,Основание | odata.reading.joins",
                "Document_РасходТовара?$filter=Товары/any(a: Товары/any(b: Товары/any(c: Товары/any()))) |"
                        + " odata.reading.joins",
                "Document_РасходТовара/$count?$filter=Товары/any(d: d/Номенклатура/Parent/Parent/Code eq '') |"
                        + " odata.reading.joins",
                "Document_РасходТовара?$filter=not (Товары/all(d: d/Номенклатура/Parent/Parent/Code eq '') eq true) |"
                        + " odata.reading.joins",
                "Document_РасходТовара?$select=Товары/Номенклатура____Presentation&$filter=Контрагент/Code ne '' and"
                        + " Товары/any()&$orderby=Склад/Code | odata.reading.joins",
                "Document_РасходТовара?$top=1&$select=Товары&$filter=Контрагент/Code ne '' and"
                        + " Товары/any()&$orderby=Склад/Code | odata.reading.joins",
                "Catalog_Валюты?$top=11 | odata.reading.rows"
            })
    @DisplayName("OD-65: a request that asks for too much is told which limit it met")
    void guards(String url, String key) {
        var limits = new ReadLimits(10, 2, 3);
        assertThatThrownBy(() -> plan(url, limits)).isInstanceOfSatisfying(ODataException.class, refused -> {
            assertThat(refused.text("en")).contains(key);
            assertThat(refused.text("ru")).contains(key);
            assertThat(refused.code().code()).isEqualTo(14);
        });
    }

    @Test
    @DisplayName("OD-65: each statement of a request may join as much as one may")
    void joins() {
        var limits = new ReadLimits(10, 2, 3);
        String three = "&$filter=Контрагент/Code ne '' and Товары/any()&$orderby=Склад/Code";
        assertThat(plan("Document_РасходТовара?$select=Number" + three, limits)).isInstanceOf(Plan.Entities.class);
        assertThat(plan("Document_РасходТовара?$select=Товары&$expand=Склад,Контрагент", limits))
                .isInstanceOf(Plan.Entities.class);
    }

    @Test
    @DisplayName("OD-65: each tabular section is an open statement, so their number is bounded, too")
    void sections() {
        assertThatThrownBy(() -> plan("Document_РасходТовара?$expand=Контрагент", new ReadLimits(10, 2, 1)))
                .hasMessageContaining("2")
                .hasMessageContaining("tabular sections")
                .hasMessageContaining("odata.reading.joins");
        assertThat(plan("Document_РасходТовара?$expand=Контрагент", new ReadLimits(10, 2, 2)))
                .isInstanceOf(Plan.Entities.class);
    }

    @Test
    @DisplayName("OD-65: without $top a row beyond the limit is looked for before anything is answered")
    void excess() {
        var limits = new ReadLimits(10, 5, 60);
        assertThat(((Plan.Entities) plan("Catalog_Валюты", limits)).reading().excess())
                .isPresent();
        assertThat(((Plan.Entities) plan("Catalog_Валюты?$top=10", limits))
                        .reading()
                        .excess())
                .isEmpty();
        assertThat(entities("Catalog_Валюты").excess()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Catalog_Валюта | Catalog_Валюты",
                "Абвгд | the publication's root lists the sets",
                "Catalog_Валюты?$select=Абвгд | $metadata lists the properties",
                "Catalog_Валюты(#1)/Code/$count | Path segment $count not found",
                "Catalog_Валюты?$select=Kode | Code",
                "Catalog_Валюты('x') | guid'",
                "InformationRegister_КурсыВалют(Period=datetime'2024-01-01') | Валюта_Key",
                "InformationRegister_Цены(Recorder='#1',Recorder_Type='x') | StandardODATA.Document_Прайс",
                "Catalog_Файлы?$expand=Owner/* | Owner/Catalog_Товары/*",
                "Catalog_Валюты(#1)/SliceLast | set",
                "InformationRegister_Свойства/SliceLast | read the set InformationRegister_Свойства itself",
                "?allowedOnly=true | allowedOnly goes with sets",
                "?$filter=A eq 1 | leave $filter out",
                "$metadata?$select=A | leave $select out",
                "$metadata?$top=1&allowedOnly=false | allowedOnly goes with sets",
                "Document_РасходТовара(#1)/Post | POST"
            })
    @DisplayName("a refusal says what to write instead")
    void hints(String url, String hint) {
        assertThatThrownBy(() -> plan(url))
                .isInstanceOfSatisfying(
                        ODataException.class,
                        refused -> assertThat(refused.text("en")).contains(hint));
    }

    @Test
    @DisplayName("a caller without a value for a separator is never served")
    void separator() {
        var model = TestBase.model("/models/access.yaml");
        var caller = new Caller(Set.of("boss"), Map.of(), Map.of(), "ru");
        assertThatThrownBy(() -> Asking.plan(model, model, ReadLimits.defaults(), caller, "Document_Заказ"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Область");
    }
}
