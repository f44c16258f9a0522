package io.polyport.odata.access;

import io.polyport.odata.expression.Binder;
import io.polyport.odata.expression.Expressions;
import io.polyport.odata.expression.Place;
import io.polyport.odata.expression.Scope;
import io.polyport.odata.model.EntitySet;
import io.polyport.odata.model.Model;
import io.polyport.odata.query.Condition;
import io.polyport.odata.query.Relation;
import io.polyport.odata.query.RelationGuard;
import io.polyport.odata.query.Tables;
import io.polyport.odata.url.Expression;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * An access rule's condition on rows of its own, which sees everything: other rules don't count in it, as two that name each
 * other's objects would never end.
 *
 * @param expression with values in the place of claims
 * @param tables the rows, and what the condition joins to them
 */
record BoundRule(Expression expression, Tables tables, Condition condition) {
    /**
     * Empty when a claim is missing.
     *
     * @param numbers gives each source a number of its own
     * @throws io.polyport.odata.problem.ODataException when the rule does not fit the set
     */
    static Optional<BoundRule> of(
            Expression rule, ClaimValues claims, EntitySet set, Model whole, IntSupplier numbers) {
        return of(rule, claims, set, whole, numbers, RelationGuard.NONE);
    }

    /** @param guard keeps to the caller's part of the data */
    static Optional<BoundRule> of(
            Expression rule, ClaimValues claims, EntitySet set, Model whole, IntSupplier numbers, RelationGuard guard) {
        // For asking types alone: the condition joins what it needs, and nothing for the sake of its claims.
        var asked = new Tables(new Relation.Stored(set), numbers, guard);
        var names = new Expressions(whole, new Place(set, asked.root(), asked), Map.of());
        return Claims.settle(rule, claims, names).map(expression -> {
            var tables = new Tables(new Relation.Stored(set), numbers, guard);
            return new BoundRule(expression, tables, Binder.condition(expression, new Scope(whole, tables)));
        });
    }
}
