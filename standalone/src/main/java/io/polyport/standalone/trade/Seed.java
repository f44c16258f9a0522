package io.polyport.standalone.trade;

import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;

/** What is known once the catalogs are filled: of this the documents are made. */
record Seed(
        List<Ref> cities,
        List<Ref> warehouses,
        List<Shop> shops,
        List<Ref> organizations,
        List<Employee> employees,
        List<Partner> partners,
        List<Ref> customers,
        List<Product> goods) {
    record Shop(Ref self, int warehouse) {}

    record Employee(Ref self, BigDecimal salary) {}

    /** @param addresses where it wants its goods */
    record Partner(Ref self, List<Ref> contracts, List<Ref> addresses) {}

    /**
     * @param price of one, in roubles
     * @param byWeight whether parts of one are sold
     * @param vat the name of the rate
     */
    record Product(Ref self, BigDecimal price, boolean byWeight, String vat) {}

    static Ref ref(String set, String key) {
        return new Ref(set, UUID.fromString(key));
    }
}
