package io.polyport.standalone.trade;

import io.polyport.standalone.trade.Seed.Partner;
import io.polyport.standalone.trade.Seed.Product;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Documents that receive goods and move them. What is not there is never taken. */
final class StockPapers {
    private static final String RECEIPT = "Document_ПриходнаяНакладная";
    private static final String TRANSFER = "Document_ВнутреннееПеремещение";
    private static final int REMEMBERED = 200;

    private final Seed seed;
    private final Money money;
    private final Desk desk;
    private final Remarks remarks;
    private final Shelves shelves;
    private final Chance chance;
    private final Set<Integer> priced = new HashSet<>();
    private final List<Ref> last = new ArrayList<>();

    StockPapers(Seed seed, Money money, Desk desk, Remarks remarks, Shelves shelves, long number) {
        this.seed = seed;
        this.money = money;
        this.desk = desk;
        this.remarks = remarks;
        this.shelves = shelves;
        this.chance = new Chance(number);
    }

    void receipt() {
        boolean first = desk.written() == 0;
        var self = remember(new Ref(RECEIPT, first ? TradeKeys.RECEIPT : chance.key()));
        boolean foreign = !first && chance.in(8);
        var rate = foreign ? money.dollar(desk.today()) : new Money.Rate(Money.ROUBLE, BigDecimal.ONE);
        boolean posted = first || chance.in(97);
        int warehouse = first ? 0 : chance.between(0, seed.warehouses().size() - 1);
        var rows = new ArrayList<Map<String, Object>>();
        var sum = BigDecimal.ZERO;
        for (int product : products(first)) {
            var row = received(product, rate.rate(), posted);
            if (posted) {
                shelves.receive(warehouse, product, row);
            }
            sum = sum.add((BigDecimal) row.get("Сумма"));
            rows.add(row);
        }
        Partner partner = first ? seed.partners().getFirst() : chance.of(seed.partners());
        var head = new HashMap<String, Object>(Map.of(
                "Организация", seed.organizations().getFirst(),
                "Контрагент", partner.self(),
                "Договор", partner.contracts().getFirst(),
                "Склад", seed.warehouses().get(warehouse),
                "Валюта", rate.currency(),
                "Курс", rate.rate(),
                "Сумма", sum,
                "СчетФактура", chance.in(80) ? chance.digits(5) + "/" + chance.between(1, 99) : "",
                "Комментарий", remarks.next()));
        desk.write(new Paper(self, desk.now(), posted, head, Map.of("Товары", rows)), !posted && chance.in(40));
    }

    private Set<Integer> products(boolean first) {
        var all = new LinkedHashSet<Integer>();
        if (first) {
            all.add(shelves.number(TradeKeys.MILK));
            all.add(shelves.number(TradeKeys.SLIPPERS));
        }
        for (int i = chance.few(); all.size() < i; ) {
            all.add(chance.between(0, seed.goods().size() - 1));
        }
        return all;
    }

    private Map<String, Object> received(int number, BigDecimal rate, boolean posted) {
        Product product = seed.goods().get(number);
        var quantity = BigDecimal.valueOf(
                product.byWeight() ? chance.between(20, 240) * 250L : chance.between(5, 60) * 1_000L, 3);
        var price = product.price()
                .multiply(BigDecimal.valueOf(chance.between(60, 80), 2))
                .divide(rate, 2, RoundingMode.HALF_UP);
        var sum = Shelves.sum(price, quantity);
        return new LinkedHashMap<>(Map.of(
                "Товар",
                product.self(),
                "Количество",
                quantity,
                "Цена",
                price,
                "Сумма",
                sum,
                "СуммаУчета",
                sum.multiply(rate).setScale(2, RoundingMode.HALF_UP),
                "СтавкаНДС",
                product.vat(),
                "ЗаписатьЦену",
                posted && priced.add(number)));
    }

    /** Does nothing when there is nothing to move. */
    void transfer() {
        int from = chance.between(0, seed.warehouses().size() - 1);
        int to = (from + chance.between(1, seed.warehouses().size() - 1))
                % seed.warehouses().size();
        boolean posted = chance.in(97);
        var rows = new ArrayList<Map<String, Object>>();
        for (int product : shelves.pick(from, chance.few(), chance)) {
            var quantity = shelves.some(from, product, chance);
            var cost = posted ? shelves.issue(from, product, quantity) : new BigDecimal("0.00");
            Map<String, Object> row =
                    Map.of("Товар", seed.goods().get(product).self(), "Количество", quantity, "Себестоимость", cost);
            if (posted) {
                shelves.receive(to, product, quantity, cost);
            }
            rows.add(row);
        }
        if (rows.isEmpty()) {
            return;
        }
        var head = Map.<String, Object>of(
                "Организация", seed.organizations().getFirst(),
                "СкладОтправитель", seed.warehouses().get(from),
                "СкладПолучатель", seed.warehouses().get(to),
                "Комментарий", remarks.next());
        var self = remember(new Ref(TRANSFER, chance.key()));
        desk.write(new Paper(self, desk.now(), posted, head, Map.of("Товары", rows)), !posted && chance.in(40));
    }

    private Ref remember(Ref document) {
        if (last.size() == REMEMBERED) {
            last.removeFirst();
        }
        last.add(document);
        return document;
    }

    /** One of the last documents by which goods came; rarely one that has been deleted for good. */
    Ref recent(Chance draw) {
        return draw.in(1) ? new Ref(RECEIPT, TradeKeys.deleted(draw.between(1, 1_000_000))) : draw.of(last);
    }
}
