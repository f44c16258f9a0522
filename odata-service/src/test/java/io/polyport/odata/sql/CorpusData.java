package io.polyport.odata.sql;

import io.polyport.odata.fixtures.TestBase;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** The few rows that the corpus of filters speaks of, each with a short name; src/test/resources/filters/README.md shows them. */
final class CorpusData {
    private final TestBase base;

    private CorpusData(TestBase base) {
        this.base = base;
    }

    static void fill(TestBase base) {
        var data = new CorpusData(base);
        data.partners();
        data.goods();
        data.documents();
        data.registers();
    }

    private void partners() {
        insert("Catalog_Валюты", "v1", "Code", "643", "Description", "Рубль", "Кратность", 1);
        insert("Catalog_Валюты", "v2", "Code", "840", "Description", "Доллар", "Кратность", 1);
        insert("Catalog_Склады", "s1", "Code", 1, "Description", "Главный");
        insert("Catalog_Склады", "s2", "Code", 25, "Description", "Запасной");
        insert(
                "Catalog_Договоры",
                "c1",
                "Owner_Key",
                CorpusKeys.key("p1"),
                "Code",
                "1",
                "Description",
                "Договор 1",
                "Сумма",
                new BigDecimal("1000.50"),
                "Валюта_Key",
                CorpusKeys.key("v1"));
        insert(
                "Catalog_Договоры",
                "c2",
                "Owner_Key",
                CorpusKeys.key("p2"),
                "Code",
                "1",
                "Description",
                "Договор 2",
                "Сумма",
                new BigDecimal("-20"),
                "Валюта_Key",
                CorpusKeys.key("v2"));
        insert(
                "Catalog_Контрагенты",
                "p1",
                "Description",
                "Ромашка",
                "Code",
                "000000001",
                "ИНН",
                "7701234567",
                "Город",
                "Москва",
                "ДатаРегистрации",
                "2010-05-17T00:00:00",
                "ОсновнойДоговор_Key",
                CorpusKeys.key("c1"),
                "Parent_Key",
                CorpusKeys.key("p3"));
        insert(
                "Catalog_Контрагенты",
                "p2",
                "Description",
                "Ёлка",
                "Code",
                "000000002",
                "ИНН",
                "590200000112",
                "Город",
                "Пермь",
                "ДатаРегистрации",
                "2020-02-29T00:00:00",
                "ОсновнойДоговор_Key",
                CorpusKeys.key("c2"));
        insert(
                "Catalog_Контрагенты",
                "p3",
                "Description",
                "Группа «Восток»",
                "Code",
                "000000003",
                "DeletionMark",
                true);
    }

    private void goods() {
        insert(
                "Catalog_Товары",
                "f1",
                "IsFolder",
                true,
                "Code",
                "000000010",
                "Description",
                "Продукты",
                "ПризнакГруппы",
                true);
        insert(
                "Catalog_Товары",
                "g1",
                "Parent_Key",
                CorpusKeys.key("f1"),
                "Code",
                "000000011",
                "Description",
                "Молоко",
                "Артикул",
                "М-1",
                "Цена",
                new BigDecimal("89.90"),
                "Вес",
                new BigDecimal("1.000"),
                "Остаток",
                10,
                "Ранг",
                1,
                "ШтрихкодЧисло",
                4_600_000_000_017L,
                "Вид",
                "Товар",
                "СтавкаНДС",
                "НДС10",
                "Поставщик_Key",
                CorpusKeys.key("p1"),
                "Описание",
                "Молоко «Красный Октябрь» 3,2%",
                "ГоденДо",
                "2024-03-31T23:59:59",
                "ВнешнийКод",
                CorpusKeys.key("outer"),
                "ВремяОткрытия",
                "0001-01-01T08:30:00");
        insert(
                "Catalog_Товары",
                "g2",
                "Parent_Key",
                CorpusKeys.key("f1"),
                "Code",
                "000000012",
                "Description",
                "Сыр",
                "Артикул",
                "С_2",
                "Цена",
                new BigDecimal("650"),
                "Вес",
                new BigDecimal("0.350"),
                "Ранг",
                2,
                "Вид",
                "Товар",
                "СтавкаНДС",
                "НДС20",
                "Поставщик_Key",
                CorpusKeys.key("p2"),
                "Весовой",
                true,
                "Описание",
                "сыр\nтвёрдый",
                "ГоденДо",
                "2024-02-29T00:00:00");
        insert(
                "Catalog_Товары",
                "g3",
                "Code",
                "000000013",
                "Description",
                "Доставка",
                "Остаток",
                -5,
                "Ранг",
                3,
                "Вид",
                "Услуга",
                "СтавкаНДС",
                "БезНДС");
        insert(
                "Catalog_Товары",
                "g4",
                "Code",
                "000000014",
                "Description",
                "Tom's 100% сок 😀",
                "Артикул",
                "a[b]\\c",
                "Цена",
                new BigDecimal("120.55"),
                "Вес",
                new BigDecimal("2.5"),
                "Остаток",
                999_999_999,
                "Ранг",
                9999,
                "Поставщик_Key",
                CorpusKeys.key("gone"),
                "Описание",
                "  отступ\u00a0\t",
                "ГоденДо",
                "3999-12-31T23:59:59",
                "DeletionMark",
                true);
        row("Catalog_Товары_Штрихкоды", "g1", 1, "Штрихкод", "4600", "Количество", 1);
        row("Catalog_Товары_Штрихкоды", "g1", 2, "Штрихкод", "4601", "Количество", 5);
        row("Catalog_Товары_Штрихкоды", "g2", 1, "Штрихкод", "4700", "Количество", 0);
        row("Catalog_Товары_Аналоги", "g1", 1, "Аналог_Key", CorpusKeys.key("g2"));
        row("Catalog_Товары_Аналоги", "g2", 1, "Аналог_Key", CorpusKeys.key("g1"));
        row("Catalog_Товары_Аналоги", "g2", 2, "Аналог_Key", CorpusKeys.key("g4"));
    }

    private void documents() {
        insert(
                "Document_ПриходТовара",
                "r1",
                "Number",
                "000000001",
                "Date",
                "2024-01-10T09:00:00",
                "Posted",
                true,
                "Поставщик_Key",
                CorpusKeys.key("p2"),
                "Склад_Key",
                CorpusKeys.key("s1"),
                "Сумма",
                new BigDecimal("5000"));
        document(
                "d1", "2024-01-15T10:30:45", "1500", "p1", "StandardODATA.Document_ПриходТовара", CorpusKeys.key("r1"));
        document("d2", "2024-02-29T00:00:00", "0", "p2", "StandardODATA.Document_РасходТовара", CorpusKeys.key("d1"));
        document(
                "d3",
                "2023-12-31T23:59:59",
                "100000.01",
                "p1",
                "StandardODATA.Catalog_Контрагенты",
                CorpusKeys.key("p2"));
        document("d4", "2024-06-01T08:00:00", "10", "p1", "Edm.String", "Устно");
        document("d5", "2024-06-02T08:00:00", "20", "p2", "Edm.Double", new BigDecimal("42.50"));
        document("d6", "2024-06-03T08:00:00", "30", "p2", "Edm.DateTime", "2024-01-01T00:00:00");
        document("d7", "2024-06-04T08:00:00", "40", "p3", "Edm.Boolean", true);
        document("d8", "2024-06-05T08:00:00", "50", "gone", "StandardODATA.ВидыТоваров", "Услуга");
        document("d9", "2024-06-06T08:00:00", "60", "", "StandardODATA.Undefined", "");
        line(
                "d1",
                1,
                "g1",
                "10",
                "89.90",
                "StandardODATA.Catalog_Контрагенты",
                CorpusKeys.key("p1"),
                "Document_ПриходТовара",
                "r1");
        line("d1", 2, "g2", "1", "601", "Edm.String", "партия", "Document_РасходТовара", "d2");
        line("d2", 1, "g3", "2.5", "10", "StandardODATA.Catalog_Склады", CorpusKeys.key("s1"), "Undefined", "");
        row("Document_РасходТовара_Услуги", "d4", 1, "Содержание", "Монтаж", "Стоимость", new BigDecimal("300"));
    }

    private void document(String name, String date, String sum, String partner, String type, Object basis) {
        insert(
                "Document_РасходТовара",
                name,
                "Number",
                "00000000" + name.charAt(1),
                "Date",
                date,
                "Posted",
                name.equals("d1"),
                "Сумма",
                new BigDecimal(sum),
                "Контрагент_Key",
                partner.isEmpty() ? new UUID(0, 0) : CorpusKeys.key(partner),
                "Договор_Key",
                name.equals("d1") ? CorpusKeys.key("c1") : new UUID(0, 0),
                "Валюта_Key",
                CorpusKeys.key(name.equals("d2") ? "v2" : "v1"),
                "ВидОперации",
                name.equals("d2") ? "Услуга" : "Товар",
                "Комментарий",
                name.equals("d1") ? "срочно" : "",
                "Основание",
                basis,
                "Основание_Type",
                type);
    }

    private void line(
            String document,
            int number,
            String goods,
            String quantity,
            String price,
            String type,
            Object value,
            String lotType,
            String lot) {
        row(
                "Document_РасходТовара_Товары",
                document,
                number,
                "Номенклатура_Key",
                CorpusKeys.key(goods),
                "Количество",
                new BigDecimal(quantity),
                "Цена",
                new BigDecimal(price),
                "Сумма",
                new BigDecimal(quantity).multiply(new BigDecimal(price)),
                "Субконто",
                value,
                "Субконто_Type",
                type,
                "ДокументПартии",
                lot.isEmpty() ? "" : CorpusKeys.key(lot),
                "ДокументПартии_Type",
                "StandardODATA." + lotType);
    }

    private void registers() {
        rate("v1", "2024-01-01T00:00:00", "1");
        rate("v2", "2024-01-01T00:00:00", "90.5");
        rate("v2", "2024-02-01T00:00:00", "91.25");
        stock("d1", "Document_РасходТовара", 1, "g1", "10");
        stock("d1", "Document_РасходТовара", 2, "g2", "1");
        stock("r1", "Document_ПриходТовара", 1, "g1", "100");
    }

    private void rate(String currency, String period, String rate) {
        base.insert(
                "InformationRegister_КурсыВалют",
                "Валюта_Key",
                CorpusKeys.key(currency),
                "Period",
                period,
                "Курс",
                new BigDecimal(rate),
                "Кратность",
                1);
    }

    private void stock(String recorder, String type, int line, String goods, String quantity) {
        base.insert(
                "AccumulationRegister_ТоварыНаСкладах_RecordType",
                "Recorder",
                CorpusKeys.key(recorder),
                "Recorder_Type",
                "StandardODATA." + type,
                "LineNumber",
                line,
                "Active",
                true,
                "Period",
                "2024-01-15T10:30:45",
                "RecordType",
                type.contains("Приход") ? "Receipt" : "Expense",
                "Номенклатура_Key",
                CorpusKeys.key(goods),
                "Склад_Key",
                CorpusKeys.key("s1"),
                "Количество",
                new BigDecimal(quantity));
    }

    private void insert(String set, String name, Object... namesAndValues) {
        base.insert(set, values(namesAndValues, Map.of("Ref_Key", CorpusKeys.key(name))));
    }

    private void row(String set, String owner, int line, Object... namesAndValues) {
        base.insert(set, values(namesAndValues, Map.of("Ref_Key", CorpusKeys.key(owner), "LineNumber", line)));
    }

    private static Map<String, Object> values(Object[] namesAndValues, Map<String, Object> more) {
        var values = new HashMap<>(more);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return values;
    }
}
