package io.polyport.odata.schema;

import io.polyport.odata.model.Column;
import io.polyport.odata.model.Property;
import io.polyport.odata.model.Property.Use;
import io.polyport.odata.model.ScalarType;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * One value of a row that is written.
 *
 * @param use of a nullable column: it is null in objects of the other kind
 */
record Slot(Column column, Use use, Source source) {
    private static final UUID NO_GUID = new UUID(0, 0);
    private static final LocalDateTime NO_MOMENT = LocalDateTime.of(1, 1, 1, 0, 0);

    /** Finds the value in a row; null when there is none. */
    interface Source {
        Object of(Map<String, ?> row);
    }

    static Slot of(Column column, Source source) {
        return new Slot(column, Use.ALL, source);
    }

    /** @param known gets the names by which the property's values are given */
    static List<Slot> of(Property property, Set<String> known) {
        var slots = new ArrayList<Slot>();
        var use = property.head().use();
        String name = property.name();
        switch (property) {
            case Property.Scalar scalar -> {
                known.add(name);
                slots.add(new Slot(scalar.column(), use, new ValueReader(scalar.type(), name)));
            }
            case Property.Reference reference -> {
                known.add(name + "_Key");
                slots.add(new Slot(reference.column(), use, new ValueReader(new ScalarType.Guid(), name + "_Key")));
            }
            case Property.Composite composite -> {
                known.add(name);
                known.add(name + "_Type");
                slots.addAll(new CompositeReader(composite).slots());
            }
            case Property.Storage storage -> {
                known.add(name + "_Type");
                known.add(name + "_Base64Data");
                slots.add(new Slot(storage.mediaType(), use, text(name + "_Type")));
                slots.add(new Slot(storage.bytes(), use, row -> ValueReader.bytes(row.get(name + "_Base64Data"))));
            }
            case Property.Types types -> {
                known.add(name);
                slots.add(new Slot(types.json(), use, text(name)));
            }
            case Property.Section section -> {}
        }
        return slots;
    }

    private static ValueReader text(String name) {
        return new ValueReader(new ScalarType.Text(0, false), name);
    }

    /** @param absent to which kind the row does not belong */
    void write(PreparedStatement statement, int index, Map<String, ?> row, Use absent) throws SQLException {
        Object value = source.of(row);
        if (value == null && column.nullable() && use == absent) {
            statement.setObject(index, null);
            return;
        }
        switch (column.type()) {
            case Column.Storage.Text text -> statement.setString(index, value == null ? "" : (String) value);
            case Column.Storage.Decimal decimal
            when decimal.fraction() == 0 && decimal.digits() <= 18 ->
                statement.setLong(index, value == null ? 0 : ((BigDecimal) value).longValueExact());
            case Column.Storage.Decimal decimal ->
                statement.setBigDecimal(index, value == null ? BigDecimal.ZERO : (BigDecimal) value);
            case Column.Storage.Bool bool -> statement.setBoolean(index, value != null && (Boolean) value);
            case Column.Storage.Moment moment -> statement.setObject(index, value == null ? NO_MOMENT : value);
            case Column.Storage.Uuid uuid -> statement.setObject(index, value == null ? NO_GUID : value);
            case Column.Storage.Bytes bytes -> statement.setBytes(index, value == null ? new byte[0] : (byte[]) value);
        }
    }
}
