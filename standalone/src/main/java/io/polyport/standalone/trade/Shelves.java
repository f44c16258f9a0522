package io.polyport.standalone.trade;

import io.polyport.standalone.trade.Seed.Product;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Finds goods that are in a warehouse, and keeps account of them. */
final class Shelves {
    private static final int TRIES = 12;
    private static final int MOST_AT_ONCE = 12;

    private final List<Product> goods;
    private final Stock stock;
    private final Map<UUID, Integer> numbers = new HashMap<>();

    Shelves(int warehouses, List<Product> goods) {
        this.goods = goods;
        this.stock = new Stock(warehouses, goods.size());
        for (int i = 0; i < goods.size(); i++) {
            numbers.put(goods.get(i).self().key(), i);
        }
    }

    int number(UUID product) {
        return numbers.get(product);
    }

    /** At most so many different goods of which there are some; fewer when they are hard to find. */
    Set<Integer> pick(int warehouse, int count, Chance chance) {
        var found = new LinkedHashSet<Integer>();
        for (int i = 0; i < count * TRIES && found.size() < count; i++) {
            int product = chance.between(0, goods.size() - 1);
            if (stock.quantity(warehouse, product).signum() > 0) {
                found.add(product);
            }
        }
        return found;
    }

    /** Some of what is there. */
    BigDecimal some(int warehouse, int product, Chance chance) {
        long wanted = goods.get(product).byWeight()
                ? chance.between(1, MOST_AT_ONCE * 4) * 250L
                : chance.between(1, MOST_AT_ONCE) * 1_000L;
        return BigDecimal.valueOf(wanted, 3).min(stock.quantity(warehouse, product));
    }

    /** @return what the goods had cost */
    BigDecimal issue(int warehouse, int product, BigDecimal quantity) {
        return stock.issue(warehouse, product, quantity);
    }

    void receive(int warehouse, int product, BigDecimal quantity, BigDecimal sum) {
        stock.receive(warehouse, product, quantity, sum);
    }

    /** @param row of a receipt */
    void receive(int warehouse, int product, Map<String, Object> row) {
        receive(warehouse, product, (BigDecimal) row.get("Количество"), (BigDecimal) row.get("СуммаУчета"));
    }

    static BigDecimal sum(BigDecimal price, BigDecimal quantity) {
        return price.multiply(quantity).setScale(2, RoundingMode.HALF_UP);
    }
}
