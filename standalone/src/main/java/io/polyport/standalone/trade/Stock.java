package io.polyport.standalone.trade;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** How much of each product is in each warehouse, and what it has cost: average cost, exact to the hundredth. */
final class Stock {
    private final long[][] quantity;
    private final long[][] cost;

    Stock(int warehouses, int goods) {
        quantity = new long[warehouses][goods];
        cost = new long[warehouses][goods];
    }

    BigDecimal quantity(int warehouse, int product) {
        return BigDecimal.valueOf(quantity[warehouse][product], 3);
    }

    void receive(int warehouse, int product, BigDecimal amount, BigDecimal sum) {
        quantity[warehouse][product] += thousandths(amount);
        cost[warehouse][product] += hundredths(sum);
    }

    /**
     * Takes some out; there must be so much.
     *
     * @return what it had cost; all of it with the last one
     */
    BigDecimal issue(int warehouse, int product, BigDecimal amount) {
        long there = quantity[warehouse][product];
        long taken = thousandths(amount);
        if (taken > there) {
            throw new IllegalStateException("there is less in the warehouse than is to be taken");
        }
        var all = BigDecimal.valueOf(cost[warehouse][product], 2);
        var part = taken == there
                ? all
                : all.multiply(BigDecimal.valueOf(taken)).divide(BigDecimal.valueOf(there), 2, RoundingMode.DOWN);
        quantity[warehouse][product] -= taken;
        cost[warehouse][product] -= hundredths(part);
        return part;
    }

    private static long thousandths(BigDecimal amount) {
        return amount.movePointRight(3).longValueExact();
    }

    private static long hundredths(BigDecimal sum) {
        return sum.movePointRight(2).longValueExact();
    }
}
