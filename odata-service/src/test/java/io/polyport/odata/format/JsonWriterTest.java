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
import io.polyport.odata.plan.Presentation;
import io.polyport.odata.plan.Reading;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class JsonWriterTest {
    @Test
    @DisplayName(
            "OD-20, OD-3: a set has 1C's lines, order and forms of values: Int64 in quotes, fractions exact, dates without zone")
    void set() {
        var reading = reading(
                Documents.catalog("Товары"),
                List.of(refKey(0)),
                refKey(0),
                value("DataVersion", Edm.VERSION, 1),
                value("DeletionMark", Edm.BOOLEAN, 2),
                value("Owner_Key", Edm.GUID, 3),
                value("Code", Edm.STRING, 4),
                value("Цена", Edm.DOUBLE, 5),
                value("Кратность", Edm.INT64, 6),
                value("Ранг", Edm.INT16, 7),
                value("ГоденДо", Edm.DATE_TIME, 8),
                value("Картинка_Base64Data", Edm.BINARY, 9),
                new Field.Link("Owner", 3, false));
        var rows = MemoryRows.of(
                List.of(
                        key(1),
                        5L,
                        false,
                        key(7),
                        "00 \"1\"  ",
                        new BigDecimal("12.50"),
                        10L,
                        -3,
                        LocalDateTime.of(2016, 12, 29, 14, 37, 27),
                        new byte[] {1, 2, 3, 4}),
                List.of(key(2), -1L, true, NO_KEY, "", new BigDecimal("0.00"), 0L, 1200, NO_MOMENT, new byte[0]));
        assertThat(Documents.set(Representation.JSON_MINIMAL, reading, rows)).isEqualTo("""
                {
                "odata.metadata": "http://depot/trade/odata/standard.odata/$metadata#Catalog_Товары",
                "value": [{
                "Ref_Key": "8bbfc2cc-cdb9-11e6-aede-000000000001",
                "DataVersion": "AAAAAAAAAAU=",
                "DeletionMark": false,
                "Owner_Key": "8bbfc2cc-cdb9-11e6-aede-000000000007",
                "Code": "00 \\"1\\"  ",
                "Цена": 12.5,
                "Кратность": "10",
                "Ранг": -3,
                "ГоденДо": "2016-12-29T14:37:27",
                "Картинка_Base64Data": "AQIDBA==",
                "Owner@navigationLinkUrl": "Catalog_Товары(guid'8bbfc2cc-cdb9-11e6-aede-000000000001')/Owner"
                },{
                "Ref_Key": "8bbfc2cc-cdb9-11e6-aede-000000000002",
                "DataVersion": "//////////8=",
                "DeletionMark": true,
                "Owner_Key": "00000000-0000-0000-0000-000000000000",
                "Code": "",
                "Цена": 0,
                "Кратность": "0",
                "Ранг": 1200,
                "ГоденДо": "0001-01-01T00:00:00",
                "Картинка_Base64Data": ""
                }]
                }""");
    }

    @Test
    @DisplayName("OD-20: an empty set is an empty list, and its count a string before it")
    void empty() {
        var reading = reading(Documents.catalog("Товары"), List.of(refKey(0)), refKey(0));
        assertThat(Documents.text(output -> Documents.writer(Representation.JSON_MINIMAL, reading)
                        .writeSet(MemoryRows.of(), OptionalLong.of(19), output)))
                .isEqualTo("""
                {
                "odata.metadata": "http://depot/trade/odata/standard.odata/$metadata#Catalog_Товары",
                "odata.count": "19",
                "value": []
                }""");
    }

    @Test
    @DisplayName("OD-20: a single entity says so, and its sections' rows stand one under the other")
    void entity() {
        assertThat(Documents.one(Representation.JSON_MINIMAL, issue(), issueRows()))
                .isEqualTo("""
                {
                "odata.metadata": "http://depot/trade/odata/standard.odata/$metadata#Document_РасходТовара/@Element",
                "Ref_Key": "8bbfc2cc-cdb9-11e6-aede-000000000001",
                "Товары": [
                {
                "LineNumber": "1",
                "Количество": 0.5
                },
                {
                "LineNumber": "2",
                "Количество": 1000
                }
                ],
                "Услуги": []
                }""");
    }

    private static Reading issue() {
        List<Field> row = List.of(value("LineNumber", Edm.INT64, 1), value("Количество", Edm.DOUBLE, 2));
        return reading(
                Documents.document("РасходТовара"),
                List.of(refKey(0)),
                refKey(0),
                new Field.Rows("Товары", "Document_РасходТовара_Товары_RowType", row, 0),
                new Field.Rows("Услуги", "Document_РасходТовара_Услуги_RowType", row, 1));
    }

    private static MemoryRows issueRows() {
        return MemoryRows.with(
                List.of(key(1)),
                List.of(List.of(key(1), 1L, new BigDecimal("0.500")), List.of(key(1), 2L, new BigDecimal("1000.000"))),
                List.of());
    }

    @Test
    @DisplayName("OD-20: without metadata nothing is left but the data and their count")
    void noMetadata() {
        var reading = reading(
                Documents.catalog("Товары"),
                List.of(refKey(0)),
                value("Owner_Key", Edm.GUID, 1),
                new Field.Link("Owner", 1, false));
        assertThat(Documents.text(output -> Documents.writer(Representation.JSON_NONE, reading)
                        .writeSet(MemoryRows.of(List.of(key(1), key(7))), OptionalLong.of(1), output)))
                .isEqualTo("""
                {
                "odata.count": "1",
                "value": [{
                "Owner_Key": "8bbfc2cc-cdb9-11e6-aede-000000000007"
                }]
                }""");
        assertThat(Documents.one(Representation.JSON_NONE, reading, MemoryRows.of(List.of(key(1), key(7)))))
                .isEqualTo("""
                {
                "Owner_Key": "8bbfc2cc-cdb9-11e6-aede-000000000007"
                }""");
    }

    @Test
    @DisplayName("OD-20: full metadata name the entity, its address, and each type that JSON itself does not tell")
    void fullMetadata() {
        var reading = reading(
                Documents.catalog("Товары"),
                List.of(refKey(0)),
                refKey(0),
                value("Code", Edm.STRING, 1),
                value("Цена", Edm.DOUBLE, 2),
                value("DeletionMark", Edm.BOOLEAN, 3),
                new Field.Rows(
                        "Аналоги", "Catalog_Товары_Аналоги_RowType", List.of(value("LineNumber", Edm.INT64, 1)), 0));
        var rows = MemoryRows.with(List.of(key(1), "7", new BigDecimal("3.0"), false), List.of(List.of(key(1), 1L)));
        assertThat(Documents.one(Representation.JSON_FULL, reading, rows)).isEqualTo("""
                {
                "odata.metadata": "http://depot/trade/odata/standard.odata/$metadata#Catalog_Товары/@Element",
                "odata.type": "StandardODATA.Catalog_Товары",
                "odata.id": "http://depot/trade/odata/standard.odata/Catalog_Товары(guid'8bbfc2cc-cdb9-11e6-aede-000000000001')",
                "odata.editLink": "Catalog_Товары(guid'8bbfc2cc-cdb9-11e6-aede-000000000001')",
                "Ref_Key@odata.type": "Edm.Guid",
                "Ref_Key": "8bbfc2cc-cdb9-11e6-aede-000000000001",
                "Code": "7",
                "Цена@odata.type": "Edm.Double",
                "Цена": 3,
                "DeletionMark": false,
                "Аналоги@odata.type": "Collection(StandardODATA.Catalog_Товары_Аналоги_RowType)",
                "Аналоги": [
                {
                "LineNumber@odata.type": "Edm.Int64",
                "LineNumber": "1"
                }
                ]
                }""");
    }

    @Test
    @DisplayName("OD-3: a value of several types is text by its own type's rules, beside the type's name")
    void composites() {
        var reading = reading(Documents.catalog("Файлы"), List.of(), composite("X", 0));
        assertThat(lines(reading, "Catalog_Товары", key(3)))
                .contains(
                        "\"X\": \"8bbfc2cc-cdb9-11e6-aede-000000000003\",\n\"X_Type\": \"StandardODATA.Catalog_Товары\"");
        assertThat(lines(reading, "String", NO_KEY)).contains("\"X\": \"те\\\"кст\",\n\"X_Type\": \"Edm.String\"");
        assertThat(lines(reading, "Enum.ВидыТоваров", NO_KEY))
                .contains("\"X\": \"те\\\"кст\",\n\"X_Type\": \"StandardODATA.ВидыТоваров\"");
        assertThat(lines(reading, "Number", NO_KEY)).contains("\"X\": \"1650.5\",\n\"X_Type\": \"Edm.Double\"");
        assertThat(lines(reading, "Boolean", NO_KEY)).contains("\"X\": \"true\",\n\"X_Type\": \"Edm.Boolean\"");
        assertThat(lines(reading, "Date", NO_KEY))
                .contains("\"X\": \"2024-02-01T00:00:00\",\n\"X_Type\": \"Edm.DateTime\"");
        assertThat(lines(reading, "", NO_KEY)).contains("\"X\": \"\",\n\"X_Type\": \"StandardODATA.Undefined\"");
        assertThat(lines(reading, NULL, NO_KEY)).contains("\"X\": null,\n\"X_Type\": null");
    }

    private static String lines(Reading reading, Object tag, Object reference) {
        return Documents.set(
                Representation.JSON_MINIMAL,
                reading,
                MemoryRows.of(List.of(
                        tag,
                        reference,
                        "те\"кст",
                        new BigDecimal("1650.50"),
                        true,
                        LocalDateTime.of(2024, 2, 1, 0, 0))));
    }

    @Test
    @DisplayName("OD-3: what belongs to folders or to items alone is null in the others, whatever its type")
    void nulls() {
        var reading = reading(
                Documents.catalog("Товары"),
                List.of(refKey(0)),
                value("Артикул", Edm.STRING, 0),
                value("Поставщик_Key", Edm.GUID, 0),
                value("Весовой", Edm.BOOLEAN, 0),
                value("Цена", Edm.DOUBLE, 0),
                value("Кратность", Edm.INT64, 0),
                value("ГоденДо", Edm.DATE_TIME, 0),
                new Field.Link("Поставщик", 0, false));
        assertThat(Documents.set(Representation.JSON_NONE, reading, MemoryRows.of(List.of(NULL))))
                .isEqualTo("""
                {
                "value": [{
                "Артикул": null,
                "Поставщик_Key": null,
                "Весовой": null,
                "Цена": null,
                "Кратность": null,
                "ГоденДо": null
                }]
                }""");
    }

    @Test
    @DisplayName("OD-3: a database's NaN is null, for JSON has no such number")
    void notANumber() {
        var reading = reading(Documents.catalog("Товары"), List.of(), value("Цена", Edm.DOUBLE, 0));
        assertThat(Documents.set(Representation.JSON_NONE, reading, MemoryRows.of(List.of("NaN"))))
                .contains("\"Цена\": null");
    }

    @Test
    @DisplayName("OD-20: a record set has its recorder, the recorder's type and the records")
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
                        List.of(value("LineNumber", Edm.INT64, 1), value("Active", Edm.BOOLEAN, 2)),
                        0));
        var rows = MemoryRows.with(List.of("Document_РасходТовара", key(4)), List.of(List.of(key(4), 1L, true)));
        assertThat(Documents.one(Representation.JSON_MINIMAL, reading, rows)).isEqualTo("""
                {
                "odata.metadata": "http://depot/trade/odata/standard.odata/$metadata#AccumulationRegister_Продажи/@Element",
                "Recorder": "8bbfc2cc-cdb9-11e6-aede-000000000004",
                "Recorder_Type": "StandardODATA.Document_РасходТовара",
                "RecordSet": [
                {
                "LineNumber": "1",
                "Active": true
                }
                ]
                }""");
    }

    @Test
    @DisplayName("OD-20: a single property has its type's name; a virtual table is a list without links")
    void propertyAndTable() {
        var name = reading(Documents.catalog("Товары"), List.of(refKey(0)), value("Description", Edm.STRING, 1));
        assertThat(Documents.property(Representation.JSON_MINIMAL, name, MemoryRows.of(List.of(key(1), "Доска"))))
                .isEqualTo("""
                {
                "odata.metadata": "http://depot/trade/odata/standard.odata/$metadata#Edm.String",
                "value": "Доска"
                }""");
        var rates = reading(
                Documents.set(ObjectKind.INFORMATION_REGISTER, "КурсыВалют", Form.RECORDS),
                List.of(),
                value("Валюта_Key", Edm.GUID, 0),
                new Field.Link("Валюта", 0, false));
        assertThat(Documents.table(Representation.JSON_MINIMAL, rates, MemoryRows.of(List.of(key(1)))))
                .isEqualTo("""
                {
                "odata.metadata": "http://depot/trade/odata/standard.odata/$metadata#InformationRegister_КурсыВалют",
                "value": [{
                "Валюта_Key": "8bbfc2cc-cdb9-11e6-aede-000000000001"
                }]
                }""");
    }

    @Test
    @DisplayName("OD-31: presentations are text in the caller's language; a type description is the JSON that it is")
    void presented() {
        var reading = reading(
                Documents.catalog("Товары"),
                List.of(refKey(0)),
                new Field.Presented("Цена____Presentation", new Presentation.Decimal(1)),
                new Field.Types("ValueType", 2));
        assertThat(Documents.set(
                        Representation.JSON_NONE,
                        reading,
                        MemoryRows.of(List.of(key(1), new BigDecimal("0.50"), "{\"Types\":[\"Edm.String\"]}"))))
                .isEqualTo("""
                {
                "value": [{
                "Цена____Presentation": "0,5",
                "ValueType": {"Types":["Edm.String"]}
                }]
                }""");
    }
}
