package io.polyport.odata.schema;

import io.polyport.odata.model.Column;
import io.polyport.odata.model.EntitySet;
import io.polyport.odata.model.Model;
import io.polyport.odata.model.ObjectKind;
import io.polyport.odata.model.Property;
import io.polyport.odata.model.Separator;
import io.polyport.odata.schema.Table.TableIndex;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The indexes of a table: those by which 1C:Enterprise finds objects of the kind, and those that the model asks for. Each begins
 * with the separators, and none repeats the beginning of the primary key.
 */
final class TableIndexes {
    private final EntitySet set;
    private final List<String> separators;
    private final List<String> asked;
    private final Map<String, TableIndex> indexes = new LinkedHashMap<>();

    TableIndexes(Model model, EntitySet set) {
        this.set = set;
        this.separators = model.separators().stream()
                .map(Separator::column)
                .map(Column::name)
                .toList();
        this.asked = set.object().declaration().indexes().stream()
                .filter(one -> one.set().equals(set.name()))
                .map(one -> one.property())
                .toList();
    }

    /** @param key columns of the primary key */
    List<TableIndex> all(List<String> key) {
        switch (set.form()) {
            case OBJECTS -> objects();
            case RECORDS -> records();
            default -> {}
        }
        asked.forEach(one -> {
            if (Layout.dimensions(set).stream()
                    .noneMatch(dimension -> dimension.name().equals(one))) {
                by(one, "Ref_Key");
            }
        });
        return indexes.values().stream()
                .filter(one -> one.unique() || !Layout.begins(key, one.columns()))
                .toList();
    }

    private void objects() {
        by("Owner", "Ref_Key");
        by("Parent", "Ref_Key");
        by("Code", "Ref_Key");
        by("Description", "Ref_Key");
        by("Date", "Ref_Key");
        by("Number", "Ref_Key");
    }

    private void records() {
        boolean recorded = set.owner().isPresent();
        by("Period");
        if (set.object().kind() == ObjectKind.CALCULATION_REGISTER) {
            by("RegistrationPeriod");
        }
        for (String account : List.of("Account", "AccountDr", "AccountCr", "CalculationType")) {
            by(account, "Period");
        }
        // By default each dimension is among those asked for.
        Layout.dimensions(set).stream()
                .filter(one -> asked.contains(one.name()))
                .forEach(one -> by(one.name(), "Period"));
        if (recorded && set.object().kind() == ObjectKind.INFORMATION_REGISTER) {
            unique();
        }
    }

    /** What clients see as the key of a register's records is one, even when they are stored by recorder and line. */
    private void unique() {
        var columns = new ArrayList<>(separators);
        for (String name : set.key()) {
            String property = name.endsWith("_Key") ? name.substring(0, name.length() - 4) : name;
            set.property(property).ifPresent(one -> columns.addAll(PropertyColumns.names(one)));
        }
        var index = Layout.index(set.table(), columns, true);
        indexes.put(index.name(), index);
    }

    /** An index that begins with the property's columns; nothing where the set has no such property, or only long texts. */
    private void by(String property, String... more) {
        var columns = new ArrayList<>(separators);
        var found = set.property(property);
        if (found.isEmpty() || isLong(found.get())) {
            return;
        }
        columns.addAll(PropertyColumns.names(found.get()));
        for (String one : more) {
            set.property(one).ifPresent(next -> columns.addAll(PropertyColumns.names(next)));
        }
        var index = Layout.index(set.table(), columns, false);
        indexes.put(index.name(), index);
    }

    /** PostgreSQL refuses rows whose indexed part is longer than a third of a page. */
    private static boolean isLong(Property property) {
        return PropertyColumns.of(property).stream()
                .map(one -> one.column().type())
                .anyMatch(type -> type instanceof Column.Storage.Bytes
                        || (type instanceof Column.Storage.Text(int length) && (length == 0 || length > 500)));
    }
}
