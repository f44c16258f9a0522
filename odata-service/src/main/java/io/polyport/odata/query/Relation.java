package io.polyport.odata.query;

import io.polyport.odata.model.Column;
import io.polyport.odata.model.EntitySet;
import java.util.List;
import java.util.Optional;

/** Where rows come from: a table, or a statement in its place. */
public sealed interface Relation {
    /** The set whose properties the rows have. */
    EntitySet set();

    /** The set's own table. */
    record Stored(EntitySet set) implements Relation {}

    /**
     * Of each recorder of a register one row: the columns of its {@code Recorder}.
     *
     * @param set the record sets
     * @param records where the records are; {@code where} speaks of it
     * @param where which records count: separators, access rules
     */
    record Recorders(EntitySet set, Tables records, Optional<Condition> where) implements Relation {}

    /**
     * The documents of a journal, one statement for each kind of document, all with the same columns in the same order.
     *
     * @param parts at least one
     */
    record Journal(EntitySet set, List<Statement> parts) implements Relation {
        public Journal {
            parts = List.copyOf(parts);
        }
    }

    /**
     * A page of rows: what {@code $skip} and {@code $top} leave, for statements that read what belongs to them (OD-61).
     *
     * @param columns what the columns of the rows are called, in order
     */
    record Page(EntitySet set, List<Column> columns, Statement rows) implements Relation {
        public Page {
            columns = List.copyOf(columns);
        }
    }

    /**
     * Of each combination of dimensions the last (or first) active record of an information register (OD-15).
     *
     * @param set the records
     * @param records where they are; {@code where} speaks of it
     * @param where which records take part: separators, access rules, {@code Period} and the condition
     */
    record Slice(EntitySet set, boolean last, Tables records, Optional<Condition> where) implements Relation {}
}
