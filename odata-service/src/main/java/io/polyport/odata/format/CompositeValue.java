package io.polyport.odata.format;

import io.polyport.odata.plan.Field;
import io.polyport.odata.rows.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Writes values of one property of several types: each as text, by the rules of its own type (OD-3). */
final class CompositeValue {
    /** A model has few types for one property; more than these can only come from a damaged table. */
    private static final int MOST_KNOWN = 256;

    private static final byte[] NO_TEXT = {};

    private final Field.Composite.Columns columns;
    private final List<TypeTag> known = new ArrayList<>();

    CompositeValue(Field.Composite.Columns columns) {
        this.columns = columns;
    }

    boolean isNull(Row row) {
        return row.isNull(columns.tag());
    }

    /** The type of the row's value, which is not null. */
    TypeTag tag(Row row) {
        byte[] utf8 = row.utf8(columns.tag());
        for (int at = 0; at < known.size(); at++) {
            if (known.get(at).is(utf8)) {
                return known.get(at);
            }
        }
        TypeTag tag = TypeTag.of(utf8);
        if (known.size() < MOST_KNOWN) {
            known.add(tag);
        }
        return tag;
    }

    /** Whether the value is written at all: undefined is empty text. */
    boolean isEmpty(TypeTag tag, Row row) {
        OptionalInt column = column(tag);
        return column.isEmpty()
                || row.isNull(column.getAsInt())
                || (tag.holder() == TypeTag.Holder.TEXT && row.utf8(column.getAsInt()).length == 0);
    }

    /** The text of a value whose type has text. */
    byte[] text(Row row) {
        int column = columns.text().orElseThrow();
        return row.isNull(column) ? NO_TEXT : row.utf8(column);
    }

    void write(TypeTag tag, Row row, Escapes escapes, Utf8Output out) {
        OptionalInt held = column(tag);
        if (held.isEmpty() || row.isNull(held.getAsInt())) {
            return;
        }
        int column = held.getAsInt();
        switch (tag.holder()) {
            case TEXT -> escapes.write(row.utf8(column), out);
            case NUMBER -> Scalars.decimal(row.decimal(column), out);
            case FLAG -> Scalars.flag(row.flag(column), out);
            case MOMENT -> Scalars.moment(row.moment(column), out);
            case REFERENCE -> Scalars.guid(row.guid(column), out);
            case NONE -> {}
        }
    }

    private OptionalInt column(TypeTag tag) {
        return switch (tag.holder()) {
            case TEXT -> columns.text();
            case NUMBER -> columns.number();
            case FLAG -> columns.flag();
            case MOMENT -> columns.moment();
            case REFERENCE -> columns.reference();
            case NONE -> OptionalInt.empty();
        };
    }
}
