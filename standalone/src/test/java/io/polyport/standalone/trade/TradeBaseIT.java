package io.polyport.standalone.trade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.polyport.odata.model.EntitySet;
import io.polyport.odata.model.ObjectKind;
import io.polyport.odata.schema.PredefinedRows;
import io.polyport.odata.schema.SchemaUpdate;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TradeBaseIT {
    /** Of every row but the bytes of value storages. Change it with the generator. */
    private static final String CONTENT = "d35acaaff86d5342";

    private final DemoBase demo = DemoBase.get();

    @Test
    @DisplayName("a base that was half made when its process was killed is made anew")
    void madeAnew() {
        assertThat(demo.folder().resolve("odata-demo.mv.db")).exists();
        assertThat(demo.folder().resolve("odata-demo.making.mv.db")).doesNotExist();
    }

    @Test
    @DisplayName("a later start takes the base as it is")
    void taken() throws Exception {
        Path file = demo.folder().resolve("odata-demo.mv.db");
        var before = Files.readAttributes(file, java.nio.file.attribute.BasicFileAttributes.class);
        assertThat(TradeBase.ensure(demo.folder())).isEqualTo(demo.base());
        var after = Files.readAttributes(file, java.nio.file.attribute.BasicFileAttributes.class);
        assertThat(after.fileKey()).isEqualTo(before.fileKey());
        assertThat(after.creationTime()).isEqualTo(before.creationTime());
    }

    @Test
    @DisplayName("while one process makes the base, another is told so")
    void beingMade(@TempDir Path folder) throws Exception {
        try (var channel = FileChannel.open(
                        folder.resolve("odata-demo.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var lock = channel.lock()) {
            assertThat(lock.isValid()).isTrue();
            assertThatIllegalStateException()
                    .isThrownBy(() -> TradeBase.ensure(folder))
                    .withMessageContaining("just making the demo base");
        }
        assertThat(folder.resolve("odata-demo.mv.db")).doesNotExist();
    }

    @Test
    @DisplayName(
            "the base has the tables, indexes and predefined items that the service wants, so that nothing is left to do")
    void nothingLeftToDo() throws SQLException {
        var source = TradeBase.source(demo.base().url());
        assertThat(new SchemaUpdate(demo.model(), false).plan(source)).isEmpty();
        try (var connection = demo.connect()) {
            connection.setAutoCommit(false);
            assertThat(new PredefinedRows(demo.model()).add(connection)).isZero();
            connection.rollback();
        }
    }

    @Test
    @DisplayName(
            "there are about 1,000 goods, 300 partners, 5 warehouses, 5 currencies with rates of three years, 10,000 documents")
    void counts() throws SQLException {
        assertThat(demo.count("Catalog_Товары")).isBetween(1_000L, 1_100L);
        assertThat(demo.count("Catalog_Товары", demo.column("Catalog_Товары", "IsFolder")))
                .isEqualTo(20);
        assertThat(demo.count("Catalog_Контрагенты")).isEqualTo(300);
        assertThat(demo.count("Catalog_Склады")).isEqualTo(5);
        assertThat(demo.count("Catalog_Валюты")).isEqualTo(5);
        assertThat(demo.count("InformationRegister_КурсыВалют")).isEqualTo(4 * 1_096 + 5);
        long documents = 0;
        for (EntitySet set : demo.model().sets()) {
            if (set.object().kind() == ObjectKind.DOCUMENT && set.form() == EntitySet.Form.OBJECTS) {
                documents += demo.count(set.name());
                assertThat(demo.count(set.name())).as(set.name()).isPositive();
            }
        }
        assertThat(documents).isEqualTo(Desk.ALL);
    }

    @Test
    @DisplayName("every set has something to show")
    void nothingEmpty() throws SQLException {
        for (EntitySet set : demo.model().sets()) {
            if (set.form() != EntitySet.Form.JOURNAL) {
                assertThat(demo.count(set.name())).as(set.name()).isPositive();
            }
        }
    }

    @Test
    @DisplayName("the keys that examples name are there")
    void keys() throws SQLException {
        var keys = Map.ofEntries(
                Map.entry("Catalog_Валюты", List.of(TradeKeys.DOLLAR, TradeKeys.ROUBLE)),
                Map.entry("Catalog_Товары", List.of(TradeKeys.SLIPPERS, TradeKeys.SHOES, TradeKeys.MILK)),
                Map.entry("Catalog_Поставщики", List.of(TradeKeys.SUPPLIER)),
                Map.entry("Catalog_Контрагенты", List.of(TradeKeys.PARTNER)),
                Map.entry("Catalog_Клиенты", List.of(TradeKeys.CUSTOMER)),
                Map.entry("Catalog_Склады", List.of(TradeKeys.WAREHOUSE)),
                Map.entry("Catalog_Организации", List.of(TradeKeys.ORGANIZATION)),
                Map.entry("Document_ПриходнаяНакладная", List.of(TradeKeys.RECEIPT)),
                Map.entry("Document_РасходТовара", List.of(TradeKeys.ISSUE)),
                Map.entry("ExchangePlan_ОбменДанными", List.of(TradeKeys.NODE)));
        for (var set : keys.entrySet()) {
            for (UUID key : set.getValue()) {
                assertThat(demo.count(set.getKey(), demo.column(set.getKey(), "Ref_Key") + " = '" + key + "'"))
                        .as(set.getKey() + " " + key)
                        .isOne();
            }
        }
    }

    @Test
    @DisplayName(
            "keys are of version 1, as 1C:Enterprise's, but for those of the documentation's examples and predefined items")
    void keyVersions() throws SQLException {
        for (String set :
                List.of("Catalog_Товары", "Catalog_Контрагенты", "Document_РасходТовара", "Document_Приход")) {
            String key = demo.column(set, "Ref_Key");
            String made = set.startsWith("Catalog_") ? " and not " + demo.column(set, "Predefined") : "";
            assertThat(demo.count(set, "substring(cast(" + key + " as varchar), 15, 1) <> '1'" + made))
                    .as(set)
                    .isZero();
        }
    }

    @Test
    @DisplayName("a property of several types has values of each of them, references to nothing, and none")
    void composites() throws SQLException {
        String set = "Document_РасходТовара";
        assertThat(texts("select distinct " + demo.column(set, "Основание") + " from " + demo.table(set)))
                .containsExactlyInAnyOrder(
                        "",
                        "Boolean",
                        "Catalog_Контрагенты",
                        "Date",
                        "Document_Накладная",
                        "Document_ПриходнаяНакладная",
                        "Enum.ВидыОпераций",
                        "Number",
                        "String");
        assertThat(demo.count(
                        set,
                        demo.column(set, "Основание") + " = 'Document_Накладная' and " + demo.key(set, "Основание")
                                + " not in (select " + demo.column("Document_Накладная", "Ref_Key") + " from "
                                + demo.table("Document_Накладная") + ")"))
                .isPositive();
    }

    @Test
    @DisplayName("there are deletion marks, empty dates and references, and texts that are hard to show")
    void tricky() throws SQLException {
        String waybill = "Document_Накладная";
        assertThat(demo.count(waybill, demo.column(waybill, "DeletionMark"))).isPositive();
        assertThat(demo.count(waybill, demo.column(waybill, "ДатаОтгрузки") + " = timestamp '0001-01-01 00:00:00'"))
                .isPositive();
        String issue = "Document_РасходТовара";
        assertThat(demo.count(issue, demo.column(issue, "Договор") + " = '" + new UUID(0, 0) + "'"))
                .isPositive();
        String comment = demo.column(issue, "Комментарий");
        for (String part :
                List.of("🎁", "Ёж", "\r\n", "100%", "a_b", "\"везите", "O''Brien", "日本語", "<b>", "\\обратная")) {
            assertThat(demo.count(issue, "position('" + part + "' in " + comment + ") > 0"))
                    .as(part)
                    .isPositive();
        }
        assertThat((Long) demo.one("select max(char_length(" + comment + ")) from " + demo.table(issue)))
                .isGreaterThan(3_000L);
    }

    @Test
    @DisplayName("the next version of an object is one that no object has")
    void versions() throws SQLException {
        long next = (Long) demo.one("select next value for \"polyport_version\"");
        assertThat(next).isGreaterThan(12_000);
        for (EntitySet set : demo.model().sets()) {
            if (set.property("DataVersion").isPresent()) {
                String version = demo.column(set.name(), "DataVersion");
                assertThat(demo.count(set.name(), version + " >= " + next))
                        .as(set.name())
                        .isZero();
            }
        }
    }

    @Test
    @DisplayName("the base is the same each time it is made")
    void same() throws SQLException {
        long sum = 0;
        for (EntitySet set : demo.model().sets()) {
            if (set.form() != EntitySet.Form.JOURNAL && set.form() != EntitySet.Form.RECORD_SETS) {
                sum += content(set);
            }
        }
        assertThat(Long.toHexString(sum)).isEqualTo(CONTENT);
    }

    private long content(EntitySet set) throws SQLException {
        long sum = 0;
        try (var connection = demo.connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select * from " + demo.table(set.name()))) {
            var columns = rows.getMetaData();
            while (rows.next()) {
                long hash = set.table().hashCode();
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    boolean bytes = columns.getColumnTypeName(i).startsWith("BINARY");
                    String value = bytes ? "" : rows.getString(i);
                    hash = hash * 1_000_003
                            + columns.getColumnName(i).hashCode() * 31L
                            + (value == null ? 1 : value.hashCode());
                }
                sum += hash;
            }
        }
        return sum;
    }

    private List<String> texts(String sql) throws SQLException {
        var texts = new ArrayList<String>();
        try (var connection = demo.connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }
}
