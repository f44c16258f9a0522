package io.polyport.odata.expression;

import io.polyport.odata.model.Column;
import io.polyport.odata.model.EntitySet;
import io.polyport.odata.model.Model;
import io.polyport.odata.model.Property;
import io.polyport.odata.query.Source;
import io.polyport.odata.query.Tables;
import io.polyport.odata.query.Term;

/**
 * Where names of a path are looked up.
 *
 * @param source null when no row can ever be there: behind a cast to a type that the value never has
 */
public record Place(EntitySet set, Source source, Tables tables) {
    Term value(Column column, Term.Type type) {
        return source == null ? new Term.Nothing(type) : new Term.Of(source, column, type);
    }

    Place through(Property.Reference reference, Model model) {
        return source == null
                ? nowhere(model.set(reference.target()).orElseThrow())
                : at(tables.reach(source, reference, model));
    }

    Place through(Property.Composite composite, String target, Model model) {
        return source == null
                ? nowhere(model.set(target).orElseThrow())
                : at(tables.reach(source, composite, target, model));
    }

    Place nowhere(EntitySet target) {
        return new Place(target, null, tables);
    }

    private Place at(Source reached) {
        return new Place(reached.relation().set(), reached, tables);
    }
}
