package io.polyport.odata.plan;

import io.polyport.odata.model.EntitySet;
import io.polyport.odata.problem.ODataException;
import io.polyport.odata.query.Statement;
import java.util.List;
import java.util.Optional;

/**
 * A request for rows, ready to run. Its statements see the same state of the database.
 *
 * @param set whose entities they are
 * @param rows reads the entities
 * @param fields how each is shown, in order; numbers of columns are those of {@code rows}
 * @param key the parts of each entity's key in the order of {@link EntitySet#key}, shown or not: its address is made of them;
 *     only {@link Field.Value} and {@link Field.Composite}, empty for what has no address (rows of virtual tables)
 * @param children read what belongs to each entity, see {@link Child}
 * @param count for {@code $inlinecount=allpages} (OD-26)
 * @param forbidden finds a row that the caller may not see; when it does, the request is refused (OD-29)
 * @param excess looks for a row beyond the most that one answer may have (OD-65)
 */
public record Reading(
        EntitySet set,
        Statement rows,
        List<Field> fields,
        List<Field> key,
        List<Child> children,
        Optional<Statement> count,
        Optional<Statement> forbidden,
        Optional<Excess> excess) {
    public Reading {
        fields = List.copyOf(fields);
        key = List.copyOf(key);
        children = List.copyOf(children);
    }

    /** Without a guard against too many rows. */
    public Reading(
            EntitySet set,
            Statement rows,
            List<Field> fields,
            List<Field> key,
            List<Child> children,
            Optional<Statement> count,
            Optional<Statement> forbidden) {
        this(set, rows, fields, key, children, count, forbidden, Optional.empty());
    }

    /**
     * A row that is one too many.
     *
     * @param row finds it; when it does, the request is refused before anything is answered
     * @param refusal names the guard
     */
    public record Excess(Statement row, ODataException refusal) {}

    /**
     * The rows of one tabular section of all entities (OD-61).
     *
     * @param rows in the order of the entities; its first columns are the owner's key
     * @param keys numbers of the columns in the entities' statement that the first columns here are equal to, in order
     */
    public record Child(Statement rows, List<Integer> keys) {
        public Child {
            keys = List.copyOf(keys);
        }
    }
}
