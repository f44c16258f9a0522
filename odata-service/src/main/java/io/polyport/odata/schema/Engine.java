package io.polyport.odata.schema;

import io.polyport.odata.model.Column;
import io.polyport.odata.model.Column.Storage;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;

/** What differs between the databases in which a model's tables can be. */
enum Engine {
    H2("character varying", "binary large object", "X''", ""),
    POSTGRESQL("text", "bytea", "'\\x'::bytea", " collate \"C\"");

    /** What H2 makes of a text without a length. */
    private static final int H2_LONGEST = 1_000_000;

    private final String text;
    private final String bytes;
    private final String noBytes;
    private final String collation;

    Engine(String text, String bytes, String noBytes, String collation) {
        this.text = text;
        this.bytes = bytes;
        this.noBytes = noBytes;
        this.collation = collation;
    }

    /** @throws SchemaException for a database that is neither */
    static Engine of(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        return switch (product) {
            case "H2" -> H2;
            case "PostgreSQL" -> POSTGRESQL;
            default ->
                throw new SchemaException(
                        "a model's tables can be in H2 or PostgreSQL; this database calls itself " + product);
        };
    }

    static String quoted(String name) {
        return '"' + name + '"';
    }

    String type(Storage storage) {
        return switch (normal(storage)) {
            case Storage.Text(int length) -> (length == 0 ? text : "varchar(" + length + ")") + collation;
            case Storage.Decimal(int digits, int fraction)
            when fraction == 0 && digits <= 18 -> digits == 4 ? "smallint" : digits == 9 ? "integer" : "bigint";
            case Storage.Decimal(int digits, int fraction) -> "numeric(" + digits + "," + fraction + ")";
            case Storage.Bool bool -> "boolean";
            case Storage.Moment moment -> "timestamp(0)";
            case Storage.Uuid uuid -> "uuid";
            case Storage.Bytes many -> bytes;
        };
    }

    /**
     * What is to be said of a new column besides its type, if anything. PostgreSQL packs large values, and would unpack a value
     * from its beginning for each piece of it that is read.
     */
    Optional<String> besides(String table, Column column) {
        return this == POSTGRESQL && column.type() instanceof Storage.Bytes
                ? Optional.of("alter table " + quoted(table) + " alter column " + quoted(column.name())
                        + " set storage external")
                : Optional.empty();
    }

    /** The empty value as SQL text. */
    String empty(Storage storage) {
        return switch (storage) {
            case Storage.Text text -> "''";
            case Storage.Decimal decimal -> "0";
            case Storage.Bool bool -> "false";
            case Storage.Moment moment -> "timestamp '0001-01-01 00:00:00'";
            case Storage.Uuid uuid -> "cast('00000000-0000-0000-0000-000000000000' as uuid)";
            case Storage.Bytes many -> noBytes;
        };
    }

    /** Whole numbers have three sizes in a database. */
    static Storage normal(Storage storage) {
        return storage instanceof Storage.Decimal(int digits, int fraction) && fraction == 0 && digits <= 18
                ? new Storage.Decimal(digits <= 4 ? 4 : digits <= 9 ? 9 : 18, 0)
                : storage;
    }

    /** Whether every value of one fits into the other. */
    static boolean widens(Storage from, Storage to) {
        return switch (from) {
            case Storage.Text(int before) ->
                to instanceof Storage.Text(int after) && (after == 0 || (before != 0 && after >= before));
            case Storage.Decimal(int digits, int fraction) ->
                to instanceof Storage.Decimal(int more, int longer)
                        && longer >= fraction
                        && more - longer >= digits - fraction;
            default -> from.equals(to);
        };
    }

    /** What information_schema.columns says; null for a type that no model's table has. */
    static Storage read(String type, long length, int digits, int fraction) {
        return switch (type.toLowerCase(Locale.ROOT)) {
            case "character varying" -> new Storage.Text(length >= H2_LONGEST ? 0 : (int) length);
            case "text" -> new Storage.Text(0);
            case "smallint" -> new Storage.Decimal(4, 0);
            case "integer" -> new Storage.Decimal(9, 0);
            case "bigint" -> new Storage.Decimal(18, 0);
            case "numeric" -> new Storage.Decimal(digits, fraction);
            case "boolean" -> new Storage.Bool();
            case "timestamp", "timestamp without time zone" -> new Storage.Moment();
            case "uuid" -> new Storage.Uuid();
            case "bytea", "binary large object" -> new Storage.Bytes();
            default -> null;
        };
    }
}
