package io.polyport.odata.plan;

import static io.polyport.odata.plan.Keyed.key;

import io.polyport.odata.fixtures.TestBase;
import java.time.LocalDateTime;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;

/** A few objects of every kind in the tables of the trade's model; keys are numbers, see {@link Keyed}. Nobody changes them. */
final class TradeData {
    private static final UUID NONE = new UUID(0, 0);
    private static final Map<TestBase.Kind, Asking> MADE = new EnumMap<>(TestBase.Kind.class);

    private final TestBase base;

    private TradeData(TestBase base) {
        this.base = base;
    }

    /** The same for all tests of the process. */
    static synchronized Asking on(TestBase.Kind kind) {
        return MADE.computeIfAbsent(kind, one -> {
            var base = TestBase.trade(one);
            new TradeData(base).fill();
            return Asking.of(base);
        });
    }

    private void fill() {
        catalogs();
        goods();
        documents();
        registers();
        base.insert("Constant_ВалютаУчета", "Value_Key", key(101));
    }

    private void catalogs() {
        base.insert("Catalog_Валюты", "Ref_Key", key(101), "Code", "643", "Description", "Рубль", "Кратность", 1);
        base.insert("Catalog_Валюты", "Ref_Key", key(102), "Code", "840", "Description", "Доллар", "Кратность", 1);
        base.insert(
                "Catalog_Контрагенты",
                "Ref_Key",
                key(201),
                "Code",
                "К1",
                "Description",
                "Ромашка",
                "ИНН",
                "7701",
                "Город",
                "Москва",
                "ОсновнойДоговор_Key",
                key(301),
                "Parent_Key",
                NONE);
        base.insert(
                "Catalog_Контрагенты",
                "Ref_Key",
                key(202),
                "Code",
                "К2",
                "Description",
                "Лютик",
                "ИНН",
                "5902",
                "Город",
                "Пермь",
                "Parent_Key",
                key(201));
        base.insert(
                "Catalog_Договоры",
                "Ref_Key",
                key(301),
                "Code",
                "Д1",
                "Description",
                "Основной",
                "Owner_Key",
                key(201),
                "Валюта_Key",
                key(101),
                "Сумма",
                "1000.50");
        base.insert(
                "Catalog_Договоры",
                "Ref_Key",
                key(302),
                "Code",
                "Д2",
                "Description",
                "Разовый",
                "Owner_Key",
                key(202),
                "Валюта_Key",
                key(102));
        base.insert("Catalog_Склады", "Ref_Key", key(501), "Code", 1, "Description", "Главный");
    }

    private void goods() {
        base.insert("Catalog_Товары", "Ref_Key", key(401), "Code", "Т0", "Description", "Мебель", "IsFolder", true);
        base.insert(
                "Catalog_Товары",
                "Ref_Key",
                key(402),
                "Code",
                "Т2",
                "Description",
                "Стул",
                "IsFolder",
                false,
                "Parent_Key",
                key(401),
                "Артикул",
                "А-2",
                "Цена",
                "10.50",
                "Вид",
                "Товар",
                "Поставщик_Key",
                key(201));
        base.insert(
                "Catalog_Товары",
                "Ref_Key",
                key(403),
                "Code",
                "Т1",
                "Description",
                "Стол",
                "IsFolder",
                false,
                "Parent_Key",
                key(401),
                "Артикул",
                "А-1",
                "Цена",
                "20",
                "Вид",
                "Набор",
                "Поставщик_Key",
                key(202),
                "Картинка_Type",
                "image/png",
                "Картинка_Base64Data",
                new byte[] {1, 2, 3});
        barcode(402, 1, "460001");
        barcode(402, 2, "460002");
        barcode(403, 1, "460003");
    }

    private void barcode(int owner, int line, String code) {
        base.insert(
                "Catalog_Товары_Штрихкоды",
                "Ref_Key",
                key(owner),
                "LineNumber",
                line,
                "Штрихкод",
                code,
                "Количество",
                line);
    }

    private void documents() {
        base.insert(
                "Document_ПриходТовара",
                "Ref_Key",
                key(601),
                "Number",
                "П1",
                "Date",
                at(1, 5),
                "Поставщик_Key",
                key(201),
                "Склад_Key",
                key(501),
                "Сумма",
                100,
                "Posted",
                true);
        base.insert(
                "Document_ПриходТовара_Товары",
                "Ref_Key",
                key(601),
                "LineNumber",
                1,
                "Номенклатура_Key",
                key(402),
                "Количество",
                5,
                "Цена",
                20);
        base.insert("Document_Прайс", "Ref_Key", key(801), "Number", 1, "Date", at(1, 1));
        issue(
                701,
                "Р1",
                at(1, 10),
                201,
                101,
                "Основание",
                key(601),
                "Основание_Type",
                "StandardODATA.Document_ПриходТовара");
        issue(702, "Р2", at(1, 11), 202, 102, "Основание", "устно", "Основание_Type", "Edm.String");
        issue(703, "Р3", at(1, 12), 0, 102, "Сумма", "7.25");
        issue(
                704,
                "Р4",
                at(1, 13),
                201,
                101,
                "Основание",
                key(202),
                "Основание_Type",
                "StandardODATA.Catalog_Контрагенты");
        line(701, 1, 402, 2, "Субконто", key(201), "Субконто_Type", "StandardODATA.Catalog_Контрагенты");
        line(701, 2, 403, 1, "Субконто", "прочее", "Субконто_Type", "Edm.String");
        line(702, 1, 403, 4);
        line(704, 1, 402, 1);
        line(704, 2, 403, 2);
        line(704, 3, 402, 3);
        base.insert(
                "Document_РасходТовара_Услуги",
                "Ref_Key",
                key(701),
                "LineNumber",
                1,
                "Содержание",
                "Сборка",
                "Стоимость",
                50);
    }

    private void issue(int number, String shown, LocalDateTime date, int partner, int currency, Object... more) {
        var values = new java.util.HashMap<String, Object>(Map.of(
                "Ref_Key", key(number),
                "Number", shown,
                "Date", date,
                "Контрагент_Key", key(partner),
                "Валюта_Key", key(currency)));
        values.put("Склад_Key", key(501));
        for (int i = 0; i < more.length; i += 2) {
            values.put((String) more[i], more[i + 1]);
        }
        base.insert("Document_РасходТовара", values);
    }

    private void line(int owner, int line, int goods, int quantity, Object... more) {
        var values = new java.util.HashMap<String, Object>(Map.of(
                "Ref_Key", key(owner), "LineNumber", line, "Номенклатура_Key", key(goods), "Количество", quantity));
        for (int i = 0; i < more.length; i += 2) {
            values.put((String) more[i], more[i + 1]);
        }
        base.insert("Document_РасходТовара_Товары", values);
    }

    private void registers() {
        rate(at(1, 1), 101, "1");
        rate(at(1, 1), 102, "90");
        rate(at(2, 1), 102, "92.5");
        price("Document_Прайс", 801, 1, at(1, 1), 402, "9");
        price("Document_Прайс", 801, 2, at(1, 1), 403, "18");
        price("Document_ПриходТовара", 601, 1, at(2, 1), 402, "11");
        base.insert("InformationRegister_НастройкиОбмена", "Адрес", "ftp://host", "Включен", true);
        base.insert(
                "InformationRegister_ИсторияСтатусов",
                "Recorder_Key",
                key(701),
                "LineNumber",
                1,
                "Active",
                true,
                "Period",
                at(1, 10),
                "Контрагент_Key",
                key(201),
                "Статус",
                "Новый");
        base.insert(
                "InformationRegister_Свойства",
                "Объект",
                key(402),
                "Объект_Type",
                "StandardODATA.Catalog_Товары",
                "Свойство_Key",
                key(901),
                "Значение",
                5,
                "Значение_Type",
                "Edm.Double");
        stock("Document_ПриходТовара", 601, 1, "Receipt", 402, 5);
        stock("Document_РасходТовара", 701, 1, "Expense", 402, 2);
        stock("Document_РасходТовара", 701, 2, "Expense", 403, 1);
    }

    private void rate(LocalDateTime period, int currency, String rate) {
        base.insert(
                "InformationRegister_КурсыВалют",
                "Period",
                period,
                "Валюта_Key",
                key(currency),
                "Курс",
                rate,
                "Кратность",
                1);
    }

    private void price(String recorder, int key, int line, LocalDateTime period, int goods, String price) {
        base.insert(
                "InformationRegister_Цены_RecordType",
                "Recorder",
                key(key),
                "Recorder_Type",
                "StandardODATA." + recorder,
                "LineNumber",
                line,
                "Active",
                true,
                "Period",
                period,
                "Товар_Key",
                key(goods),
                "ВидЦены",
                "Опт",
                "Цена",
                price);
    }

    private void stock(String recorder, int key, int line, String kind, int goods, int quantity) {
        base.insert(
                "AccumulationRegister_ТоварыНаСкладах_RecordType",
                "Recorder",
                key(key),
                "Recorder_Type",
                "StandardODATA." + recorder,
                "LineNumber",
                line,
                "Active",
                true,
                "Period",
                at(1, 10),
                "RecordType",
                kind,
                "Номенклатура_Key",
                key(goods),
                "Склад_Key",
                key(501),
                "Количество",
                quantity);
    }

    private static LocalDateTime at(int month, int day) {
        return LocalDateTime.of(2024, month, day, 12, 0);
    }
}
