package io.polyport.odata.sql;

import io.polyport.odata.fixtures.TestBase;
import io.polyport.odata.schema.RowWriter;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** Random rows of the trade model, with values that meet each other often. */
final class RandomTrade {
    static final List<String> PIECES = List.of(
            "", "а", "аб", "Аб", "я", "ё", "%", "_", "\\", "😀", " ", "\u00a0", "ß", "x", "Z", "[", "'", "1", "\\E",
            "\n");
    static final List<String> TOWNS = List.of("", "Москва", "Пермь", "москва", "Ёлка", "Я", "Zürich");
    static final List<String> DATES = List.of(
            "0001-01-01T00:00:00",
            "2024-02-29T00:00:00",
            "2024-01-31T23:59:59",
            "2023-12-31T12:30:15",
            "2024-01-01T00:00:00",
            "3999-12-31T23:59:59",
            "1900-03-01T06:07:08");
    static final List<String> NUMBERS = List.of("0", "1", "-1", "2.5", "-2.5", "0.01", "100", "999999", "12.34", "3");

    private final Random random;

    RandomTrade(Random random) {
        this.random = random;
    }

    /** Of objects of a kind, from 1; key 0 is the empty reference, and the last of them leads nowhere. */
    static UUID key(int kind, int number) {
        return number == 0 ? new UUID(0, 0) : new UUID(((long) kind << 56) | (0x8L << 28), number);
    }

    void fill(TestBase base, int goods, int documents) {
        base.write(writer -> {
            for (int i = 1; i <= 12; i++) {
                partner(writer, i);
            }
            for (int i = 1; i <= 12; i++) {
                contract(writer, i);
            }
            for (int i = 1; i <= goods; i++) {
                product(writer, i);
            }
            for (int i = 1; i <= documents; i++) {
                document(writer, i);
            }
        });
    }

    private void partner(RowWriter writer, int number) throws SQLException {
        var row = new HashMap<String, Object>();
        row.put("Ref_Key", key(1, number));
        row.put("Description", text());
        row.put("ИНН", one(List.of("7701", "770123456789", "")));
        row.put("Город", one(TOWNS));
        row.put("ДатаРегистрации", moment().toLocalDate().atStartOfDay());
        row.put("ОсновнойДоговор_Key", key(2, random.nextInt(14)));
        row.put("DeletionMark", random.nextBoolean());
        writer.insert("Catalog_Контрагенты", row);
    }

    private void contract(RowWriter writer, int number) throws SQLException {
        writer.insert(
                "Catalog_Договоры",
                Map.of(
                        "Ref_Key", key(2, number),
                        "Owner_Key", key(1, random.nextInt(14)),
                        "Description", text(),
                        "Сумма", number()));
    }

    private void product(RowWriter writer, int number) throws SQLException {
        boolean folder = random.nextInt(5) == 0;
        var row = new HashMap<String, Object>();
        row.put("Ref_Key", key(3, number));
        row.put("IsFolder", folder);
        row.put("Parent_Key", key(3, random.nextInt(6)));
        row.put("Code", "%09d".formatted(number));
        row.put("Description", text());
        row.put("Остаток", random.nextInt(2000) - 1000);
        row.put("Ранг", random.nextInt(100));
        row.put("Вес", number().setScale(3));
        row.put("Вид", one(List.of("", "Товар", "Услуга")));
        row.put("Описание", text() + text());
        row.put("ГоденДо", moment());
        row.put("ВнешнийКод", key(4, random.nextInt(4)));
        if (!folder) {
            row.put("Артикул", text());
            row.put("Цена", number());
            row.put("Поставщик_Key", key(1, random.nextInt(14)));
            row.put("Весовой", random.nextBoolean());
        }
        writer.insert("Catalog_Товары", row);
    }

    private void document(RowWriter writer, int number) throws SQLException {
        var row = new HashMap<String, Object>();
        row.put("Ref_Key", key(5, number));
        row.put("Number", "%09d".formatted(number));
        row.put("Date", moment());
        row.put("Posted", random.nextBoolean());
        row.put("Контрагент_Key", key(1, random.nextInt(14)));
        row.put("Сумма", number());
        row.put("ВидОперации", one(List.of("", "Товар", "Услуга")));
        row.put("Комментарий", text());
        basis(row);
        writer.insert("Document_РасходТовара", row);
        int lines = random.nextInt(4);
        for (int line = 1; line <= lines; line++) {
            writer.insert(
                    "Document_РасходТовара_Товары",
                    Map.of(
                            "Ref_Key", key(5, number),
                            "LineNumber", line,
                            "Номенклатура_Key", key(3, random.nextInt(40)),
                            "Количество", number().setScale(3),
                            "Цена", number(),
                            "Сумма", number()));
        }
    }

    private void basis(Map<String, Object> row) {
        switch (random.nextInt(8)) {
            case 0 -> typed(row, "Edm.String", text());
            case 1 -> typed(row, "Edm.Double", number());
            case 2 -> typed(row, "Edm.DateTime", moment());
            case 3 -> typed(row, "Edm.Boolean", random.nextBoolean());
            case 4 -> typed(row, "StandardODATA.Catalog_Контрагенты", key(1, random.nextInt(14)));
            case 5 -> typed(row, "StandardODATA.Document_РасходТовара", key(5, random.nextInt(20)));
            case 6 -> typed(row, "StandardODATA.ВидыТоваров", "Услуга");
            default -> typed(row, "StandardODATA.Undefined", "");
        }
    }

    private static void typed(Map<String, Object> row, String type, Object value) {
        row.put("Основание", value);
        row.put("Основание_Type", type);
    }

    String text() {
        return one(PIECES) + one(PIECES) + one(PIECES);
    }

    private BigDecimal number() {
        return new BigDecimal(one(NUMBERS));
    }

    private LocalDateTime moment() {
        return LocalDateTime.parse(one(DATES));
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
