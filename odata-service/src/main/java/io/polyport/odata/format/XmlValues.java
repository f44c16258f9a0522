package io.polyport.odata.format;

import io.polyport.odata.plan.Field;
import io.polyport.odata.rows.Row;

/** Cells of values as elements {@code d:X} without a type, as 1C:Enterprise writes them (OD-3). */
final class XmlValues {
    private XmlValues() {}

    static Cell of(Field.Value value, XmlElement element) {
        int column = value.column();
        return switch (value.type()) {
            case STRING -> present(column, element, (row, out) -> element.text(row.utf8(column), out));
            case BINARY -> present(column, element, (row, out) -> bytes(row.bytes(column), element, out));
            case INT16, INT32, INT64, DOUBLE ->
                present(column, element, (row, out) -> number(row.decimal(column), element, out));
            case GUID -> filled(column, element, (row, out) -> Scalars.guid(row.guid(column), out));
            case DATE_TIME -> filled(column, element, (row, out) -> Scalars.moment(row.moment(column), out));
            case VERSION -> filled(column, element, (row, out) -> Scalars.version(row.decimal(column), out));
            case BOOLEAN -> filled(column, element, (row, out) -> Scalars.flag(row.flag(column), out));
        };
    }

    private interface Content {
        void write(Row row, Utf8Output out);
    }

    private static Cell present(int column, XmlElement element, Content whole) {
        return (row, cursor, out) -> {
            if (row.isNull(column)) {
                element.missing(out);
            } else {
                whole.write(row, out);
            }
        };
    }

    private static Cell filled(int column, XmlElement element, Content text) {
        return present(column, element, (row, out) -> {
            element.open(out);
            text.write(row, out);
            element.close(out);
        });
    }

    private static void bytes(byte[] value, XmlElement element, Utf8Output out) {
        if (value.length == 0) {
            element.empty(out);
        } else {
            element.open(out);
            Scalars.base64(value, out);
            element.close(out);
        }
    }

    private static void number(byte[] digits, XmlElement element, Utf8Output out) {
        if (!Scalars.isNumber(digits)) {
            element.missing(out);
        } else {
            element.open(out);
            Scalars.decimal(digits, out);
            element.close(out);
        }
    }
}
