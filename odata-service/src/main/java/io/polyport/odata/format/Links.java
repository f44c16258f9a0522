package io.polyport.odata.format;

import io.polyport.odata.plan.Field;
import io.polyport.odata.rows.Row;

/** Which links an entity shows: those that lead to something. */
final class Links {
    private Links() {}

    /** Whether the reference is not empty, or the storage has bytes. */
    static boolean leads(Field.Link link, Row row) {
        int column = link.reference();
        if (row.isNull(column)) {
            return false;
        }
        return link.stream() ? row.utf8(column).length > 0 : !Scalars.isEmpty(row.guid(column));
    }
}
