package io.polyport.standalone.trade;

import io.polyport.standalone.trade.Seed.Partner;
import io.polyport.standalone.trade.Seed.Product;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Properties that the trade's people have added to goods and partners, each with values of its own type. */
final class Features {
    private static final String SET = "ChartOfCharacteristicTypes_СвойстваТоваров";
    private static final List<String> COLOURS = List.of("белый", "чёрный", "жёлтый", "синий", "в горошек");

    private final Rows rows;
    private final Chance chance;
    private final List<Ref> all = new ArrayList<>();

    Features(Rows rows, long seed) {
        this.rows = rows;
        this.chance = new Chance(seed);
    }

    void write(List<Product> goods, List<Partner> partners) {
        var folder = new Ref(SET, chance.key());
        rows.object(folder, Map.of("Code", Places.code(1), "Description", "Свойства товаров", "IsFolder", true));
        feature(folder, "Цвет", "Edm.String");
        feature(folder, "Гарантия, месяцев", "Edm.Double");
        feature(folder, "Хрупкий", "Edm.Boolean");
        feature(folder, "Проверен", "Edm.DateTime");
        feature(folder, "Кто советует", "StandardODATA.Catalog_Контрагенты");
        for (int i = 0; i < goods.size(); i += 3) {
            values(goods.get(i).self(), chance.between(1, all.size()), partners);
        }
        for (int i = 0; i < partners.size(); i += 20) {
            values(partners.get(i).self(), 1, partners);
        }
    }

    private void feature(Ref folder, String name, String type) {
        var self = new Ref(SET, chance.key());
        rows.object(
                self,
                new HashMap<>(Map.of(
                        "Code",
                        Places.code(all.size() + 2),
                        "Description",
                        name,
                        "Parent",
                        folder,
                        "ValueType",
                        Charts.valueTypeOf(type))));
        all.add(self);
    }

    private void values(Ref object, int count, List<Partner> partners) {
        for (int i = 0; i < count; i++) {
            Object value = switch (i) {
                case 0 -> chance.of(COLOURS);
                case 1 -> BigDecimal.valueOf(chance.between(1, 60));
                case 2 -> chance.in(50);
                case 3 -> TradeKeys.FIRST_DAY.plusDays(chance.between(0, 900)).atTime(9, 30);
                default -> chance.of(partners).self();
            };
            rows.row(
                    "InformationRegister_ЗначенияСвойств",
                    Map.of("Объект", object, "Свойство", all.get(i), "Значение", value));
        }
    }
}
