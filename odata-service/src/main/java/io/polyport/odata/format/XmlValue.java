package io.polyport.odata.format;

import io.polyport.odata.plan.Field;
import io.polyport.odata.rows.Cursor;
import io.polyport.odata.rows.Row;

/** The cell of a value as an element {@code d:X} without a type, as 1C:Enterprise writes it (OD-3). */
final class XmlValue implements Cell {
    private final Field.Edm type;
    private final int column;
    private final XmlElement element;

    XmlValue(Field.Value value, XmlElement element) {
        type = value.type();
        column = value.column();
        this.element = element;
    }

    @Override
    public void write(Row row, Cursor cursor, Utf8Output out) {
        if (row.isNull(column)) {
            element.missing(out);
            return;
        }
        switch (type) {
            case STRING -> element.text(row.utf8(column), out);
            case BINARY -> bytes(row.bytes(column), out);
            case INT16, INT32, INT64, DOUBLE -> number(row.decimal(column), out);
            case GUID, DATE_TIME, VERSION, BOOLEAN -> filled(row, out);
        }
    }

    private void filled(Row row, Utf8Output out) {
        element.open(out);
        switch (type) {
            case GUID -> Scalars.guid(row.guid(column), out);
            case DATE_TIME -> Scalars.moment(row.moment(column), out);
            case VERSION -> Scalars.version(row.decimal(column), out);
            default -> Scalars.flag(row.flag(column), out);
        }
        element.close(out);
    }

    private void bytes(byte[] value, Utf8Output out) {
        if (value.length == 0) {
            element.empty(out);
            return;
        }
        element.open(out);
        Scalars.base64(value, out);
        element.close(out);
    }

    private void number(byte[] digits, Utf8Output out) {
        if (!Scalars.isNumber(digits)) {
            element.missing(out);
            return;
        }
        element.open(out);
        Scalars.decimal(digits, out);
        element.close(out);
    }
}
