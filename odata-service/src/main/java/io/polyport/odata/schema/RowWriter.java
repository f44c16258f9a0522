package io.polyport.odata.schema;

import io.polyport.odata.model.EntitySet.Form;
import io.polyport.odata.model.Model;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Puts rows into the tables of a model, many at a time and without any of the rules of writing: for generated data, imports and
 * tests. Rows wait until there are enough of them, see {@link #flush}. Commits nothing. Not for several threads.
 */
public final class RowWriter implements AutoCloseable {
    private final Connection connection;
    private final Model model;
    private final Map<String, SetWriter> writers = new LinkedHashMap<>();

    /** @param connection to a database that {@link SchemaUpdate} has brought to this model; stays open */
    public RowWriter(Connection connection, Model model) {
        this.connection = connection;
        this.model = model;
    }

    /**
     * A row. What is missing gets its empty value, or null where the property is not for such an object (OD-3).
     *
     * @param set resource name: {@code Catalog_Товары}, {@code Document_РасходТовара_Товары}; records of a register by either
     *     of its sets
     * @param values by name as clients see it ({@code Контрагент_Key}, {@code Субконто} and {@code Субконто_Type}, {@code
     *     Картинка_Base64Data}), separators by theirs; String, Number, Boolean, LocalDateTime, LocalDate, UUID, byte[], or text
     *     for any of them. Types of composites are written as clients do ({@code StandardODATA.Catalog_Товары}, {@code
     *     Edm.String}) or without the beginning; without one the kind of value decides
     * @throws IllegalArgumentException for a set or name that the model doesn't have, or a value that doesn't fit
     */
    public void insert(String set, Map<String, ?> values) throws SQLException {
        var writer = writers.get(set);
        if (writer == null) {
            writer = open(set);
            writers.put(set, writer);
        }
        writer.insert(values);
    }

    private SetWriter open(String name) throws SQLException {
        var set = model.set(name).orElseThrow(() -> new IllegalArgumentException("the model has no set " + name));
        if (set.form() == Form.RECORD_SETS) {
            set = model.set(name + "_RecordType").orElseThrow();
        }
        if (set.form() == Form.JOURNAL) {
            throw new IllegalArgumentException(name + " has no rows of its own; write the documents");
        }
        return new SetWriter(connection, set, model);
    }

    /** Sends the rows that still wait. */
    public void flush() throws SQLException {
        for (SetWriter writer : writers.values()) {
            writer.flush();
        }
    }

    /** Sends the rows that still wait, and gives back the statements. */
    @Override
    public void close() throws SQLException {
        flush();
        for (SetWriter writer : writers.values()) {
            writer.close();
        }
        writers.clear();
    }
}
