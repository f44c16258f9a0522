package io.polyport.odata.format;

import io.polyport.odata.plan.Field;
import io.polyport.odata.rows.Row;

/** Cells of values of one type (OD-3): numbers and truth bare, Int64 and all else in quotes. */
final class JsonValues {
    private static final byte[] NULL = Utf8Output.utf8("null");

    private JsonValues() {}

    static Cell of(Field.Value value, byte[] name) {
        int column = value.column();
        return switch (value.type()) {
            case STRING -> quoted(column, name, (row, out) -> Escapes.JSON.write(row.utf8(column), out));
            case GUID -> quoted(column, name, (row, out) -> Scalars.guid(row.guid(column), out));
            case DATE_TIME -> quoted(column, name, (row, out) -> Scalars.moment(row.moment(column), out));
            case BINARY -> quoted(column, name, (row, out) -> Scalars.base64(row.bytes(column), out));
            case VERSION -> quoted(column, name, (row, out) -> Scalars.version(row.decimal(column), out));
            case BOOLEAN -> bare(column, name, (row, out) -> Scalars.flag(row.flag(column), out));
            case INT16, INT32, DOUBLE -> number(column, name, false);
            case INT64 -> number(column, name, true);
        };
    }

    private interface Text {
        void write(Row row, Utf8Output out);
    }

    private static Cell quoted(int column, byte[] name, Text text) {
        return (row, cursor, out) -> {
            JsonObject.name(name, out);
            if (row.isNull(column)) {
                out.raw(NULL);
            } else {
                out.put('"');
                text.write(row, out);
                out.put('"');
            }
        };
    }

    private static Cell bare(int column, byte[] name, Text text) {
        return (row, cursor, out) -> {
            JsonObject.name(name, out);
            if (row.isNull(column)) {
                out.raw(NULL);
            } else {
                text.write(row, out);
            }
        };
    }

    private static Cell number(int column, byte[] name, boolean quotes) {
        return (row, cursor, out) -> {
            JsonObject.name(name, out);
            byte[] digits = row.isNull(column) ? NULL : row.decimal(column);
            if (!Scalars.isNumber(digits)) {
                out.raw(NULL);
            } else if (quotes) {
                out.put('"');
                Scalars.decimal(digits, out);
                out.put('"');
            } else {
                Scalars.decimal(digits, out);
            }
        };
    }
}
