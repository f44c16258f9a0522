package io.polyport.odata.format;

import static io.polyport.odata.format.Documents.NO_KEY;
import static io.polyport.odata.format.Documents.NO_MOMENT;
import static io.polyport.odata.format.Documents.NULL;
import static io.polyport.odata.format.Documents.composite;
import static io.polyport.odata.format.Documents.key;
import static io.polyport.odata.format.Documents.reading;
import static io.polyport.odata.format.Documents.refKey;
import static io.polyport.odata.format.Documents.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.odata.model.EntitySet.Form;
import io.polyport.odata.model.ObjectKind;
import io.polyport.odata.plan.Field;
import io.polyport.odata.plan.Field.Edm;
import io.polyport.odata.plan.Reading;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class AtomWriterTest {
    private static final String ENTRY = """
            <?xml version="1.0" encoding="UTF-8"?><entry xmlns="http://www.w3.org/2005/Atom" xmlns:d="http://schemas.microsoft.com/ado/2007/08/dataservices" xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata" xml:base="http://depot/trade/odata/standard.odata/">
            	<id>http://depot/trade/odata/standard.odata/Catalog_Клиенты(guid'8bbfc2cc-cdb9-11e6-aede-000000000001')</id>
            	<category term="StandardODATA.Catalog_Клиенты"
            			scheme="http://schemas.microsoft.com/ado/2007/08/dataservices/scheme"/>
            	<title type="text"/>
            	<updated>2024-02-01T12:30:45</updated>
            	<author/>
            	<summary/>
            	<link rel="http://schemas.microsoft.com/ado/2007/08/dataservices/related/Город"
            			href="Catalog_Клиенты(guid'8bbfc2cc-cdb9-11e6-aede-000000000001')/Город"
            			type="application/atom+xml;type=entry;charset=utf-8"
            			title="Город"/>
            	<link rel="edit"
            			href="Catalog_Клиенты(guid'8bbfc2cc-cdb9-11e6-aede-000000000001')"
            			title="edit-link"/>
            	<content type="application/xml"><m:properties xmlns:d="http://schemas.microsoft.com/ado/2007/08/dataservices" xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata">
            	<d:Ref_Key>8bbfc2cc-cdb9-11e6-aede-000000000001</d:Ref_Key>
            	<d:DataVersion>AAAAAAAAAAk=</d:DataVersion>
            	<d:PredefinedDataName/>
            	<d:Дата>0001-01-01T00:00:00</d:Дата>
            	<d:Цена>7.25</d:Цена>
            	<d:Код m:null="true"/>
            	<d:Комментарии m:type="Collection(StandardODATA.Catalog_Клиенты_Комментарии_RowType)">
            		<d:element m:type="StandardODATA.Catalog_Клиенты_Комментарии_RowType">
            			<d:LineNumber>1</d:LineNumber>
            			<d:Текст>a &lt; b &amp; c</d:Текст>
            		</d:element>
            	</d:Комментарии>
            	<d:Договоры m:type="Collection(StandardODATA.Catalog_Клиенты_Договоры_RowType)"/>
            </m:properties>
            	</content>
            </entry>""";

    private static Reading clients() {
        return reading(
                Documents.catalog("Клиенты"),
                List.of(refKey(0)),
                refKey(0),
                value("DataVersion", Edm.VERSION, 1),
                value("PredefinedDataName", Edm.STRING, 2),
                value("Дата", Edm.DATE_TIME, 3),
                value("Цена", Edm.DOUBLE, 4),
                value("Код", Edm.STRING, 5),
                new Field.Rows(
                        "Комментарии",
                        "Catalog_Клиенты_Комментарии_RowType",
                        List.of(refKey(0), value("LineNumber", Edm.INT64, 1), value("Текст", Edm.STRING, 2)),
                        0),
                new Field.Rows("Договоры", "Catalog_Клиенты_Договоры_RowType", List.of(refKey(0)), 1),
                new Field.Link("Город", 6, false),
                new Field.Link("Владелец", 7, false));
    }

    private static MemoryRows clientRows() {
        return MemoryRows.with(
                List.of(key(1), 9L, "", NO_MOMENT, new BigDecimal("7.2500"), NULL, key(8), NO_KEY),
                List.of(List.of(key(1), 1L, "a < b & c")),
                List.of());
    }

    @Test
    @DisplayName(
            "OD-20, OD-3: an entry has 1C's lines: links of what is not empty, no types on values, rows without the owner's key")
    void entry() {
        assertThat(Documents.one(Representation.ATOM, clients(), clientRows())).isEqualTo(ENTRY);
    }

    @Test
    @DisplayName("OD-20: a feed has the entries with their count at the end")
    void feed() {
        String feed = Documents.text(output ->
                Documents.writer(Representation.ATOM, clients()).writeSet(clientRows(), OptionalLong.of(19), output));
        assertThat(feed)
                .startsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?><feed xmlns=\"http://www.w3.org/2005/Atom\""
                        + " xmlns:at=\"http://purl.org/atompub/tombstones/1.0\""
                        + " xmlns:d=\"http://schemas.microsoft.com/ado/2007/08/dataservices\""
                        + " xmlns:m=\"http://schemas.microsoft.com/ado/2007/08/dataservices/metadata\""
                        + " xml:base=\"http://depot/trade/odata/standard.odata/\">\n<entry>\n\t<id>")
                .endsWith("</entry>\n<m:count>19</m:count>\n</feed>")
                .contains(ENTRY.substring(ENTRY.indexOf("\t<id>")));
    }

    @Test
    @DisplayName("OD-20: a set of nothing is a feed without entries")
    void empty() {
        assertThat(Documents.set(Representation.ATOM, clients(), MemoryRows.of()))
                .endsWith(".odata/\">\n</feed>");
    }

    @Test
    @DisplayName("OD-20: an expanded object stands in its link, and an empty m:inline says that there is none")
    void expanded() {
        var reading = reading(
                Documents.document("РасходТовара"),
                List.of(refKey(0)),
                refKey(0),
                new Field.Expanded(
                        "Контрагент",
                        Documents.catalog("Контрагенты"),
                        1,
                        List.of(value("Description", Edm.STRING, 2)),
                        Optional.of(new Field.Link("Контрагент", 1, false))));
        assertThat(Documents.set(Representation.ATOM, reading, MemoryRows.of(List.of(key(1), key(5), "Ромашка"))))
                .contains("""
                title="Контрагент"><m:inline><entry>
                \t<id>http://depot/trade/odata/standard.odata/Catalog_Контрагенты(guid'8bbfc2cc-cdb9-11e6-aede-000000000005')</id>
                """)
                .contains(
                        "\t<d:Description>Ромашка</d:Description>\n</m:properties>\n\t</content>\n</entry></m:inline></link>");
        assertThat(Documents.set(Representation.ATOM, reading, MemoryRows.of(List.of(key(1), NULL, NULL))))
                .contains("title=\"Контрагент\"><m:inline/></link>")
                .doesNotContain("Контрагенты");
    }

    @Test
    @DisplayName("OD-20: a record set's rows leave out what says whose they are")
    void recordSet() {
        var set = Documents.set(ObjectKind.ACCUMULATION_REGISTER, "Продажи", Form.RECORD_SETS);
        var recorder = composite("Recorder", 0);
        var reading = reading(
                set,
                List.of(recorder),
                recorder,
                new Field.Rows(
                        "RecordSet",
                        "AccumulationRegister_Продажи_RowType",
                        List.of(composite("Recorder", 0), value("LineNumber", Edm.INT64, 2)),
                        0));
        var rows = MemoryRows.with(
                List.of("Document_РасходТовара", key(4)), List.of(List.of("Document_РасходТовара", key(4), 1L)));
        assertThat(Documents.one(Representation.ATOM, reading, rows)).contains("""
                \t<d:Recorder>8bbfc2cc-cdb9-11e6-aede-000000000004</d:Recorder>
                \t<d:Recorder_Type>StandardODATA.Document_РасходТовара</d:Recorder_Type>
                \t<d:RecordSet m:type="Collection(StandardODATA.AccumulationRegister_Продажи_RowType)">
                \t\t<d:element>
                \t\t\t<d:LineNumber>1</d:LineNumber>
                \t\t</d:element>
                \t</d:RecordSet>
                """);
    }

    @Test
    @DisplayName("OD-20, OD-3: a virtual table is a d:Result; an undefined value is empty beside its type")
    void table() {
        var reading = reading(
                Documents.set(ObjectKind.INFORMATION_REGISTER, "Цены", Form.RECORDS),
                List.of(),
                value("Товар_Key", Edm.GUID, 0),
                new Field.Expanded(
                        "Товар",
                        Documents.catalog("Товары"),
                        0,
                        List.of(value("Code", Edm.STRING, 1)),
                        Optional.empty()),
                value("Цена", Edm.DOUBLE, 2),
                composite("Основание", 3));
        var rows = MemoryRows.of(List.of(key(1), "001", NULL, "", NO_KEY));
        assertThat(Documents.table(Representation.ATOM, reading, rows)).isEqualTo("""
                <?xml version="1.0" encoding="UTF-8"?>
                <d:Result xmlns:d="http://schemas.microsoft.com/ado/2007/08/dataservices" xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata">
                <d:element>
                <d:Товар_Key>8bbfc2cc-cdb9-11e6-aede-000000000001</d:Товар_Key>
                <d:Товар>
                	<d:Code>001</d:Code>
                </d:Товар>
                <d:Цена m:null="true"/>
                <d:Основание/>
                <d:Основание_Type>StandardODATA.Undefined</d:Основание_Type>
                </d:element>
                </d:Result>""");
    }

    @Test
    @DisplayName("OD-20: a single property is a document of its own, and rows of a section too")
    void property() {
        var name = reading(Documents.catalog("Товары"), List.of(refKey(0)), value("Description", Edm.STRING, 1));
        String root = "<d:Description xmlns:d=\"http://schemas.microsoft.com/ado/2007/08/dataservices\""
                + " xmlns:m=\"http://schemas.microsoft.com/ado/2007/08/dataservices/metadata\"";
        assertThat(Documents.property(Representation.ATOM, name, MemoryRows.of(List.of(key(1), "Доска"))))
                .isEqualTo("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + root + ">Доска</d:Description>");
        assertThat(Documents.property(Representation.ATOM, name, MemoryRows.of(List.of(key(1), NULL))))
                .endsWith(root + " m:null=\"true\"/>");
        var composite = reading(Documents.catalog("Товары"), List.of(refKey(0)), composite("X", 1));
        assertThat(Documents.property(
                        Representation.ATOM, composite, MemoryRows.of(List.of(key(1), "Catalog_Товары", key(2)))))
                .endsWith(">8bbfc2cc-cdb9-11e6-aede-000000000002</d:X>");
    }

    @Test
    @DisplayName("OD-3: a storage's bytes have a link of their own, where there are any")
    void storage() {
        var reading = reading(
                Documents.catalog("Файлы"),
                List.of(refKey(0)),
                value("Данные_Type", Edm.STRING, 1),
                value("Данные_Base64Data", Edm.BINARY, 2),
                new Field.Link("Данные", 1, true));
        assertThat(Documents.set(
                        Representation.ATOM, reading, MemoryRows.of(List.of(key(1), "image/png", new byte[] {7}))))
                .contains("rel=\"http://schemas.microsoft.com/ado/2007/08/dataservices/mediaresource/Данные\"")
                .contains("<d:Данные_Base64Data>Bw==</d:Данные_Base64Data>");
        assertThat(Documents.set(Representation.ATOM, reading, MemoryRows.of(List.of(key(1), "", new byte[0]))))
                .doesNotContain("mediaresource")
                .contains("<d:Данные_Base64Data/>");
    }

    @Test
    @DisplayName("OD-3: a type description is written as elements")
    void types() {
        var reading = reading(Documents.catalog("Виды"), List.of(), new Field.Types("ValueType", 0));
        String json =
                "{\"Types\":[\"Edm.String\",\"Edm.Double\"],\"NumberQualifiers\":{\"AllowedSign\":\"Any\",\"Digits\":15}}";
        assertThat(Documents.set(Representation.ATOM, reading, MemoryRows.of(List.of(json))))
                .contains("""
                \t<d:ValueType m:type="StandardODATA.TypeDescription">
                \t\t<d:Types m:type="Collection(Edm.String)">
                \t\t\t<d:element>Edm.String</d:element>
                \t\t\t<d:element>Edm.Double</d:element>
                \t\t</d:Types>
                \t\t<d:NumberQualifiers m:type="StandardODATA.NumberQualifiers">
                \t\t\t<d:AllowedSign>Any</d:AllowedSign>
                \t\t\t<d:Digits>15</d:Digits>
                \t\t</d:NumberQualifiers>
                \t</d:ValueType>
                """);
    }
}
