package io.polyport.standalone.trade;

import io.polyport.standalone.trade.Seed.Partner;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Documents by which goods are sold: to partners, and in the shops. */
final class SalePapers {
    private static final String ISSUE = "Document_РасходТовара";
    private static final BigDecimal NOTHING = new BigDecimal("0.00");
    private static final BigDecimal DELIVERY = new BigDecimal("500.00");
    private static final List<Integer> DISCOUNTS = List.of(0, 0, 0, 0, 5, 10);

    private final Seed seed;
    private final Desk desk;
    private final Remarks remarks;
    private final Shelves shelves;
    private final StockPapers received;
    private final Reasons reasons;
    private final Chance chance;
    private final List<Ref> issues = new ArrayList<>();

    SalePapers(Seed seed, Desk desk, Remarks remarks, Shelves shelves, StockPapers received, long number) {
        this.seed = seed;
        this.desk = desk;
        this.remarks = remarks;
        this.shelves = shelves;
        this.received = received;
        this.chance = new Chance(number);
        this.reasons = new Reasons(new Chance(~number), seed);
    }

    /** Does nothing when there is nothing to sell. */
    void issue() {
        boolean first = issues.isEmpty();
        int warehouse = first ? 0 : chance.between(0, seed.warehouses().size() - 1);
        boolean posted = first || chance.in(97);
        boolean gift = !first && chance.in(1);
        var rows = new ArrayList<Map<String, Object>>();
        Partner partner = first ? seed.partners().getFirst() : chance.of(seed.partners());
        for (int product : shelves.pick(warehouse, first ? 4 : chance.few(), chance)) {
            var row = sold(warehouse, product, posted, gift ? 100 : chance.of(DISCOUNTS));
            reasons.extDimension(rows.size(), partner).ifPresent(value -> row.put("Субконто", value));
            rows.add(row);
        }
        if (rows.isEmpty()) {
            return;
        }
        boolean delivered = first || (!gift && chance.in(12));
        List<Map<String, Object>> services =
                delivered ? List.of(Map.of("Содержание", "Доставка до двери", "Стоимость", DELIVERY)) : List.of();
        var self = new Ref(ISSUE, first ? TradeKeys.ISSUE : chance.key());
        var head = head(partner, warehouse, gift, sum(rows).add(delivered ? DELIVERY : NOTHING));
        var sections = Map.of("Товары", (List<Map<String, Object>>) rows, "Услуги", services);
        desk.write(new Paper(self, desk.now(), posted, head, sections), !posted && chance.in(40));
        issues.add(self);
    }

    private Map<String, Object> head(Partner partner, int warehouse, boolean gift, BigDecimal sum) {
        var head = new HashMap<String, Object>(Map.of(
                "Организация", seed.organizations().getFirst(),
                "Контрагент", partner.self(),
                "Склад", seed.warehouses().get(warehouse),
                "Валюта", Money.ROUBLE,
                "Сумма", sum,
                "ВидОперации", gift ? "Подарок" : chance.in(4) ? "ПередачаНаКомиссию" : "Продажа",
                "Комментарий", remarks.next()));
        if (chance.in(90)) {
            head.put("Договор", chance.of(partner.contracts()));
        }
        if (issues.isEmpty()) {
            head.put("ДокументПрихода", new Ref("Document_ПриходнаяНакладная", TradeKeys.RECEIPT));
        } else if (chance.in(60)) {
            head.put("ДокументПрихода", received.recent(chance));
        }
        reasons.next(desk.now(), partner).ifPresent(reason -> head.put("Основание", reason));
        return head;
    }

    /** @param discount in per cent */
    private Map<String, Object> sold(int warehouse, int product, boolean posted, int discount) {
        var row = taken(warehouse, product, posted);
        var price = seed.goods().get(product).price();
        var full = Shelves.sum(price, (BigDecimal) row.get("Количество"));
        row.put("Цена", price);
        row.put("Скидка", discount);
        row.put("Сумма", full.multiply(BigDecimal.valueOf(100L - discount, 2)).setScale(2, RoundingMode.HALF_UP));
        return row;
    }

    private Map<String, Object> taken(int warehouse, int product, boolean posted) {
        var quantity = shelves.some(warehouse, product, chance);
        return new LinkedHashMap<>(Map.of(
                "Товар",
                seed.goods().get(product).self(),
                "Количество",
                quantity,
                "Себестоимость",
                posted ? shelves.issue(warehouse, product, quantity) : NOTHING));
    }

    private static BigDecimal sum(List<Map<String, Object>> rows) {
        return rows.stream().map(row -> (BigDecimal) row.get("Сумма")).reduce(NOTHING, BigDecimal::add);
    }

    /** What a shop has sold; does nothing when there is nothing to sell. */
    void retail() {
        var shop = chance.of(seed.shops());
        var rows = new ArrayList<Map<String, Object>>();
        for (int product : shelves.pick(shop.warehouse(), chance.few(), chance)) {
            var row = sold(shop.warehouse(), product, true, 0);
            row.remove("Скидка");
            rows.add(row);
        }
        if (rows.isEmpty()) {
            return;
        }
        var head = Map.<String, Object>of(
                "Организация", seed.organizations().getLast(),
                "Магазин", shop.self(),
                "Склад", seed.warehouses().get(shop.warehouse()),
                "Сумма", sum(rows));
        var self = new Ref("Document_Продажи", chance.key());
        desk.write(new Paper(self, desk.now(), true, head, Map.of("Товары", rows)), false);
    }

    List<Ref> issues() {
        return issues;
    }
}
