package io.polyport.odata.plan;

import static io.polyport.odata.plan.Keyed.key;

import io.polyport.odata.access.Caller;
import io.polyport.odata.fixtures.TestBase;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Data of two parts in the tables of {@code models/access.yaml}; the second part has the same keys as the first. */
final class AccessData {
    private static final Map<TestBase.Kind, Asking> MADE = new EnumMap<>(TestBase.Kind.class);

    private final TestBase base;
    private final int part;

    private AccessData(TestBase base, int part) {
        this.base = base;
        this.part = part;
    }

    /** The same for all tests of the process, asked by nobody yet: see {@link Asking#as}. */
    static synchronized Asking on(TestBase.Kind kind) {
        return MADE.computeIfAbsent(kind, one -> {
            var base = TestBase.of(one, TestBase.model("/models/access.yaml"));
            new AccessData(base, 1).fill();
            new AccessData(base, 2).fill();
            return Asking.of(base);
        });
    }

    /** Somebody who works in the first part of the data, by scope; {@code claimless} has a scope but no claims. */
    static Caller caller(String name) {
        var claims = switch (name) {
            case "seller" -> Map.<String, Object>of("org", key(1).toString());
            case "region" -> Map.<String, Object>of("region", "Север");
            case "chain" ->
                Map.of("orgs", List.of(key(1).toString(), key(3).toString()), "least", new BigDecimal("150"));
            default -> Map.<String, Object>of();
        };
        return new Caller(Set.of(name.equals("claimless") ? "seller" : name), claims, Map.of("Область", "1"), "ru");
    }

    private void fill() {
        firm(1, "Север", "Север", false);
        firm(2, "Юг", "Юг", false);
        firm(3, "Тайная", "Север", true);
        goods(11, "Стул", 1);
        goods(12, "Стол", 3);
        order(21, 1, 100, 11);
        order(22, 2, 200, 12);
        order(23, 3, 300, 12);
        order(24, 1, 400, 12);
        base.insert(
                "Document_Счет",
                "Область",
                part,
                "Ref_Key",
                key(31),
                "Number",
                "С" + part,
                "Организация_Key",
                key(2),
                "Сумма",
                50);
        price(21, 1, 1, 11, 1, "5");
        price(22, 1, 1, 11, 2, "6");
        price(22, 2, 2, 11, 1, "7");
        price(24, 1, 3, 11, 2, "8");
    }

    private void firm(int key, String name, String region, boolean closed) {
        base.insert(
                "Catalog_Организации",
                "Область",
                part,
                "Ref_Key",
                key(key),
                "Description",
                name,
                "Code",
                "О" + key,
                "Регион",
                region,
                "Закрытая",
                closed,
                "Оборот",
                1000 * part);
    }

    private void goods(int key, String name, int maker) {
        base.insert(
                "Catalog_Товары",
                "Область",
                part,
                "Ref_Key",
                key(key),
                "Description",
                name + part,
                "Code",
                "Т" + key,
                "Закупка",
                key,
                "Изготовитель_Key",
                key(maker));
        base.insert(
                "Catalog_Товары_Цены",
                "Область",
                part,
                "Ref_Key",
                key(key),
                "LineNumber",
                1,
                "Цена",
                2 * key,
                "Закупка",
                key);
    }

    private void order(int key, int firm, int sum, int goods) {
        base.insert(
                "Document_Заказ",
                "Область",
                part,
                "Ref_Key",
                key(key),
                "Number",
                "З" + key + "-" + part,
                "Организация_Key",
                key(firm),
                "Сумма",
                sum,
                "Товар_Key",
                key(goods),
                "Основание",
                key(21),
                "Основание_Type",
                "StandardODATA.Document_Заказ");
        base.insert(
                "Document_Заказ_Строки",
                "Область",
                part,
                "Ref_Key",
                key(key),
                "LineNumber",
                1,
                "Товар_Key",
                key(goods),
                "Количество",
                key);
    }

    private void price(int recorder, int line, int day, int goods, int firm, String price) {
        base.insert(
                "InformationRegister_Цены_RecordType",
                "Область",
                part,
                "Recorder",
                key(recorder),
                "Recorder_Type",
                "StandardODATA.Document_Заказ",
                "LineNumber",
                line,
                "Active",
                true,
                "Period",
                LocalDateTime.of(2024, 1, day, 0, 0),
                "Товар_Key",
                key(goods),
                "Организация_Key",
                key(firm),
                "Цена",
                price);
    }
}
