package io.polyport.standalone.trade;

import io.polyport.standalone.trade.Seed.Partner;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Suppliers, and customers with a contract of some kind. */
final class Dealers {
    private static final int SUPPLIERS = 40;
    private static final int CUSTOMERS = 120;
    private static final List<String> COUNTRIES = List.of("Россия", "Россия", "Россия", "Казахстан", "Китай");
    private static final List<String> CITIES = List.of("Москва", "Москва", "Пермь", "Астана", "Шанхай");

    private final Rows rows;
    private final Words words;
    private final Chance chance;
    private final List<Ref> leases = new ArrayList<>();
    private final List<Ref> supplies = new ArrayList<>();

    Dealers(Rows rows, Words words, long seed) {
        this.rows = rows;
        this.words = words;
        this.chance = new Chance(seed);
    }

    List<Ref> suppliers(List<Partner> partners) {
        var all = new ArrayList<Ref>();
        for (int i = 0; i < SUPPLIERS; i++) {
            var supplier = new Ref("Catalog_Поставщики", i == 0 ? TradeKeys.SUPPLIER : chance.key());
            int place = i == 0 ? 0 : chance.between(0, COUNTRIES.size() - 1);
            rows.object(
                    supplier,
                    Map.of(
                            "Code", Places.code(i + 1),
                            "Description", "Поставщик " + words.list("second").get(i % 20) + "-" + (i + 1),
                            "Контрагент", partners.get(i * 7 % partners.size()).self(),
                            "ИНН", (place < 2 ? "77" : "59") + chance.digits(8),
                            "Город", CITIES.get(place),
                            "Страна", COUNTRIES.get(place),
                            "СрокПоставки", chance.between(1, 45)));
            all.add(supplier);
        }
        return all;
    }

    List<Ref> customers(List<Partner> partners, List<Ref> certificates) {
        var all = new ArrayList<Ref>();
        for (int i = 0; i < CUSTOMERS; i++) {
            var customer = new Ref("Catalog_Клиенты", i == 0 ? TradeKeys.CUSTOMER : chance.key());
            var partner = partners.get(i * 2);
            var values = new HashMap<String, Object>(Map.of(
                    "Code",
                    Places.code(i + 1),
                    "Description",
                    words.list("surnames").get(i % 25) + " " + chance.of(words.list("initials")),
                    "Контрагент",
                    partner.self(),
                    "ДатаРождения",
                    chance.in(10)
                            ? LocalDate.of(1, 1, 1)
                            : LocalDate.of(1950, 1, 1).plusDays(chance.between(0, 20_000)),
                    "Телефон",
                    "+7 (000) " + chance.digits(3) + "-" + chance.digits(4),
                    "Постоянный",
                    chance.in(30)));
            contract(i, partner).ifPresent(contract -> values.put("Договор", contract));
            if (i % 3 == 0) {
                values.put("Сертификат", certificates.get(i / 3));
            }
            rows.object(customer, values);
            all.add(customer);
        }
        return all;
    }

    /** Of each kind some: a lease, a supply contract, a contract of the catalog, only words, nothing. */
    private Optional<Object> contract(int number, Partner partner) {
        return switch (number % 5) {
            case 0 -> Optional.of(remembered(new Ref("Document_ДоговорНайма", chance.key()), leases));
            case 1 -> Optional.of(remembered(new Ref("Document_ДоговорПоставки", chance.key()), supplies));
            case 2 -> Optional.of(partner.contracts().getFirst());
            case 3 -> Optional.of("устная договорённость");
            default -> Optional.empty();
        };
    }

    private static Ref remembered(Ref contract, List<Ref> contracts) {
        contracts.add(contract);
        return contract;
    }

    /** Leases that customers have and that are still to be written; one for every fifth customer, the first one's first. */
    List<Ref> leases() {
        return leases;
    }

    /** Supply contracts that are still to be written; one for every fifth customer, the second one's first. */
    List<Ref> supplies() {
        return supplies;
    }
}
