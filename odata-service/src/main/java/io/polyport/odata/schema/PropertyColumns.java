package io.polyport.odata.schema;

import io.polyport.odata.model.Column;
import io.polyport.odata.model.Property;
import io.polyport.odata.schema.Table.TableColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The columns of a property, each with the name by which people know it. */
final class PropertyColumns {
    private PropertyColumns() {}

    static List<TableColumn> of(Property property) {
        var columns = new ArrayList<TableColumn>();
        var use = property.head().use();
        String name = property.name();
        switch (property) {
            case Property.Scalar scalar -> columns.add(new TableColumn(scalar.column(), name, use));
            case Property.Reference reference -> columns.add(new TableColumn(reference.column(), name + "_Key", use));
            case Property.Storage storage -> {
                columns.add(new TableColumn(storage.mediaType(), name + "_Type", use));
                columns.add(new TableColumn(storage.bytes(), name + "_Base64Data", use));
            }
            case Property.Types types -> columns.add(new TableColumn(types.json(), name, use));
            case Property.Section section -> {}
            case Property.Composite composite -> {
                var values = composite.columns();
                columns.add(new TableColumn(values.tag(), name + "_Type", use));
                for (Optional<Column> one :
                        List.of(values.reference(), values.text(), values.number(), values.flag(), values.moment())) {
                    one.ifPresent(column -> columns.add(new TableColumn(column, name, use)));
                }
            }
        }
        return columns;
    }

    static List<String> names(Property property) {
        return of(property).stream().map(one -> one.column().name()).toList();
    }
}
