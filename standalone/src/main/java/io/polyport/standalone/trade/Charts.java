package io.polyport.standalone.trade;

import io.polyport.odata.model.Declaration.Predefined;
import io.polyport.odata.model.Model;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the model itself says to exist: predefined items, with the accounts' and calculation types' own properties. */
final class Charts {
    private static final String ACCOUNTS = "ChartOfAccounts_Хозрасчетный";
    private static final String KINDS = "ChartOfCharacteristicTypes_ВидыСубконтоХозрасчетные";
    private static final String CALCULATIONS = "ChartOfCalculationTypes_Начисления";

    /** Kinds of ext dimensions of the accounts that have some, by the account's code. */
    private static final Map<String, List<String>> EXT_DIMENSIONS = Map.of(
            "41.01", List.of("Товары", "Склады"),
            "60.01", List.of("Контрагенты", "Договоры"),
            "62.01", List.of("Контрагенты", "Договоры"),
            "70", List.of("Сотрудники"));

    private static final Set<String> QUANTITATIVE = Set.of("41", "41.01");
    private static final Set<String> IN_CURRENCIES = Set.of("60", "60.01", "62", "62.01");
    private static final Map<String, String> TYPES = Map.of(
            "41", "Active", "41.01", "Active", "44", "Active", "50", "Active", "51", "Active", "70", "Passive", "80",
            "Passive");

    private final Rows rows;
    private final Model model;

    Charts(Rows rows, Model model) {
        this.rows = rows;
        this.model = model;
    }

    void write() {
        for (var object : model.objects()) {
            for (Predefined item : object.declaration().predefined()) {
                String set = object.resource();
                var values = values(set, item);
                switch (set) {
                    case ACCOUNTS -> account(item, values);
                    case CALCULATIONS -> calculation(item, values);
                    case KINDS -> {
                        values.put("ValueType", valueType(item.name()));
                        rows.object(new Ref(set, item.key()), values);
                    }
                    default -> rows.object(new Ref(set, item.key()), values);
                }
            }
        }
    }

    private Map<String, Object> values(String set, Predefined item) {
        var values = new HashMap<String, Object>(Map.of(
                "Code", item.code(),
                "Description", item.description(),
                "Predefined", true,
                "PredefinedDataName", item.name()));
        if (item.folder()) {
            values.put("IsFolder", true);
        } else if (set.equals(Goods.SET)) {
            values.put("Вид", "Услуга");
        }
        if (!item.parent().isEmpty()) {
            values.put("Parent", predefined(set, item.parent()));
        }
        return values;
    }

    private void account(Predefined item, Map<String, Object> values) {
        values.put("Order", item.code());
        values.put("Type", TYPES.getOrDefault(item.code(), "ActivePassive"));
        values.put("Количественный", QUANTITATIVE.contains(item.code()));
        values.put("Валютный", IN_CURRENCIES.contains(item.code()));
        var kinds = EXT_DIMENSIONS.getOrDefault(item.code(), List.of()).stream()
                .map(kind -> Map.<String, Object>of(
                        "ExtDimensionType", predefined(KINDS, kind), "Predefined", true, "Суммовой", true))
                .toList();
        rows.object(new Ref(ACCOUNTS, item.key()), values, Map.of("ExtDimensionTypes", kinds));
    }

    private void calculation(Predefined item, Map<String, Object> values) {
        values.put("Процент", item.name().equals("Премия") ? 20 : 100);
        values.put("ActionPeriodIsBasic", item.name().equals("Оклад"));
        var salary = List.<Map<String, Object>>of(
                Map.of("CalculationType", predefined(CALCULATIONS, "Оклад"), "Predefined", true));
        var vacation = List.<Map<String, Object>>of(
                Map.of("CalculationType", predefined(CALCULATIONS, "Отпуск"), "Predefined", true));
        rows.object(
                new Ref(CALCULATIONS, item.key()),
                values,
                switch (item.name()) {
                    case "Премия" -> Map.of("BaseCalculationTypes", salary, "LeadingCalculationTypes", salary);
                    case "Оклад" -> Map.of("DisplacingCalculationTypes", vacation);
                    default -> Map.of();
                });
    }

    private static String valueType(String kind) {
        return valueTypeOf("StandardODATA.Catalog_" + kind);
    }

    /** A {@code StandardODATA.TypeDescription} of one type. */
    static String valueTypeOf(String type) {
        int digits = type.equals("Edm.Double") ? 15 : 0;
        return "{\"Types\":[\"" + type + "\"],\"NumberQualifiers\":{\"AllowedSign\":\"Any\",\"Digits\":" + digits
                + ",\"FractionDigits\":" + digits / 5 + "}}";
    }

    /** A predefined item by its name. */
    Ref predefined(String set, String name) {
        return model.set(set).orElseThrow().object().declaration().predefined().stream()
                .filter(one -> one.name().equals(name))
                .map(one -> new Ref(set, one.key()))
                .findFirst()
                .orElseThrow();
    }
}
