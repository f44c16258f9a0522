package io.polyport.standalone.trade;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The leases and supply contracts that customers have: an application first, and what comes of it. */
final class ContractPapers {
    private static final int BETWEEN = 5;

    private final Seed seed;
    private final Desk desk;
    private final Chance chance;
    private final List<Ref> leases;
    private final List<Ref> supplies;

    ContractPapers(Seed seed, Desk desk, List<Ref> leases, List<Ref> supplies, long number) {
        this.seed = seed;
        this.desk = desk;
        this.leases = new ArrayList<>(leases);
        this.supplies = new ArrayList<>(supplies);
        this.chance = new Chance(number);
    }

    boolean isDone() {
        return leases.isEmpty() && supplies.isEmpty();
    }

    void next() {
        if (!leases.isEmpty()) {
            lease(leases.removeFirst());
        } else {
            supply(supplies.removeFirst());
        }
    }

    /** Of the customers, every fifth has a lease. */
    private void lease(Ref self) {
        Ref customer = seed.customers().get(seed.customers().size() - (leases.size() + 1) * BETWEEN);
        Ref application = application(customer, "Прошу сдать внаём торговую площадь");
        LocalDate from = desk.today().plusDays(chance.between(1, 30));
        var head = Map.<String, Object>of(
                "Клиент",
                customer,
                "Заявление",
                application,
                "Объект",
                "Павильон № " + chance.between(1, 60) + ", " + chance.between(8, 90) + " м²",
                "Ставка",
                chance.money(4_000, 90_000),
                "ДействуетС",
                from,
                "ДействуетПо",
                chance.in(30) ? LocalDate.of(1, 1, 1) : from.plusMonths(11));
        desk.write(new Paper(self, desk.now(), true, head, Map.of()), false);
    }

    private void supply(Ref self) {
        var head = new HashMap<String, Object>(Map.of(
                "Контрагент", chance.of(seed.partners()).self(),
                "Сумма", chance.in(50) ? BigDecimal.ZERO : chance.money(10_000, 900_000),
                "ДействуетПо", desk.today().plusYears(1)));
        if (chance.in(30)) {
            head.put("Заявление", application(chance.of(seed.customers()), "Прошу поставлять по прайсу"));
        }
        desk.write(new Paper(self, desk.now(), chance.in(80), head, Map.of()), false);
    }

    private Ref application(Ref customer, String text) {
        var self = new Ref("Document_Заявление", chance.key());
        desk.write(new Paper(self, desk.now(), true, Map.of("Клиент", customer, "Текст", text), Map.of()), false);
        return self;
    }
}
