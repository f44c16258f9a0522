package io.polyport.odata.plan;

import io.polyport.odata.access.Caller;
import io.polyport.odata.access.Visibility;
import io.polyport.odata.expression.Binder;
import io.polyport.odata.expression.Scope;
import io.polyport.odata.model.EntitySet;
import io.polyport.odata.model.Model;
import io.polyport.odata.query.Condition;
import io.polyport.odata.query.ReadLimits;
import io.polyport.odata.query.Relation;
import io.polyport.odata.query.Source;
import io.polyport.odata.query.Tables;
import io.polyport.odata.query.Term;
import io.polyport.odata.url.Expression;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * What all parts of one request's planning know.
 *
 * @param model as it is published
 * @param presented objects of which presentations are shown, published or not
 * @param whole with what is not published, for access rules
 * @param numbers gives each source of the request a number of its own
 */
record Request(
        Model model,
        Model presented,
        Model whole,
        Caller caller,
        Visibility visibility,
        IntSupplier numbers,
        ReadLimits limits) {
    Tables tables(Relation root) {
        return new Tables(root, numbers, visibility);
    }

    Tables stored(EntitySet set) {
        return tables(new Relation.Stored(set));
    }

    Condition condition(Expression expression, Tables tables, Source source) {
        return Binder.condition(expression, new Scope(model, tables, source));
    }

    /** Several terms for a property of several types. */
    List<Term> order(Expression expression, Tables tables, Source source) {
        return Binder.order(expression, new Scope(model, tables, source));
    }

    /** The set of this name, which the model is known to have. */
    EntitySet set(String name) {
        return whole.set(name).orElseThrow(() -> new IllegalStateException("the model has no set " + name));
    }
}
