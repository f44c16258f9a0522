package io.polyport.odata.query;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One SELECT.
 *
 * @param columns what is read, by number from 0
 * @param orderBy complete: no two rows are equal in it, where there is one
 */
public record Statement(
        Tables tables,
        List<Term> columns,
        Optional<Condition> where,
        List<Order> orderBy,
        OptionalLong limit,
        OptionalLong offset,
        Purpose purpose) {
    /** What is wanted of the rows. */
    public enum Purpose {
        ROWS,
        /** Their number, as the only column. */
        COUNT,
        /** Whether there is one: a row without meaning, or none. */
        EXISTENCE
    }

    public record Order(Term by, boolean descending) {}

    public Statement {
        columns = List.copyOf(columns);
        orderBy = List.copyOf(orderBy);
    }
}
