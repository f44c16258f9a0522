package io.polyport.odata.schema;

import io.polyport.odata.model.Column.Storage;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The tables of the database's current schema as they are, read with a few statements whatever their number. */
final class Actual {
    /** @param type null when it is none that a model's table has; {@code typeName} says it then */
    record ActualColumn(Storage type, String typeName, boolean nullable) {}

    /** By table, then by column. */
    final Map<String, Map<String, ActualColumn>> columns = new HashMap<>();

    final Map<String, List<String>> keys = new HashMap<>();
    final Map<String, Set<String>> indexes = new HashMap<>();
    /** What the tables and columns of models that were here before are called: table, column ('' for itself), name. */
    final Map<List<String>, String> names = new LinkedHashMap<>();

    static Actual read(Connection connection, Engine engine) throws SQLException {
        var actual = new Actual();
        actual.columns(connection);
        actual.keys(connection);
        actual.indexes(connection, engine);
        if (actual.columns.containsKey("polyport_names")) {
            actual.names.putAll(readNames(connection));
        }
        return actual;
    }

    boolean isOurs(String table) {
        return names.containsKey(List.of(table, ""));
    }

    private void columns(Connection connection) throws SQLException {
        String query =
                "select table_name, column_name, data_type, character_maximum_length, numeric_precision, numeric_scale,"
                        + " is_nullable from information_schema.columns where table_schema = current_schema";
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            while (rows.next()) {
                var type = Engine.read(rows.getString(3), rows.getLong(4), rows.getInt(5), rows.getInt(6));
                columns.computeIfAbsent(rows.getString(1), table -> new LinkedHashMap<>())
                        .put(
                                rows.getString(2),
                                new ActualColumn(
                                        type,
                                        rows.getString(3),
                                        rows.getString(7).equals("YES")));
            }
        }
    }

    private void keys(Connection connection) throws SQLException {
        String query = "select u.table_name, u.column_name from information_schema.table_constraints c"
                + " join information_schema.key_column_usage u on u.constraint_schema = c.constraint_schema"
                + " and u.constraint_name = c.constraint_name and u.table_name = c.table_name"
                + " where c.table_schema = current_schema and c.constraint_type = 'PRIMARY KEY'"
                + " order by u.table_name, u.ordinal_position";
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            while (rows.next()) {
                keys.computeIfAbsent(rows.getString(1), table -> new ArrayList<>())
                        .add(rows.getString(2));
            }
        }
    }

    private void indexes(Connection connection, Engine engine) throws SQLException {
        String query = engine == Engine.H2
                ? "select table_name, index_name from information_schema.indexes where table_schema = current_schema"
                : "select tablename, indexname from pg_indexes where schemaname = current_schema";
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            while (rows.next()) {
                indexes.computeIfAbsent(rows.getString(1), table -> new HashSet<>())
                        .add(rows.getString(2));
            }
        }
    }

    static Map<List<String>, String> readNames(Connection connection) throws SQLException {
        var names = new LinkedHashMap<List<String>, String>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "select \"table_name\", \"column_name\", \"name\" from \"polyport_names\"")) {
            while (rows.next()) {
                names.put(List.of(rows.getString(1), rows.getString(2)), rows.getString(3));
            }
        }
        return names;
    }
}
