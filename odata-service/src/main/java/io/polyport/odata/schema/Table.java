package io.polyport.odata.schema;

import io.polyport.odata.model.Column;
import io.polyport.odata.model.Property.Use;
import java.util.List;
import java.util.Optional;

/**
 * A table as the model wants it.
 *
 * @param set whose rows it has; record sets share the table of their records
 * @param key columns of the primary key, separators first
 * @param folderFlag the column that tells folders, where there are some
 * @param oneRow whether there is always exactly one row, as for a constant that no separator parts
 */
record Table(
        String name,
        String set,
        List<TableColumn> columns,
        List<String> key,
        List<TableIndex> indexes,
        Optional<String> folderFlag,
        boolean oneRow) {
    /**
     * @param property what people know it as: {@code Цена}, {@code Контрагент_Key}
     * @param use a column that belongs to items or folders alone is null in the others
     */
    record TableColumn(Column column, String property, Use use) {}

    /** An index; its name tells its columns apart from all others. */
    record TableIndex(String name, List<String> columns, boolean unique) {}
}
