package io.polyport.odata.schema;

import io.polyport.kit.config.Suggestion;
import io.polyport.odata.model.EntitySet;
import io.polyport.odata.model.EntitySet.Form;
import io.polyport.odata.model.Model;
import io.polyport.odata.model.ModelObject;
import io.polyport.odata.model.Property;
import io.polyport.odata.model.Property.Use;
import io.polyport.odata.model.Separator;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Rows of one set: a prepared statement, and for each of its values where it comes from. */
final class SetWriter implements AutoCloseable {
    private static final int TOGETHER = 1000;

    private final String name;
    private final boolean oneRow;
    private final PreparedStatement statement;
    private final PreparedStatement emptying;
    private final List<Slot> slots = new ArrayList<>();
    private final Set<String> known = new HashSet<>();
    private int waiting;

    SetWriter(Connection connection, EntitySet set, Model model) throws SQLException {
        this.name = set.name();
        this.oneRow = set.form() == Form.VALUE && model.separators().isEmpty();
        for (Separator separator : model.separators()) {
            known.add(separator.name());
            slots.add(Slot.of(separator.column(), new ValueReader(separator.type(), separator.name())));
        }
        var properties = new ArrayList<>(set.properties());
        if (set.form() == Form.RECORDS) {
            properties.addAll(
                    set.object().register().map(ModelObject.Register::besides).orElse(List.of()));
        }
        for (Property property : properties) {
            slots.addAll(Slot.of(property, known));
        }
        String columns =
                slots.stream().map(slot -> Engine.quoted(slot.column().name())).collect(Collectors.joining(", "));
        String marks = slots.stream().map(slot -> "?").collect(Collectors.joining(", "));
        String table = Engine.quoted(set.table());
        statement = connection.prepareStatement("insert into " + table + " (" + columns + ") values (" + marks + ")");
        emptying = oneRow ? connection.prepareStatement("delete from " + table) : null;
    }

    void insert(Map<String, ?> values) throws SQLException {
        for (String given : values.keySet()) {
            if (!known.contains(given)) {
                throw new IllegalArgumentException(name + " has no property " + given + Suggestion.among(known, given));
            }
        }
        if (oneRow) {
            emptying.executeUpdate();
        }
        Use absent = Objects.equals(values.get("IsFolder"), true) ? Use.ITEMS : Use.FOLDERS;
        for (int i = 0; i < slots.size(); i++) {
            slots.get(i).write(statement, i + 1, values, absent);
        }
        statement.addBatch();
        waiting++;
        if (waiting == TOGETHER || oneRow) {
            flush();
        }
    }

    void flush() throws SQLException {
        if (waiting > 0) {
            statement.executeBatch();
            waiting = 0;
        }
    }

    @Override
    public void close() throws SQLException {
        statement.close();
        if (emptying != null) {
            emptying.close();
        }
    }
}
