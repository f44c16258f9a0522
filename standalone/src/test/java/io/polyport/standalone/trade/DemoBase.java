package io.polyport.standalone.trade;

import io.polyport.odata.model.EntitySet;
import io.polyport.odata.model.Model;
import io.polyport.odata.model.Property;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** The demo's base, made once for all tests of the process, in a folder in which a first start was killed. */
final class DemoBase {
    private static DemoBase one;

    private final Path folder;
    private final TradeBase base;
    private final Model model;

    private DemoBase(Path folder, TradeBase base) {
        this.folder = folder;
        this.base = base;
        this.model = TradeModel.read(base.model());
    }

    static synchronized DemoBase get() {
        if (one == null) {
            try {
                Path folder = Files.createTempDirectory("polyport-demo");
                Files.writeString(
                        folder.resolve("odata-demo.making.mv.db"), "H:2,block:3,chunk:1, and then the power failed");
                Files.createFile(folder.resolve("odata-demo.lock"));
                one = new DemoBase(folder, TradeBase.ensure(folder));
                Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return one;
    }

    private static void delete(Path folder) {
        try (var all = Files.walk(folder)) {
            all.sorted(java.util.Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path folder() {
        return folder;
    }

    TradeBase base() {
        return base;
    }

    Model model() {
        return model;
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(base.url(), TradeBase.USER, "");
    }

    /** A table, ready for SQL. */
    String table(String set) {
        return '"' + set(set).table() + '"';
    }

    /** The column of a property that has only one, ready for SQL; of a property of several types, that of the tag. */
    String column(String set, String property) {
        return '"'
                + switch (property(set(set), property)) {
                    case Property.Scalar scalar -> scalar.column().name();
                    case Property.Reference reference -> reference.column().name();
                    case Property.Composite composite ->
                        composite.columns().tag().name();
                    default -> throw new IllegalArgumentException(property);
                }
                + '"';
    }

    /** The column in which a property of several types has its keys. */
    String key(String set, String property) {
        return property(set(set), property) instanceof Property.Composite composite
                ? '"' + composite.columns().reference().orElseThrow().name() + '"'
                : column(set, property);
    }

    private EntitySet set(String name) {
        return model.set(name).orElseThrow(() -> new IllegalArgumentException(name));
    }

    private static Property property(EntitySet set, String name) {
        return set.property(name).orElseThrow(() -> new IllegalArgumentException(set.name() + "." + name));
    }

    /** The only value of a query. */
    Object one(String sql) throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getObject(1);
        }
    }

    long count(String set) throws SQLException {
        return (Long) one("select count(*) from " + table(set));
    }

    long count(String set, String where) throws SQLException {
        return (Long) one("select count(*) from " + table(set) + " where " + where);
    }
}
