package io.polyport.standalone.trade;

import io.polyport.odata.model.Model;
import java.sql.Connection;
import java.sql.SQLException;

/** Fills the empty tables of the demo's model; the same in every run. */
final class Trade {
    /** What all draws begin with. */
    private static final long SEED = 20_231_101;

    private Trade() {}

    /** @param connection without automatic commits; stays open */
    static void write(Connection connection, Model model) throws SQLException {
        long version;
        try (var rows = new Rows(connection, model)) {
            new Charts(rows, model).write();
            var money = new Money(rows, SEED + 1);
            money.write();
            var words = Words.read();
            var dealers = new Dealers(rows, words, SEED + 2);
            var seed = catalogs(rows, words, dealers);
            new Settings(rows, SEED + 3).write(seed.warehouses());
            new Features(rows, SEED + 4).write(seed.goods(), seed.partners());
            documents(new Desk(rows, new Posting(rows, model)), rows, words, money, dealers, seed);
            version = rows.version();
        }
        try (var statement = connection.createStatement()) {
            // The next object that is written gets the next version.
            statement.execute("alter sequence \"polyport_version\" restart with " + (version + 1));
        }
        connection.commit();
    }

    private static Seed catalogs(Rows rows, Words words, Dealers dealers) {
        var places = new Places(rows, words, SEED + 5);
        var cities = places.cities();
        var warehouses = places.warehouses();
        var employees = places.employees();
        var partners = new Partners(rows, words, cities, SEED + 6);
        var all = partners.partners();
        var suppliers = dealers.suppliers(all);
        var extras = new Extras(rows, words, SEED + 7);
        return new Seed(
                cities,
                warehouses,
                places.shops(warehouses),
                places.organizations(employees),
                employees,
                all,
                dealers.customers(all, partners.certificates()),
                new Goods(rows, words, suppliers, extras, SEED + 8).write());
    }

    private static void documents(Desk desk, Rows rows, Words words, Money money, Dealers dealers, Seed seed) {
        var remarks = new Remarks(words, SEED + 9);
        var shelves = new Shelves(seed.warehouses().size(), seed.goods());
        var stock = new StockPapers(seed, money, desk, remarks, shelves, SEED + 10);
        var sales = new SalePapers(seed, desk, remarks, shelves, stock, SEED + 11);
        var office = new OfficePapers(seed, desk, remarks, stock, SEED + 12);
        var contracts = new ContractPapers(seed, desk, dealers.leases(), dealers.supplies(), SEED + 13);
        new Years(desk, stock, sales, office, contracts, SEED + 14).write();
        new Errands(rows, SEED + 15).write(seed, sales.issues());
    }
}
