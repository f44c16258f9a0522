package io.polyport.odata.schema;

import io.polyport.odata.model.Declaration.Predefined;
import io.polyport.odata.model.EntitySet;
import io.polyport.odata.model.EntitySet.Form;
import io.polyport.odata.model.Model;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Puts the predefined items of a model into its tables, as 1C:Enterprise does when a database is brought up to date (OD-4).
 * Items that are there are left as they are.
 */
public final class PredefinedRows {
    private final Model model;

    /** @param model without separators: whose items they would be, nobody could say */
    public PredefinedRows(Model model) {
        if (!model.separators().isEmpty()) {
            throw new IllegalArgumentException(
                    "predefined items of a model with separators belong to each part of the data; write them there");
        }
        this.model = model;
    }

    /**
     * Adds what is missing. Commits nothing.
     *
     * @return how many items were added
     */
    public int add(Connection connection) throws SQLException {
        int added = 0;
        try (var writer = new RowWriter(connection, model)) {
            for (EntitySet set : model.sets()) {
                if (set.form() == Form.OBJECTS
                        && !set.object().declaration().predefined().isEmpty()) {
                    added += add(connection, writer, set);
                }
            }
        }
        return added;
    }

    private static int add(Connection connection, RowWriter writer, EntitySet set) throws SQLException {
        var keys = new HashMap<String, UUID>();
        set.object().declaration().predefined().forEach(item -> keys.put(item.name(), item.key()));
        var there = names(connection, set);
        int added = 0;
        for (Predefined item : set.object().declaration().predefined()) {
            if (!there.contains(item.name())) {
                writer.insert(set.name(), values(item, set, keys));
                added++;
            }
        }
        return added;
    }

    private static Map<String, Object> values(Predefined item, EntitySet set, Map<String, UUID> keys) {
        var values = new HashMap<String, Object>();
        values.put("Ref_Key", item.key());
        values.put("Predefined", true);
        values.put("PredefinedDataName", item.name());
        if (!item.code().isEmpty()) {
            values.put("Code", item.code());
        }
        if (set.property("Description").isPresent()) {
            values.put("Description", item.description());
        }
        if (item.folder()) {
            values.put("IsFolder", true);
        }
        if (!item.parent().isEmpty()) {
            values.put("Parent_Key", keys.get(item.parent()));
        }
        return values;
    }

    private static Set<String> names(Connection connection, EntitySet set) throws SQLException {
        String column = Layout.column(set, "PredefinedDataName").orElseThrow();
        var names = new HashSet<String>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("select " + Engine.quoted(column) + " from "
                        + Engine.quoted(set.table()) + " where " + Engine.quoted(column) + " <> ''")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }
}
