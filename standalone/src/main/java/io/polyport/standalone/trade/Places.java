package io.polyport.standalone.trade;

import io.polyport.standalone.trade.Seed.Employee;
import io.polyport.standalone.trade.Seed.Shop;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** Where and by whom is traded: cities, warehouses, shops, organizations, employees. */
final class Places {
    private static final int EMPLOYEES = 40;
    private static final List<String> WAREHOUSES =
            List.of("Основной в Москве", "Холодильный", "Северный «Ёлочка»", "Уральский", "Дальневосточный");
    private static final List<String> SHOPS = List.of("На Садовой", "У моста", "Заречный");
    private static final List<String> HALLS = List.of("Синий зал", "Красный зал", "Зелёный зал");

    private final Rows rows;
    private final Words words;
    private final Chance chance;
    private final List<Ref> cities = new ArrayList<>();

    Places(Rows rows, Words words, long seed) {
        this.rows = rows;
        this.words = words;
        this.chance = new Chance(seed);
    }

    List<Ref> cities() {
        for (String line : words.list("cities")) {
            String[] parts = line.split("\\|", -1);
            var city = new Ref("Catalog_Города", chance.key());
            rows.object(
                    city,
                    Map.of(
                            "Code", code(cities.size() + 1),
                            "Description", parts[0],
                            "Население", Integer.valueOf(parts[1]),
                            "ЧасовойПояс", Integer.valueOf(parts[2])));
            cities.add(city);
        }
        return cities;
    }

    List<Ref> warehouses() {
        var all = new ArrayList<Ref>();
        for (String name : WAREHOUSES) {
            var warehouse = new Ref("Catalog_Склады", all.isEmpty() ? TradeKeys.WAREHOUSE : chance.key());
            rows.object(
                    warehouse,
                    Map.of(
                            "Code",
                            all.size() + 1,
                            "Description",
                            name,
                            "Название",
                            name,
                            "Город",
                            cities.get(all.size() + 1),
                            "Холодильник",
                            name.equals("Холодильный")));
            all.add(warehouse);
        }
        return all;
    }

    List<Shop> shops(List<Ref> warehouses) {
        var all = new ArrayList<Shop>();
        for (String name : SHOPS) {
            var shop = new Ref("Catalog_Магазины", chance.key());
            int warehouse = all.size() * 2;
            var halls = new ArrayList<Map<String, Object>>();
            for (String hall : HALLS.subList(0, all.size() + 1)) {
                LocalDateTime opened = LocalDate.of(2015, chance.between(1, 12), chance.between(1, 28))
                        .atTime(11, chance.between(0, 59), chance.between(0, 59));
                halls.add(Map.of("Название", hall, "Площадь", chance.between(40, 900), "ДатаОткрытия", opened));
            }
            rows.object(
                    shop,
                    Map.of(
                            "Code", code(all.size() + 1),
                            "Description", name,
                            "Город", cities.get(warehouse + 1),
                            "Склад", warehouses.get(warehouse)),
                    Map.of("ТорговыеЗалы", halls));
            all.add(new Shop(shop, warehouse));
        }
        return all;
    }

    List<Employee> employees() {
        var all = new ArrayList<Employee>();
        var surnames = words.list("surnames");
        for (int i = 0; i < EMPLOYEES; i++) {
            var employee = new Ref("Catalog_Сотрудники", chance.key());
            var salary = chance.money(42_000, 140_000);
            rows.object(
                    employee,
                    Map.of(
                            "Code",
                            String.format(Locale.ROOT, "%04d", i + 1),
                            "Description",
                            surnames.get(i % surnames.size()) + " " + chance.of(words.list("initials")),
                            "Должность",
                            chance.of(words.list("positions")),
                            "Принят",
                            TradeKeys.FIRST_DAY.minusDays(chance.between(30, 3_000)),
                            "Оклад",
                            salary,
                            "DeletionMark",
                            i % 19 == 18));
            all.add(new Employee(employee, salary));
        }
        return all;
    }

    List<Ref> organizations(List<Employee> employees) {
        var names = List.of("Торговый дом «Пример»", "Пример-Розница, ООО");
        var keys = List.of(TradeKeys.ORGANIZATION, UUID.fromString("298584b6-92e4-11e3-8bc3-0050568b1678"));
        var all = new ArrayList<Ref>();
        for (int i = 0; i < names.size(); i++) {
            var organization = new Ref("Catalog_Организации", keys.get(i));
            rows.object(
                    organization,
                    Map.of(
                            "Code", code(i + 1),
                            "Description", names.get(i),
                            "ИНН", "7700" + chance.digits(6),
                            "КПП", "770001001",
                            "Руководитель", employees.get(i).self()));
            all.add(organization);
        }
        return all;
    }

    static String code(int number) {
        return String.format(Locale.ROOT, "%09d", number);
    }
}
