package io.polyport.odata.rows;

import io.polyport.odata.problem.ODataException;
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
 * @param excess looks for a row beyond the most that one answer may have
 */
public record ReadingSql(
        SqlQuery rows,
        List<Child> children,
        Optional<SqlQuery> count,
        Optional<SqlQuery> forbidden,
        Optional<Excess> excess) {
    public ReadingSql {
        children = List.copyOf(children);
    }

    /** Of as many rows as there are. */
    public ReadingSql(SqlQuery rows, List<Child> children, Optional<SqlQuery> count, Optional<SqlQuery> forbidden) {
        this(rows, children, count, forbidden, Optional.empty());
    }

    /**
     * A row that is one too many (OD-65).
     *
     * @param row finds it; when it does, the request is refused
     */
    public record Excess(SqlQuery row, ODataException refusal) {}

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
