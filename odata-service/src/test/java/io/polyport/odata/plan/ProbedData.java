package io.polyport.odata.plan;

import static io.polyport.odata.plan.Keyed.key;

import io.polyport.odata.access.Caller;
import io.polyport.odata.fixtures.TestBase;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Data in the tables of {@code models/probes.yaml}: whatever the clerk must not see holds {@link #SECRET}. The firm 1 and the
 * order 11 may be seen, the firm 2 and the order 12 may not.
 */
final class ProbedData {
    static final String SECRET = "ТАЙНА";
    static final Caller BOSS = new Caller(Set.of("boss"), Map.of(), Map.of(), "ru");
    static final Caller CLERK =
            new Caller(Set.of("clerk"), Map.of("city", "Москва", "banned", List.of(SECRET)), Map.of(), "ru");
    private static final String FIRM = "StandardODATA.Catalog_Фирмы";

    private final TestBase base;

    private ProbedData(TestBase base) {
        this.base = base;
    }

    static Asking on(TestBase.Kind kind) {
        var base = TestBase.of(kind, TestBase.model("/models/probes.yaml"));
        new ProbedData(base).fill();
        return Asking.of(base);
    }

    private void fill() {
        firm(1, "Москва", "Ясно", 2);
        firm(2, SECRET, SECRET, 1);
        order(11, 1, "Ясно");
        order(12, 2, SECRET);
        rate(1, "Ясно");
        rate(2, SECRET);
        rate(9, SECRET);
        price(11, 1, 1, "Ясно");
        price(12, 1, 2, SECRET);
        base.insert("Constant_Ключ", "Value", SECRET);
    }

    private void firm(int key, String city, String plain, int head) {
        base.insert(
                "Catalog_Фирмы",
                Map.ofEntries(
                        Map.entry("Ref_Key", key(key)),
                        Map.entry("Code", plain + key),
                        Map.entry("Description", plain),
                        Map.entry("Город", city),
                        Map.entry("Пароль", SECRET),
                        Map.entry("Снимок_Type", "text/plain"),
                        Map.entry("Снимок_Base64Data", SECRET.getBytes(StandardCharsets.UTF_8)),
                        Map.entry("Глава_Key", key(head))));
        base.insert("Catalog_Фирмы_Контакты", "Ref_Key", key(key), "LineNumber", 1, "Телефон", plain, "Пин", SECRET);
        base.insert("Catalog_Фирмы_Сейф", "Ref_Key", key(key), "LineNumber", 1, "Шифр", SECRET);
    }

    private void order(int key, int firm, String plain) {
        base.insert(
                "Document_Заказ",
                Map.ofEntries(
                        Map.entry("Ref_Key", key(key)),
                        Map.entry("Number", plain + key),
                        Map.entry("Date", LocalDateTime.of(2024, 1, key, 0, 0)),
                        Map.entry("Фирма_Key", key(firm)),
                        Map.entry("Подпись", SECRET),
                        Map.entry("Основание", key(2)),
                        Map.entry("Основание_Type", FIRM),
                        Map.entry("Скрыто", SECRET),
                        Map.entry("Скрыто_Type", "Edm.String"),
                        Map.entry("Скан_Type", "text/plain"),
                        Map.entry("Скан_Base64Data", SECRET.getBytes(StandardCharsets.UTF_8))));
        base.insert(
                "Document_Заказ_Строки",
                Map.of("Ref_Key", key(key), "LineNumber", 1, "Фирма_Key", key(2), "Пометка", plain, "Скидка", SECRET));
    }

    private void rate(int firm, String plain) {
        base.insert(
                "InformationRegister_Курсы",
                "Period",
                LocalDateTime.of(2024, 1, 1, 0, 0),
                "Фирма_Key",
                key(firm),
                "Текст",
                plain,
                "Шепот",
                SECRET);
    }

    private void price(int recorder, int line, int firm, String plain) {
        base.insert(
                "InformationRegister_Цены_RecordType",
                Map.of(
                        "Recorder_Key",
                        key(recorder),
                        "LineNumber",
                        line,
                        "Active",
                        true,
                        "Period",
                        LocalDateTime.of(2024, 1, 1, 0, 0),
                        "Фирма_Key",
                        key(firm),
                        "Текст",
                        plain,
                        "Шепот",
                        SECRET));
    }
}
