package io.polyport.odata.schema;

import io.polyport.odata.model.EntitySet;
import io.polyport.odata.model.EntitySet.Form;
import io.polyport.odata.model.Model;
import io.polyport.odata.model.ModelObject;
import io.polyport.odata.model.PhysicalName;
import io.polyport.odata.model.Property;
import io.polyport.odata.model.Property.Role;
import io.polyport.odata.model.Property.Use;
import io.polyport.odata.model.Separator;
import io.polyport.odata.schema.Table.TableColumn;
import io.polyport.odata.schema.Table.TableIndex;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tables that a model needs. */
final class Layout {
    private final Model model;

    private Layout(Model model) {
        this.model = model;
    }

    /** By name, in the order of the model. */
    static Map<String, Table> of(Model model) {
        var layout = new Layout(model);
        var tables = new LinkedHashMap<String, Table>();
        for (EntitySet set : model.sets()) {
            if (set.form() != Form.JOURNAL && set.form() != Form.RECORD_SETS) {
                var table = layout.table(set);
                tables.put(table.name(), table);
            }
        }
        return tables;
    }

    private Table table(EntitySet set) {
        var columns = new ArrayList<TableColumn>();
        var key = new ArrayList<String>();
        for (Separator separator : model.separators()) {
            columns.add(new TableColumn(separator.column(), separator.name(), Use.ALL));
            key.add(separator.column().name());
        }
        set.properties().forEach(property -> columns.addAll(PropertyColumns.of(property)));
        if (set.form() == Form.RECORDS) {
            set.object()
                    .register()
                    .map(ModelObject.Register::besides)
                    .orElse(List.of())
                    .forEach(property -> columns.addAll(PropertyColumns.of(property)));
        }
        key.addAll(key(set));
        boolean folders = set.object().hierarchy().equals(Optional.of(ModelObject.Hierarchy.FOLDERS_AND_ITEMS));
        return new Table(
                set.table(),
                set.name(),
                columns,
                key,
                new TableIndexes(model, set).all(key),
                folders && set.form() == Form.OBJECTS ? column(set, "IsFolder") : Optional.empty(),
                set.form() == Form.VALUE && model.separators().isEmpty());
    }

    /** Of records that a recorder writes: the recorder and the line, whatever clients see as their key. */
    private static List<String> key(EntitySet set) {
        boolean recorded = set.form() == Form.RECORDS && set.owner().isPresent();
        var properties = recorded
                ? List.of("Recorder", "LineNumber")
                : set.form() == Form.RECORDS ? dimensionsAndPeriod(set) : set.key();
        return properties.stream()
                .flatMap(name -> set.property(name).stream())
                .flatMap(property -> PropertyColumns.names(property).stream())
                .toList();
    }

    /** Dimensions first: most look for records of one of them, and read their periods in order. */
    private static List<String> dimensionsAndPeriod(EntitySet set) {
        var names = new ArrayList<>(dimensions(set).stream().map(Property::name).toList());
        set.property("Period").ifPresent(period -> names.add(period.name()));
        return names;
    }

    static List<Property> dimensions(EntitySet set) {
        return set.properties().stream()
                .filter(one -> one.head().role() == Role.DIMENSION)
                .toList();
    }

    static Optional<String> column(EntitySet set, String property) {
        return set.property(property)
                .map(PropertyColumns::names)
                .filter(names -> !names.isEmpty())
                .map(List::getFirst);
    }

    /** The same columns as an index of the model's; used to find an index that a key already is. */
    static boolean begins(List<String> key, List<String> columns) {
        return key.size() >= columns.size() && key.subList(0, columns.size()).equals(columns);
    }

    static TableIndex index(String table, List<String> columns, boolean unique) {
        String described = String.join("_", columns) + (unique ? "_unique" : "");
        return new TableIndex(PhysicalName.index(table, described), columns, unique);
    }
}
