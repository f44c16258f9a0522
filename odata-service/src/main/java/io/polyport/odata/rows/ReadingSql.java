package io.polyport.odata.rows;

import io.polyport.odata.sql.SqlQuery;
import java.util.List;
import java.util.Optional;

/**
 * The statements of one request for rows ({@code plan.Reading}) as a database takes them. They run in one transaction and
 * see the same state.
 *
 * @param rows reads the entities
 * @param count counts them: one row with one number
 * @param forbidden finds a row that the caller may not see; when it does, the request is refused (OD-29)
 */
public record ReadingSql(SqlQuery rows, List<Child> children, Optional<SqlQuery> count, Optional<SqlQuery> forbidden) {
    public ReadingSql {
        children = List.copyOf(children);
    }

    /** Rows alone. */
    public static ReadingSql of(SqlQuery rows) {
        return new ReadingSql(rows, List.of(), Optional.empty(), Optional.empty());
    }

    /**
     * What belongs to each entity (OD-61).
     *
     * @param rows in the order of the entities; its first columns are the owner's key
     * @param keys numbers of the columns in the entities' statement that the first columns here are equal to, in order
     */
    public record Child(SqlQuery rows, List<Integer> keys) {
        public Child {
            keys = List.copyOf(keys);
            if (keys.isEmpty()) {
                throw new IllegalArgumentException("a child needs its owner's key");
            }
        }
    }
}
