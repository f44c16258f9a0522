package io.polyport.odata.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polyport.odata.fixtures.TestBase;
import io.polyport.odata.model.EntitySet;
import io.polyport.odata.model.Property;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Blob;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class RowWriterIT {
    private static final Map<TestBase.Kind, TestBase> BASES = new HashMap<>();
    private static final UUID NONE = new UUID(0, 0);
    private static final LocalDateTime NEVER = LocalDateTime.of(1, 1, 1, 0, 0);

    @AfterAll
    static void forget() {
        BASES.values().forEach(TestBase::close);
    }

    private static TestBase base(TestBase.Kind kind) {
        return BASES.computeIfAbsent(kind, TestBase::trade);
    }

    /** What stands in each column of the one row with this key, by the names of people; several of one name in order. */
    private static Map<String, List<Object>> row(TestBase base, String name, UUID key) {
        var set = base.model().set(name).orElseThrow();
        var found = new LinkedHashMap<String, List<Object>>();
        try (var connection = base.connect();
                var statement = connection.prepareStatement("select * from \"" + set.table() + "\" where \""
                        + keyColumn(set.property("Ref_Key").orElseThrow()) + "\" = ?")) {
            statement.setObject(1, key);
            try (var rows = statement.executeQuery()) {
                assertThat(rows.next()).isTrue();
                for (Property property : set.properties()) {
                    for (var column : PropertyColumns.of(property)) {
                        found.computeIfAbsent(column.property(), any -> new ArrayList<>())
                                .add(value(rows, column.column().name()));
                    }
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return found;
    }

    private static String keyColumn(Property key) {
        return PropertyColumns.names(key).getFirst();
    }

    private static Object value(ResultSet rows, String column) throws SQLException {
        Object value = rows.getObject(column);
        return switch (value) {
            case Timestamp moment -> rows.getObject(column, LocalDateTime.class);
            case Blob blob -> rows.getBytes(column);
            case null, default -> value;
        };
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("OD-3: what is not given has its empty value, and null only where it is for the other kind of objects")
    void emptyValues(TestBase.Kind kind) {
        var base = base(kind);
        var item = UUID.randomUUID();
        var folder = UUID.randomUUID();
        base.insert("Catalog_Товары", "Ref_Key", item);
        base.insert("Catalog_Товары", "Ref_Key", folder, "IsFolder", true);

        assertThat(row(base, "Catalog_Товары", item))
                .containsEntry("Артикул", List.of(""))
                .containsEntry("Поставщик_Key", List.of(NONE))
                .containsEntry("ГоденДо", List.of(NEVER))
                .containsEntry("Остаток", List.of(0))
                .containsEntry("Весовой", List.of(false))
                .containsEntry("Картинка_Type", List.of(""))
                .hasEntrySatisfying(
                        "ПризнакГруппы", values -> assertThat(values).containsOnlyNulls());
        assertThat(row(base, "Catalog_Товары", folder))
                .containsEntry("ПризнакГруппы", List.of(false))
                .hasEntrySatisfying("Артикул", values -> assertThat(values).containsOnlyNulls())
                .hasEntrySatisfying(
                        "Поставщик_Key", values -> assertThat(values).containsOnlyNulls());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("OD-3: each type keeps exactly what was given")
    void values(TestBase.Kind kind) {
        var base = base(kind);
        var key = UUID.randomUUID();
        var picture = "картинка".getBytes(StandardCharsets.UTF_8);
        base.insert(
                "Catalog_Товары",
                Map.ofEntries(
                        Map.entry("Ref_Key", key),
                        Map.entry("Description", "Ёлка 'зелёная' \"и\" 🎄"),
                        Map.entry("Цена", new BigDecimal("1234567890123.45")),
                        Map.entry("Вес", "0.001"),
                        Map.entry("ШтрихкодЧисло", 123456789012345678L),
                        Map.entry("Ранг", -9999),
                        Map.entry("ГоденДо", "3999-12-31T23:59:59"),
                        Map.entry("ВремяОткрытия", LocalTime.of(9, 30)),
                        Map.entry("Вид", "Услуга"),
                        Map.entry("Картинка_Type", "image/png"),
                        Map.entry("Картинка_Base64Data", picture)));
        base.insert("Catalog_Контрагенты", "Ref_Key", key, "ИНН", "77", "ДатаРегистрации", LocalDate.of(2020, 2, 29));

        var row = row(base, "Catalog_Товары", key);
        assertThat(row)
                .containsEntry("Description", List.of("Ёлка 'зелёная' \"и\" 🎄"))
                .containsEntry("Цена", List.of(new BigDecimal("1234567890123.45")))
                .containsEntry("Вес", List.of(new BigDecimal("0.001")))
                .containsEntry("ШтрихкодЧисло", List.of(123456789012345678L))
                .containsEntry("ГоденДо", List.of(LocalDateTime.of(3999, 12, 31, 23, 59, 59)))
                .containsEntry("ВремяОткрытия", List.of(LocalDateTime.of(1, 1, 1, 9, 30)))
                .containsEntry("Вид", List.of("Услуга"));
        assertThat((Number) row.get("Ранг").getFirst()).hasToString("-9999");
        assertThat((byte[]) row.get("Картинка_Base64Data").getFirst()).isEqualTo(picture);
        assertThat(row(base, "Catalog_Контрагенты", key))
                .as("fixed strings are padded")
                .containsEntry("ИНН", List.of("77          "))
                .containsEntry("ДатаРегистрации", List.of(LocalDateTime.of(2020, 2, 29, 0, 0)));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("OD-3: a property of several types keeps the type and, in one of its columns, the value")
    void composites(TestBase.Kind kind) {
        var base = base(kind);
        var partner = UUID.randomUUID();

        assertThat(basis(base, "Основание", partner, "Основание_Type", "StandardODATA.Catalog_Контрагенты"))
                .containsEntry("Основание_Type", List.of("Catalog_Контрагенты"))
                .containsEntry("Основание", List.of(partner, "", new BigDecimal("0.00"), false, NEVER));
        assertThat(basis(base, "Основание", "текст", "Основание_Type", "Edm.String"))
                .containsEntry("Основание_Type", List.of("String"))
                .containsEntry("Основание", List.of(NONE, "текст", new BigDecimal("0.00"), false, NEVER));
        assertThat(basis(base, "Основание", "Товар", "Основание_Type", "StandardODATA.ВидыТоваров"))
                .containsEntry("Основание_Type", List.of("Enum.ВидыТоваров"));
        assertThat(basis(base, "Основание", new BigDecimal("1.5")))
                .containsEntry("Основание_Type", List.of("Number"))
                .containsEntry("Основание", List.of(NONE, "", new BigDecimal("1.50"), false, NEVER));
        assertThat(basis(base, "Основание", true)).containsEntry("Основание_Type", List.of("Boolean"));
        assertThat(basis(base, "Основание", NEVER.plusDays(1))).containsEntry("Основание_Type", List.of("Date"));
        assertThat(basis(base)).containsEntry("Основание_Type", List.of(""));
        assertThatThrownBy(() -> basis(base, "Основание", partner)).hasMessageContaining("give Основание_Type, one of");
    }

    private static Map<String, List<Object>> basis(TestBase base, Object... values) {
        var key = UUID.randomUUID();
        var all = new ArrayList<Object>(List.of("Ref_Key", key));
        all.addAll(List.of(values));
        base.insert("Document_РасходТовара", all.toArray());
        return row(base, "Document_РасходТовара", key);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "OD-5: every set with rows takes one, records by either name of their register, a constant its one value")
    void everySet(TestBase.Kind kind) throws SQLException {
        try (var base = TestBase.trade(kind)) {
            base.model().sets().stream()
                    .filter(set -> set.form() != EntitySet.Form.JOURNAL)
                    .filter(set -> set.form() != EntitySet.Form.RECORD_SETS)
                    .forEach(set -> base.insert(set.name()));
            base.insert("AccountingRegister_Хозрасчетный", "LineNumber", 2, "ExtDimensionDr1", "текст");
            base.insert("Constant_НазваниеОрганизации", "Value", "ООО «Ромашка»");

            assertThat(count(base, "Constant_НазваниеОрганизации")).isOne();
            assertThat(count(base, "AccountingRegister_Хозрасчетный_RecordType"))
                    .isEqualTo(2);
        }
    }

    private static long count(TestBase base, String set) throws SQLException {
        try (var connection = base.connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select count(*) from \""
                        + base.model().set(set).orElseThrow().table() + '"')) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a set, name or value that the model does not have is refused with what was meant")
    void refused(TestBase.Kind kind) {
        var base = base(kind);

        assertThatThrownBy(() -> base.insert("Catalog_Товар")).hasMessage("the model has no set Catalog_Товар");
        assertThatThrownBy(() -> base.insert("Catalog_Товары", "Цены", 5))
                .hasMessage("Catalog_Товары has no property Цены; did you mean Цена?");
        assertThatThrownBy(() -> base.insert("Catalog_Товары", "Цена", "1.005"))
                .hasMessageStartingWith("Цена can't be 1.005: it has more than 15 digits, or more than 2");
        assertThatThrownBy(() -> base.insert("Catalog_Склады", "Description", "x".repeat(151)))
                .hasMessageContaining("longer than 150 characters");
        assertThatThrownBy(() -> base.insert("DocumentJournal_СкладскиеДокументы"))
                .hasMessageContaining("write the documents");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("ten thousand rows take seconds at most")
    void many(TestBase.Kind kind) throws SQLException {
        var base = base(kind);
        long before = count(base, "Document_ПриходТовара_Товары");
        var document = UUID.randomUUID();
        long begun = System.nanoTime();

        base.write(writer -> {
            for (int line = 1; line <= 10_000; line++) {
                writer.insert(
                        "Document_ПриходТовара_Товары",
                        Map.of("Ref_Key", document, "LineNumber", line, "Количество", line, "Цена", "12.34"));
            }
        });

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(30));
        assertThat(count(base, "Document_ПриходТовара_Товары")).isEqualTo(before + 10_000);
    }
}
