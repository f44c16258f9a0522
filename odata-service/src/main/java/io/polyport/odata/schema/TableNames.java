package io.polyport.odata.schema;

import io.polyport.odata.schema.Table.TableColumn;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keeps the table {@code polyport_names}, which tells people and later runs what the short names stand for. */
final class TableNames {
    private static final int TOGETHER = 500;

    private final Map<List<String>, String> wanted = new HashMap<>();

    TableNames(Map<String, Table> tables) {
        for (Table table : tables.values()) {
            wanted.put(List.of(table.name(), ""), table.set());
            for (TableColumn column : table.columns()) {
                wanted.put(List.of(table.name(), column.column().name()), column.property());
            }
        }
    }

    void add(Connection connection) throws SQLException {
        var there = Actual.readNames(connection);
        var changed = new ArrayList<List<Object>>();
        var more = new ArrayList<List<Object>>();
        wanted.forEach((place, name) -> {
            if (!there.containsKey(place)) {
                more.add(List.of(place.getFirst(), place.getLast(), name));
            } else if (!name.equals(there.get(place))) {
                changed.add(List.of(name, place.getFirst(), place.getLast()));
            }
        });
        batch(
                connection,
                "update \"polyport_names\" set \"name\" = ? where \"table_name\" = ? and \"column_name\" = ?",
                changed);
        batch(connection, "insert into \"polyport_names\" values (?, ?, ?)", more);
    }

    void removeGone(Connection connection) throws SQLException {
        var gone = new ArrayList<List<Object>>();
        Actual.readNames(connection).keySet().stream()
                .filter(place -> !wanted.containsKey(place))
                .forEach(place -> gone.add(List.copyOf(place)));
        batch(connection, "delete from \"polyport_names\" where \"table_name\" = ? and \"column_name\" = ?", gone);
    }

    private static void batch(Connection connection, String text, List<List<Object>> rows) throws SQLException {
        try (var statement = connection.prepareStatement(text)) {
            int waiting = 0;
            for (List<Object> row : rows) {
                for (int i = 0; i < row.size(); i++) {
                    statement.setObject(i + 1, row.get(i));
                }
                statement.addBatch();
                if (++waiting % TOGETHER == 0) {
                    statement.executeBatch();
                }
            }
            if (waiting % TOGETHER != 0) {
                statement.executeBatch();
            }
        }
    }
}
