package io.polyport.standalone.trade;

import io.polyport.odata.model.EntitySet;
import io.polyport.odata.model.Model;
import io.polyport.odata.model.ModelObject;
import io.polyport.odata.model.Property;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows by names without suffix: a {@link Ref} goes to {@code X_Key}, or to {@code X} and {@code X_Type} where the model has
 * several types.
 */
final class Rows implements AutoCloseable {
    private static final String NAMESPACE = "StandardODATA.";

    private final Model model;
    private final RowsBehind behind;
    private final Map<String, Map<String, Property>> properties = new HashMap<>();
    private long version;

    Rows(Connection connection, Model model) {
        this.model = model;
        this.behind = new RowsBehind(connection, model);
    }

    /** A row of a set that is no object: a record of a register, a constant. */
    void row(String set, Map<String, Object> values) {
        var known = properties.computeIfAbsent(set, this::known);
        var shown = new HashMap<String, Object>(values.size() * 2);
        values.forEach((name, value) -> show(name, value, known, shown));
        behind.add(set, shown);
    }

    /** An object with the rows of its sections, which get its key and their numbers. */
    void object(Ref self, Map<String, Object> values, Map<String, List<Map<String, Object>>> sections) {
        var head = new HashMap<>(values);
        head.put("Ref_Key", self.key());
        head.put("DataVersion", ++version);
        row(self.set(), head);
        sections.forEach((name, rows) -> {
            for (int i = 0; i < rows.size(); i++) {
                var row = new HashMap<>(rows.get(i));
                row.put("Ref_Key", self.key());
                row.put("LineNumber", i + 1);
                row(self.set() + "_" + name, row);
            }
        });
    }

    void object(Ref self, Map<String, Object> values) {
        object(self, values, Map.of());
    }

    /** The version of the object that was written last. */
    long version() {
        return version;
    }

    private Map<String, Property> known(String name) {
        EntitySet set =
                model.set(name + "_RecordType").or(() -> model.set(name)).orElseThrow();
        var all = new ArrayList<>(set.properties());
        set.object().register().map(ModelObject.Register::besides).ifPresent(all::addAll);
        var byName = new HashMap<String, Property>();
        all.forEach(one -> byName.put(one.name(), one));
        return byName;
    }

    private static void show(String name, Object value, Map<String, Property> known, Map<String, Object> shown) {
        switch (value) {
            case Ref(String set, var key)
            when known.get(name) instanceof Property.Composite -> {
                shown.put(name, key);
                shown.put(name + "_Type", NAMESPACE + set);
            }
            case Ref(String set, var key) -> shown.put(name + "_Key", key);
            case Choice(String enumeration, String choice) -> {
                shown.put(name, choice);
                shown.put(name + "_Type", NAMESPACE + enumeration);
            }
            case Stored(String mediaType, byte[] bytes) -> {
                shown.put(name + "_Type", mediaType);
                shown.put(name + "_Base64Data", bytes);
            }
            default -> shown.put(name, value);
        }
    }

    /** All rows are in the database, or it is told why not. */
    @Override
    public void close() {
        behind.close();
    }
}
