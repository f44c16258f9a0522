package io.polyport.odata.expression;

import io.polyport.odata.query.Condition;
import io.polyport.odata.query.Term;
import io.polyport.odata.url.Expression;
import java.util.List;
import java.util.Map;

/**
 * Gives the names of an expression their meaning on a model, and checks that its types fit (OD-21 to OD-25). What can't be
 * meant is a {@link io.polyport.odata.problem.ODataException} that names the place: code 6 for unknown names, 20 for hidden
 * ones, 21 for wrong types, counts and functions, 0 for what can't be compared, 14 for expressions that are too big.
 */
public final class Binder {
    private Binder() {}

    /** The rows that a {@code $filter} or a condition chooses. */
    public static Condition condition(Expression expression, Scope scope) {
        Depth.check(expression);
        return expressions(scope).condition(expression);
    }

    /** What {@code $orderby} orders by: one value, or those of the columns of a property of several types. */
    public static List<Term> order(Expression expression, Scope scope) {
        Depth.check(expression);
        return switch (expressions(scope).operand(expression)) {
            case Operand.Value value -> List.of(Filling.stored(value.term()));
            case Operand.Key key -> List.of(key.term());
            case Operand.Version version -> List.of(version.number());
            case Operand.Truth truth -> List.of(new Term.Truth(truth.condition()));
            case Operand.Mixed mixed -> Mixture.terms(mixed);
            case Operand.Kind kind -> List.of(Mixture.tag(kind.place(), kind.property()));
            case Operand.Nothing nothing ->
                throw Faults.type(
                        expression.position(),
                        "по null нельзя упорядочить: укажите реквизит",
                        "null orders nothing: name a property");
        };
    }

    private static Expressions expressions(Scope scope) {
        var start = new Place(scope.source().relation().set(), scope.source(), scope.tables());
        return new Expressions(scope.model(), start, Map.of());
    }
}
