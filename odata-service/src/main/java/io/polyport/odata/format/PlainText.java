package io.polyport.odata.format;

import io.polyport.odata.plan.Field;
import io.polyport.odata.rows.Row;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/** The bare text of a property's value, as {@code /$value} gives it (OD-14); streams are not written here. */
public final class PlainText {
    private PlainText() {}

    /**
     * Nothing where the value is null, which has no text.
     *
     * @throws IllegalArgumentException for fields that are no single value, such as rows
     */
    public static Optional<Buffer> of(Field field, Row row, String language) {
        var text = Buffer.buffer();
        var out = new Utf8Output(text::appendBuffer);
        boolean present = switch (field) {
            case Field.Value value -> !row.isNull(value.column()) && write(value, row, out);
            case Field.Composite composite -> write(new CompositeValue(composite.columns()), row, out);
            case Field.Types types -> !row.isNull(types.column()) && raw(row.utf8(types.column()), out);
            case Field.Presented presented ->
                raw(Utf8Output.utf8(new Presentations(language).of(presented.presentation(), row)), out);
            case Field.Rows rows -> throw new IllegalArgumentException(rows.name() + " is no single value");
            case Field.Expanded expanded -> throw new IllegalArgumentException(expanded.name() + " is no single value");
            case Field.Choice choice -> throw new IllegalArgumentException(choice.name() + " is no single value");
            case Field.Link link -> throw new IllegalArgumentException(link.name() + " is no single value");
        };
        out.end();
        return present ? Optional.of(text) : Optional.empty();
    }

    private static boolean write(Field.Value value, Row row, Utf8Output out) {
        int column = value.column();
        switch (value.type()) {
            case STRING -> out.raw(row.utf8(column));
            case GUID -> Scalars.guid(row.guid(column), out);
            case BOOLEAN -> Scalars.flag(row.flag(column), out);
            case DATE_TIME -> Scalars.moment(row.moment(column), out);
            case INT16, INT32, INT64, DOUBLE -> Scalars.decimal(row.decimal(column), out);
            case BINARY -> Scalars.base64(row.bytes(column), out);
            case VERSION -> Scalars.version(row.decimal(column), out);
        }
        return true;
    }

    private static boolean write(CompositeValue value, Row row, Utf8Output out) {
        if (value.isNull(row)) {
            return false;
        }
        TypeTag tag = value.tag(row);
        if (tag.holder() == TypeTag.Holder.TEXT) {
            out.raw(value.text(row));
        } else {
            value.write(tag, row, Escapes.JSON, out);
        }
        return true;
    }

    private static boolean raw(byte[] utf8, Utf8Output out) {
        out.raw(utf8);
        return true;
    }
}
