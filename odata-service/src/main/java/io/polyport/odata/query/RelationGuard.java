package io.polyport.odata.query;

import io.polyport.odata.model.EntitySet;
import java.util.List;
import java.util.Set;
import java.util.function.IntSupplier;

/**
 * What a caller may see of the relations that a statement joins or looks into: a row that the guard does not let through
 * reads as if it were not there (OD-29, OD-64, GW-8).
 */
public interface RelationGuard {
    /** Lets everything through. */
    RelationGuard NONE = new RelationGuard() {
        @Override
        public Condition of(Source source, IntSupplier numbers) {
            return new Condition.Always(true);
        }

        @Override
        public Set<String> hidden(EntitySet set) {
            return Set.of();
        }
    };

    /**
     * What must hold for a row of the source: separators, rules for rows. It becomes part of a join's condition, so it speaks
     * of this source alone; what needs other tables asks for them with {@link Condition.Exists}.
     *
     * @param numbers gives sources of such tables their numbers
     */
    Condition of(Source source, IntSupplier numbers);

    /** The properties of a set, as they are shown, that an expression may not name (code 20). */
    Set<String> hidden(EntitySet set);

    /** Most relations that may be joined to one source of a statement, {@code odata.reading.joins} (OD-65). */
    default int mostJoins() {
        return Integer.MAX_VALUE;
    }

    /** A condition together with what the guard says of the source. */
    default Condition and(Condition condition, Source source, IntSupplier numbers) {
        Condition own = of(source, numbers);
        return own instanceof Condition.Always(boolean holds) && holds
                ? condition
                : new Condition.All(List.of(condition, own));
    }
}
