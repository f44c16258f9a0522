package io.polyport.odata.access;

import io.polyport.odata.expression.Calls;
import io.polyport.odata.expression.Expressions;
import io.polyport.odata.expression.Faults;
import io.polyport.odata.expression.Lambdas;
import io.polyport.odata.expression.Operand;
import io.polyport.odata.expression.PropertyTerms;
import io.polyport.odata.model.MemberType;
import io.polyport.odata.query.Term;
import io.polyport.odata.url.Expression;
import io.polyport.odata.url.Expression.Operator;
import io.polyport.odata.url.Literal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A rule's expression for one caller: each {@code claim('name')} becomes the claim's value, of the type that is needed where it
 * stands. A claim that is a list is compared by {@code eq}, which means one of its values, and by {@code ne}, which means none
 * of them (OD-64). For one expression.
 */
final class Claims {
    private static final String FUNCTION = "claim";

    private final ClaimValues values;
    private boolean missing;

    private Claims(ClaimValues values) {
        this.values = values;
    }

    /**
     * Empty when the caller has not all claims that the expression names, or not as values of the right type: such a rule
     * shows nothing, whatever else stands in it.
     *
     * @param names what the rule's names mean; what its paths lead to is joined there
     * @throws io.polyport.odata.problem.ODataException when a claim is not named as it must be, or compared with what has no value
     */
    static Optional<Expression> settle(Expression rule, ClaimValues values, Expressions names) {
        var settling = new Claims(values);
        var settled = settling.expression(rule, Term.Type.BOOLEAN, names);
        return settling.missing ? Optional.empty() : Optional.of(settled);
    }

    /** @param wanted the type of which a claim must be that stands here */
    private Expression expression(Expression rule, Term.Type wanted, Expressions names) {
        return switch (rule) {
            case Expression.Value value -> value;
            case Expression.Path path ->
                new Expression.Path(
                        path.position(),
                        path.start().map(start -> expression(start, Term.Type.GUID, names)),
                        path.names());
            case Expression.Negation negation ->
                new Expression.Negation(negation.position(), expression(negation.operand(), Term.Type.NUMBER, names));
            case Expression.Not not ->
                new Expression.Not(not.position(), expression(not.operand(), Term.Type.BOOLEAN, names));
            case Expression.Binary binary -> binary(binary, names);
            case Expression.Call call -> call(call, wanted, names);
            case Expression.Lambda lambda -> lambda(lambda, names);
        };
    }

    private Expression lambda(Expression.Lambda lambda, Expressions names) {
        if (lambda.variable().isEmpty() || lambda.condition().isEmpty()) {
            return lambda;
        }
        var within = names.with(lambda.variable().get(), new Lambdas(names).rows(lambda));
        return new Expression.Lambda(
                lambda.position(),
                lambda.collection(),
                lambda.name(),
                lambda.variable(),
                lambda.condition().map(one -> expression(one, Term.Type.BOOLEAN, within)));
    }

    private Expression call(Expression.Call call, Term.Type wanted, Expressions names) {
        if (isClaim(call)) {
            return new Expression.Value(call.position(), single(call, List.of(wanted)));
        }
        var arguments = new ArrayList<Expression>();
        for (var argument : call.arguments()) {
            arguments.add(expression(argument, Calls.argument(call, arguments.size()), names));
        }
        return new Expression.Call(call.position(), call.function(), arguments);
    }

    private Expression binary(Expression.Binary binary, Expressions names) {
        return switch (binary.operator()) {
            case AND, OR -> both(binary, Term.Type.BOOLEAN, names);
            case ADD, SUB, MUL, DIV -> both(binary, Term.Type.NUMBER, names);
            case EQ, NE, GT, GE, LT, LE ->
                isClaim(binary.left()) == isClaim(binary.right())
                        ? both(binary, Term.Type.TEXT, names)
                        : compared(binary, names);
        };
    }

    private Expression both(Expression.Binary binary, Term.Type wanted, Expressions names) {
        return with(binary, expression(binary.left(), wanted, names), expression(binary.right(), wanted, names));
    }

    private static Expression with(Expression.Binary binary, Expression left, Expression right) {
        return new Expression.Binary(binary.position(), binary.operator(), left, right);
    }

    /** A claim with something else. */
    private Expression compared(Expression.Binary binary, Expressions names) {
        boolean left = isClaim(binary.left());
        var claim = (Expression.Call) (left ? binary.left() : binary.right());
        var other = expression(left ? binary.right() : binary.left(), Term.Type.TEXT, names);
        var types = types(names.operand(other), claim);
        boolean equality = binary.operator() == Operator.EQ || binary.operator() == Operator.NE;
        var literals = equality ? all(claim, types) : List.of(single(claim, types));
        var comparisons = literals.stream()
                .map(literal -> new Expression.Value(claim.position(), literal))
                .map(value -> left ? with(binary, value, other) : with(binary, other, value))
                .toList();
        return chain(binary.operator() == Operator.NE ? Operator.AND : Operator.OR, comparisons);
    }

    /** Of many values as deep as their logarithm: the depth of an expression is limited. */
    private static Expression chain(Operator operator, List<Expression> of) {
        if (of.size() == 1) {
            return of.getFirst();
        }
        int half = of.size() / 2;
        return new Expression.Binary(
                of.getFirst().position(),
                operator,
                chain(operator, of.subList(0, half)),
                chain(operator, of.subList(half, of.size())));
    }

    private static List<Term.Type> types(Operand operand, Expression.Call claim) {
        return switch (operand) {
            case Operand.Value value -> List.of(value.term().type());
            case Operand.Key key -> List.of(Term.Type.GUID);
            case Operand.Truth truth -> List.of(Term.Type.BOOLEAN);
            case Operand.Kind kind -> List.of(Term.Type.TEXT);
            case Operand.Version version -> List.of(Term.Type.TEXT);
            case Operand.Mixed mixed -> types(mixed, claim);
            case Operand.Nothing nothing ->
                throw Faults.type(
                        claim.position(),
                        "claim с null не сравнивают: без утверждения правило и так ничего не показывает",
                        "A claim is not compared with null: without the claim the rule shows nothing anyway");
        };
    }

    /** A property of several types is equal to a value of its type alone, so that a key would differ from all it holds. */
    private static List<Term.Type> types(Operand.Mixed mixed, Expression.Call claim) {
        var types = mixed.property().types().stream()
                .filter(MemberType.Value.class::isInstance)
                .map(type -> PropertyTerms.type(((MemberType.Value) type).type()))
                .distinct()
                .toList();
        if (types.isEmpty()) {
            String name = mixed.property().name();
            throw Faults.type(
                    claim.position(),
                    name + " содержит только ссылки: напишите cast(claim('…'),'Catalog_…')",
                    name + " holds references only: write cast(claim('…'),'Catalog_…')");
        }
        return types;
    }

    private static boolean isClaim(Expression expression) {
        return expression instanceof Expression.Call call && call.function().equals(FUNCTION);
    }

    private static String name(Expression.Call call) {
        if (call.arguments().size() == 1
                && call.arguments().getFirst() instanceof Expression.Value(int at, Literal.Text(String name))) {
            return name;
        }
        throw Faults.type(
                call.position(), "Утверждение называют так: claim('имя')", "A claim is named as claim('name')");
    }

    private Literal single(Expression.Call call, List<Term.Type> types) {
        var literals = all(call, types);
        missing |= literals.size() > 1;
        return literals.getFirst();
    }

    private List<Literal> all(Expression.Call call, List<Term.Type> types) {
        var found = values.of(name(call), types);
        missing |= found.isEmpty();
        return found.orElse(List.of(new Literal.Null()));
    }
}
