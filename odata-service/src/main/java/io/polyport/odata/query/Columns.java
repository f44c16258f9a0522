package io.polyport.odata.query;

import io.polyport.odata.model.Column;
import io.polyport.odata.model.CompositeColumns;
import io.polyport.odata.model.EntitySet;
import io.polyport.odata.model.Property;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The columns of properties in the one order in which all statements have them. */
public final class Columns {
    private Columns() {}

    /** Of a set, property by property. This is the order of columns of a {@link Relation.Journal}'s parts. */
    public static List<Column> of(EntitySet set) {
        return set.properties().stream().flatMap(one -> of(one).stream()).toList();
    }

    /** Of one property; none for tabular sections, which have rows of their own. */
    public static List<Column> of(Property property) {
        return switch (property) {
            case Property.Scalar scalar -> List.of(scalar.column());
            case Property.Reference reference -> List.of(reference.column());
            case Property.Composite composite -> of(composite.columns());
            case Property.Storage storage -> List.of(storage.mediaType(), storage.bytes());
            case Property.Types types -> List.of(types.json());
            case Property.Section section -> List.of();
        };
    }

    /** The tag first, then reference, text, number, flag and moment, as far as there are such. */
    public static List<Column> of(CompositeColumns columns) {
        return Stream.of(
                        Optional.of(columns.tag()),
                        columns.reference(),
                        columns.text(),
                        columns.number(),
                        columns.flag(),
                        columns.moment())
                .flatMap(Optional::stream)
                .toList();
    }
}
