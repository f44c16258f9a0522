package io.polyport.odata.format;

import io.polyport.odata.plan.Field;
import io.polyport.odata.rows.Cursor;
import io.polyport.odata.rows.Row;

/**
 * The cell of a value of one type (OD-3): numbers and truth bare, Int64 and all else in quotes. One class for all types, since
 * most of a row's time goes by here, and a call that always leads to the same place costs little.
 */
final class JsonValue implements Cell {
    private static final byte[] NULL = Utf8Output.utf8("null");

    private final Field.Edm type;
    private final int column;
    private final byte[] name;

    /** @param name see {@link JsonObject#prefix} */
    JsonValue(Field.Value value, byte[] name) {
        type = value.type();
        column = value.column();
        this.name = name;
    }

    @Override
    public void write(Row row, Cursor cursor, Utf8Output out) {
        JsonObject.name(name, out);
        if (row.isNull(column)) {
            out.raw(NULL);
            return;
        }
        switch (type) {
            case BOOLEAN -> Scalars.flag(row.flag(column), out);
            case INT16, INT32, DOUBLE -> number(row.decimal(column), false, out);
            case INT64 -> number(row.decimal(column), true, out);
            case STRING, GUID, DATE_TIME, BINARY, VERSION -> quoted(row, out);
        }
    }

    private void quoted(Row row, Utf8Output out) {
        out.put('"');
        switch (type) {
            case STRING -> Escapes.JSON.write(row.utf8(column), out);
            case GUID -> Scalars.guid(row.guid(column), out);
            case DATE_TIME -> Scalars.moment(row.moment(column), out);
            case VERSION -> Scalars.version(row.decimal(column), out);
            default -> Scalars.base64(row.bytes(column), out);
        }
        out.put('"');
    }

    private static void number(byte[] digits, boolean quotes, Utf8Output out) {
        if (!Scalars.isNumber(digits)) {
            out.raw(NULL);
            return;
        }
        if (quotes) {
            out.put('"');
        }
        Scalars.decimal(digits, out);
        if (quotes) {
            out.put('"');
        }
    }
}
