package io.polyport.odata.sql;

import io.polyport.odata.model.Column;
import io.polyport.odata.model.EntitySet;
import io.polyport.odata.model.Model;
import io.polyport.odata.query.Columns;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** The rows of a model's tables, read once, as plain maps by the column's name. */
final class Memory {
    private final Map<String, List<Map<String, Object>>> tables = new HashMap<>();
    private final Map<String, Map<Object, List<Map<String, Object>>>> indexes = new HashMap<>();

    static Memory of(Connection connection, Model model) throws SQLException {
        var memory = new Memory();
        for (EntitySet set : model.sets()) {
            if (set.form() == EntitySet.Form.OBJECTS
                    || set.form() == EntitySet.Form.ROWS
                    || set.form() == EntitySet.Form.RECORDS) {
                memory.tables.put(set.table(), read(connection, set));
            }
        }
        return memory;
    }

    List<Map<String, Object>> rows(EntitySet set) {
        return tables.get(set.table());
    }

    /** Those with a value in a column; none for a missing value. */
    List<Map<String, Object>> rows(EntitySet set, String column, Object value) {
        return indexes.computeIfAbsent(
                        set.table() + "." + column,
                        index -> rows(set).stream()
                                .filter(row -> row.get(column) != null)
                                .collect(Collectors.groupingBy(row -> row.get(column))))
                .getOrDefault(value, List.of());
    }

    private static List<Map<String, Object>> read(Connection connection, EntitySet set) throws SQLException {
        var rows = new ArrayList<Map<String, Object>>();
        try (var statement = connection.createStatement();
                var result = statement.executeQuery("select * from \"" + set.table() + "\"")) {
            while (result.next()) {
                var row = new HashMap<String, Object>();
                for (Column column : Columns.of(set)) {
                    row.put(column.name(), value(result, column));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    private static Object value(ResultSet result, Column column) throws SQLException {
        String name = column.name();
        return switch (column.type()) {
            case Column.Storage.Text text -> result.getString(name);
            case Column.Storage.Decimal decimal -> result.getBigDecimal(name);
            case Column.Storage.Bool bool -> result.getObject(name, Boolean.class);
            case Column.Storage.Moment moment -> result.getObject(name, LocalDateTime.class);
            case Column.Storage.Uuid uuid -> result.getObject(name, UUID.class);
            case Column.Storage.Bytes bytes -> result.getBytes(name);
        };
    }
}
