package io.polyport.odata.format;

import io.polyport.odata.rows.Cursor;
import io.polyport.odata.rows.Row;

/** Writes one field of a row, or nothing; what does not change from row to row is encoded beforehand. */
interface Cell {
    /** @param cursor gives the children of the row; not asked by fields of children */
    void write(Row row, Cursor cursor, Utf8Output out);
}
