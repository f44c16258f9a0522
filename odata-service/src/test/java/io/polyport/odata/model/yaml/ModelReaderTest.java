package io.polyport.odata.model.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.odata.fixtures.TestBase;
import io.polyport.odata.model.Declaration.Scope;
import io.polyport.odata.model.EntitySet;
import io.polyport.odata.model.EntitySet.Form;
import io.polyport.odata.model.MetadataOrder;
import io.polyport.odata.model.Model;
import io.polyport.odata.model.ModelObject;
import io.polyport.odata.model.ObjectKind;
import io.polyport.odata.model.Property;
import io.polyport.odata.model.Property.Use;
import io.polyport.odata.model.ScalarType;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelReaderTest {
    private final Model trade = TestBase.trade();

    private EntitySet set(String name) {
        return trade.set(name).orElseThrow();
    }

    private Property property(String set, String name) {
        return set(set).property(name).orElseThrow();
    }

    private static List<String> names(List<Property> properties) {
        return properties.stream().map(Property::name).toList();
    }

    @Test
    @DisplayName("OD-1: a model has objects of every kind, and enumerations are no sets")
    void kinds() {
        assertThat(trade.objects()).extracting(ModelObject::kind).contains(ObjectKind.values());
        assertThat(trade.enumeration("ВидыТоваров").orElseThrow().members())
                .extracting(member -> member.synonym().in("en"))
                .containsExactly("Goods", "Service", "Набор");
        assertThat(trade.sets()).extracting(EntitySet::name).noneMatch(name -> name.contains("ВидыТоваров"));
    }

    @Test
    @DisplayName("OD-2, OD-4: a catalog's properties stand in the order of 1C:Enterprise, own ones between")
    void catalog() {
        assertThat(names(set("Catalog_Товары").properties()))
                .startsWith(
                        "Ref_Key",
                        "DataVersion",
                        "DeletionMark",
                        "Parent",
                        "IsFolder",
                        "Code",
                        "Description",
                        "Артикул")
                .endsWith("Штрихкоды", "Аналоги", "Predefined", "PredefinedDataName");
        assertThat(names(MetadataOrder.of(set("Catalog_Договоры"))))
                .containsExactly(
                        "Ref_Key",
                        "Predefined",
                        "PredefinedDataName",
                        "DataVersion",
                        "Description",
                        "Code",
                        "Owner",
                        "DeletionMark",
                        "Валюта",
                        "Сумма");
        assertThat(property("Catalog_Товары", "Артикул").head().use()).isEqualTo(Use.ITEMS);
        assertThat(property("Catalog_Товары", "Parent"))
                .isInstanceOfSatisfying(
                        Property.Reference.class,
                        parent -> assertThat(parent.target()).isEqualTo("Catalog_Товары"));
        assertThat(set("Catalog_Файлы").properties())
                .as("no code")
                .noneMatch(one -> one.name().equals("Code"));
    }

    @Test
    @DisplayName("OD-3: every type of a property has its columns")
    void types() {
        assertThat(property("Catalog_Контрагенты", "ИНН"))
                .isInstanceOfSatisfying(
                        Property.Scalar.class, inn -> assertThat(inn.type()).isEqualTo(new ScalarType.Text(12, true)));
        assertThat(property("Catalog_Товары", "Вид"))
                .isInstanceOfSatisfying(
                        Property.Scalar.class,
                        kind -> assertThat(kind.type()).isEqualTo(new ScalarType.Enumerated("ВидыТоваров")));
        assertThat(property("Catalog_Товары", "DataVersion"))
                .isInstanceOfSatisfying(
                        Property.Scalar.class,
                        version -> assertThat(version.type()).isEqualTo(new ScalarType.Version()));
        assertThat(property("Catalog_Товары", "Картинка")).isInstanceOf(Property.Storage.class);
        assertThat(property("ChartOfCharacteristicTypes_ВидыСубконто", "ValueType"))
                .isInstanceOf(Property.Types.class);
        assertThat(property("Document_РасходТовара", "Основание"))
                .isInstanceOfSatisfying(Property.Composite.class, basis -> {
                    assertThat(basis.types()).hasSize(8);
                    var columns = basis.columns();
                    assertThat(List.of(
                                    columns.reference().isPresent(),
                                    columns.text().isPresent(),
                                    columns.number().isPresent(),
                                    columns.flag().isPresent(),
                                    columns.moment().isPresent()))
                            .containsOnly(true);
                });
        assertThat(property("InformationRegister_Свойства", "Значение"))
                .as("what characteristics may have")
                .isInstanceOfSatisfying(
                        Property.Composite.class,
                        value -> assertThat(value.types()).hasSize(5));
    }

    @Test
    @DisplayName("OD-4: documents have numbers, sections with rows, posting and movements")
    void documents() {
        assertThat(names(set("Document_РасходТовара").properties()))
                .startsWith("Ref_Key", "DataVersion", "DeletionMark", "Number", "Date", "Posted", "Контрагент")
                .endsWith("Товары", "Услуги");
        assertThat(set("Document_РасходТовара_Товары")).satisfies(rows -> {
            assertThat(rows.form()).isEqualTo(Form.ROWS);
            assertThat(rows.key()).containsExactly("Ref_Key", "LineNumber");
            assertThat(rows.owner()).contains("Document_РасходТовара");
        });
        var declared = set("Document_РасходТовара").object().declaration();
        assertThat(declared.numbering())
                .hasValueSatisfying(number -> assertThat(number.unique()).isEqualTo(Scope.YEAR));
        assertThat(declared.posting()).isTrue();
        assertThat(declared.movements()).hasSize(2).first().satisfies(movement -> {
            assertThat(movement.recordType()).contains("Expense");
            assertThat(movement.when()).isEqualTo("Количество gt 0");
            assertThat(movement.values()).containsEntry("Сумма", "Цена mul Количество");
        });
    }

    @Test
    @DisplayName("OD-5: registers have the keys that clients know")
    void registers() {
        assertThat(set("InformationRegister_КурсыВалют").key()).containsExactly("Period", "Валюта_Key");
        assertThat(set("InformationRegister_Свойства").key()).containsExactly("Объект", "Свойство_Key", "Объект_Type");
        assertThat(set("InformationRegister_Цены").key()).containsExactly("Recorder", "Recorder_Type");
        assertThat(set("InformationRegister_Цены_RecordType").key()).containsExactly("Period", "Товар_Key", "ВидЦены");
        assertThat(set("InformationRegister_ИсторияСтатусов").key()).containsExactly("Recorder_Key");
        assertThat(set("InformationRegister_ИсторияСтатусов_RecordType").key())
                .containsExactly("Recorder_Key", "Period", "Контрагент_Key");
        assertThat(set("InformationRegister_НастройкиОбмена").form()).isEqualTo(Form.VALUE);
        assertThat(set("InformationRegister_НастройкиОбмена").key())
                .as("as a constant's: there is nothing else to tell the one record by")
                .containsExactly("SurrogateKey");
        assertThat(set("AccumulationRegister_ТоварыНаСкладах_RecordType").key())
                .containsExactly("Recorder", "LineNumber", "Recorder_Type");
        assertThat(names(set("AccumulationRegister_Продажи_RecordType").properties()))
                .as("turnovers have no type of record")
                .containsExactly("Recorder", "Period", "LineNumber", "Active", "Номенклатура", "Контрагент", "Сумма");
    }

    @Test
    @DisplayName(
            "OD-5: an accounting register has debit and credit, pairs of what is no balance, and ext dimensions beside")
    void accounting() {
        assertThat(names(set("AccountingRegister_Хозрасчетный_RecordType").properties()))
                .containsExactly(
                        "Recorder",
                        "Period",
                        "LineNumber",
                        "Active",
                        "AccountDr",
                        "AccountCr",
                        "Организация",
                        "ВалютаDr",
                        "ВалютаCr",
                        "Сумма",
                        "КоличествоDr",
                        "КоличествоCr",
                        "Содержание");
        var register =
                set("AccountingRegister_Хозрасчетный").object().register().orElseThrow();
        assertThat(register.pairs()).containsExactly("Валюта", "Количество");
        assertThat(names(register.besides()))
                .startsWith("ExtDimensionDr1", "ExtDimensionTypeDr1", "ExtDimensionDr2")
                .hasSize(12);
        assertThat(names(set("AccountingRegister_Управленческий_RecordType").properties()))
                .contains("RecordType", "Account");
    }

    @Test
    @DisplayName("OD-4: a journal unites what its documents have")
    void journal() {
        var journal = set("DocumentJournal_СкладскиеДокументы");

        assertThat(names(journal.properties()))
                .containsExactly(
                        "Ref",
                        "Type",
                        "Date",
                        "DeletionMark",
                        "Number",
                        "Posted",
                        "Склад",
                        "Сумма",
                        "Партнер",
                        "Комментарий");
        assertThat(journal.property("Сумма").orElseThrow())
                .as("wide enough for both documents")
                .isInstanceOfSatisfying(
                        Property.Scalar.class, sum -> assertThat(sum.type()).isEqualTo(new ScalarType.Decimal(17, 2)));
        assertThat(journal.object().journal().orElseThrow().documents())
                .extracting(ModelObject.JournalDocument::columns)
                .containsExactly(
                        List.of("Склад", "Сумма", "Контрагент", "Комментарий"),
                        List.of("Склад", "Сумма", "Поставщик", ""));
    }

    @Test
    @DisplayName("OD-6: an object that is not published is gone, and what refers to it stays")
    void published() {
        var seen = trade.published(List.of("Document_РасходТовара", "DocumentJournal_*", "InformationRegister_Ц*"));

        assertThat(seen.objects())
                .extracting(ModelObject::resource)
                .containsExactly(
                        "Document_РасходТовара", "InformationRegister_Цены", "DocumentJournal_СкладскиеДокументы");
        assertThat(seen.set("Document_РасходТовара_Товары")).isPresent();
        assertThat(seen.set("InformationRegister_Цены_RecordType")).isPresent();
        assertThat(seen.set("Catalog_Контрагенты")).isEmpty();
        assertThat(seen.set("Document_РасходТовара").orElseThrow().property("Контрагент"))
                .get()
                .isInstanceOf(Property.Reference.class);
        assertThat(seen.objects().getLast().journal().orElseThrow().documents()).hasSize(1);
    }

    @Test
    @DisplayName("OD-6: a journal without any published document is gone too")
    void journalWithoutDocuments() {
        assertThat(trade.published(List.of("DocumentJournal_*")).objects()).isEmpty();
        assertThat(trade.publish()).containsExactly("*");
        assertThat(trade.published(trade.publish()).sets()).hasSameSizeAs(trade.sets());
    }

    @Test
    @DisplayName("OD-2: names of tables and columns are ASCII, of at most 63 bytes, the same each time and told apart")
    void physicalNames() {
        assertThat(set("Catalog_Товары").table()).isEqualTo("catalog_tovary_sz9si8");
        assertThat(trade.sets()).extracting(EntitySet::table).allMatch(table -> table.matches("[a-z0-9_]{1,48}"));
        var model =
                ModelReader.read("m.yaml", """
                catalogs:
                  %1$sА:
                    attributes: {%1$sА: boolean, %1$sБ: boolean}
                    sections: {%1$sВ: {attributes: {Цена: boolean}}, %1$sГ: {attributes: {Цена: boolean}}}
                  %1$sБ: {}
                """.formatted("ОченьДлинноеИмяИзБолееЧемТридцатиОднойКириллическойБуквы"));
        assertThat(model.sets())
                .extracting(EntitySet::table)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.length() <= 48);
    }

    @Test
    @DisplayName("a model of several files is one, and its rules, separators and published set are read")
    void files(@TempDir Path folder) throws IOException {
        Files.writeString(
                folder.resolve("a.yaml"),
                "catalogs:\n  А: {attributes: {Б: Catalog_Б}}\nseparators: {Область: number(7)}\n");
        Files.writeString(folder.resolve("b.yaml"), """
                catalogs:
                  Б: {attributes: {Цена: number(15.2), Город: string(20)}}
                access:
                  - {scopes: [odata.clerk, odata.guest], objects: "Catalog_*", rows: "Город eq claim('city')", hidden: [Цена]}
                publish: [Catalog_Б]
                """);

        var model = ModelReader.read(folder);

        assertThat(model.objects()).extracting(ModelObject::resource).containsExactly("Catalog_А", "Catalog_Б");
        assertThat(model.separators())
                .singleElement()
                .satisfies(one -> assertThat(one.name()).isEqualTo("Область"));
        assertThat(model.rules()).singleElement().satisfies(rule -> {
            assertThat(rule.scopes()).containsExactlyInAnyOrder("odata.clerk", "odata.guest");
            assertThat(rule.hidden()).containsExactly("Цена");
        });
        assertThat(model.publish()).containsExactly("Catalog_Б");
    }

    @Test
    @DisplayName("OD-1: a model of 4,000 objects is read in seconds")
    void large() {
        var text = new StringBuilder("catalogs:\n");
        for (int i = 0; i < 4000; i++) {
            text.append("  Справочник").append(i).append(":\n    attributes:\n");
            for (int j = 0; j < 20; j++) {
                text.append("      Реквизит").append(j).append(": ");
                text.append(j % 2 == 0 ? "Catalog_Справочник" + (i + j) % 4000 : "string(50)")
                        .append('\n');
            }
            text.append("    sections: {Строки: {attributes: {Цена: number(15.2)}}}\n");
        }
        // Of the processor, since other tests may hold it in the meantime.
        var processor = ManagementFactory.getThreadMXBean();
        long begun = processor.getCurrentThreadCpuTime();

        var model = ModelReader.read("large.yaml", text.toString());

        assertThat(model.sets()).hasSize(8000);
        assertThat(Duration.ofNanos(processor.getCurrentThreadCpuTime() - begun))
                .isLessThan(Duration.ofSeconds(30));
    }

    @Test
    @DisplayName("what the demo of every kind declares is found by its words")
    void details() {
        var plan = set("ExchangePlan_Филиалы").object().declaration();
        assertThat(plan.content())
                .contains("Catalog_Товары", "Document_Прайс", "InformationRegister_Цены")
                .doesNotContain("Catalog_Валюты");
        assertThat(set("Catalog_Товары").object().declaration().predefined())
                .extracting(one -> one.name() + "/" + one.parent() + "/" + one.folder())
                .containsExactly("Услуги//true", "Доставка/Услуги/false");
        assertThat(set("Task_Задание").property("BusinessProcess")).isPresent();
        assertThat(Arrays.asList(ObjectKind.values()))
                .allMatch(kind -> trade.objects().stream().anyMatch(object -> object.kind() == kind));
    }
}
