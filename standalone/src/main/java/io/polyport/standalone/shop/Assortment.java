package io.polyport.standalone.shop;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Every article that anybody can name: its price and how many there are follow from its name, so they are always the same. */
final class Assortment {
    private static final int LEAST_PRICE = 10_000;
    private static final int PRICE_STEP = 50;
    private static final int PRICES = 2_000;
    private static final int LEAST_STOCK = 10;
    private static final int STOCKS = 90;

    private Assortment() {}

    /** @param price of one, in hundredths */
    record Article(String name, long price, int inStock) {
        /** Below it the shop does not sell. */
        long floor() {
            return price * 4 / 5;
        }
    }

    static Article named(String name) {
        if (name.isBlank()) {
            throw DemoFault.badField("article", "is missing");
        }
        var crc = new CRC32();
        crc.update(name.getBytes(StandardCharsets.UTF_8));
        long mark = crc.getValue();
        return new Article(name, LEAST_PRICE + mark % PRICES * PRICE_STEP, (int) (LEAST_STOCK + mark % STOCKS));
    }
}
