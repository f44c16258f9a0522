package io.polyport.odata.plan;

import io.polyport.odata.url.Expression;
import io.polyport.odata.url.Literal;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * A rule's expression for one caller: each {@code claim('name')} becomes the claim's value, of the type of what it is compared
 * with; a claim that is a list is compared with all its values (OD-64). For one expression.
 */
final class Claims {
    private static final String FUNCTION = "claim";

    private final Map<String, Object> claims;
    private final Function<Expression, Term.Type> types;
    private boolean missing;

    private Claims(Map<String, Object> claims, Function<Expression, Term.Type> types) {
        this.claims = claims;
        this.types = types;
    }

    /**
     * Empty when the caller has not all claims that the expression names, or not as values of the right type: such a rule
     * shows nothing.
     *
     * @param types tells of what type a claim must be that is compared with an expression
     */
    static Optional<Expression> settle(
            Expression rule, Map<String, Object> claims, Function<Expression, Term.Type> types) {
        var settling = new Claims(claims, types);
        var settled = settling.expression(rule);
        return settling.missing ? Optional.empty() : Optional.of(settled);
    }

    private Expression expression(Expression rule) {
        return switch (rule) {
            case Expression.Value value -> value;
            case Expression.Path path ->
                new Expression.Path(path.position(), path.start().map(this::expression), path.names());
            case Expression.Negation negation ->
                new Expression.Negation(negation.position(), expression(negation.operand()));
            case Expression.Not not -> new Expression.Not(not.position(), expression(not.operand()));
            case Expression.Binary binary -> binary(binary);
            case Expression.Call call -> call(call);
            case Expression.Lambda lambda ->
                new Expression.Lambda(
                        lambda.position(),
                        lambda.collection(),
                        lambda.name(),
                        lambda.variable(),
                        lambda.condition().map(this::expression));
        };
    }

    private Expression call(Expression.Call call) {
        return isClaim(call)
                ? new Expression.Value(call.position(), single(call, Optional.empty()))
                : new Expression.Call(
                        call.position(),
                        call.function(),
                        call.arguments().stream().map(this::expression).toList());
    }

    private Expression binary(Expression.Binary binary) {
        boolean left = isClaim(binary.left());
        boolean right = isClaim(binary.right());
        boolean compares = binary.operator() != Expression.Operator.AND && binary.operator() != Expression.Operator.OR;
        if (left == right || !compares) {
            return with(binary, expression(binary.left()), expression(binary.right()));
        }
        var claim = (Expression.Call) (left ? binary.left() : binary.right());
        var other = expression(left ? binary.right() : binary.left());
        boolean equality = binary.operator() == Expression.Operator.EQ || binary.operator() == Expression.Operator.NE;
        if (equality && claims.get(name(claim)) instanceof Collection<?> values) {
            return among(binary, other, values);
        }
        var value = new Expression.Value(claim.position(), single(claim, Optional.of(types.apply(other))));
        return left ? with(binary, value, other) : with(binary, other, value);
    }

    private static Expression.Binary with(Expression.Binary binary, Expression left, Expression right) {
        return new Expression.Binary(binary.position(), binary.operator(), left, right);
    }

    /** Of many values as deep as their logarithm: the depth of an expression is limited. */
    private Expression among(Expression.Binary binary, Expression other, Collection<?> values) {
        var type = types.apply(other);
        var equals = values.stream()
                .flatMap(value -> literal(value, type).stream())
                .<Expression>map(value -> new Expression.Binary(
                        binary.position(),
                        Expression.Operator.EQ,
                        other,
                        new Expression.Value(binary.position(), value)))
                .toList();
        Expression any = equals.isEmpty()
                ? new Expression.Value(binary.position(), new Literal.Bool(false))
                : any(binary.position(), equals);
        return binary.operator() == Expression.Operator.EQ ? any : new Expression.Not(binary.position(), any);
    }

    private static Expression any(int position, List<Expression> of) {
        if (of.size() == 1) {
            return of.getFirst();
        }
        int half = of.size() / 2;
        return new Expression.Binary(
                position,
                Expression.Operator.OR,
                any(position, of.subList(0, half)),
                any(position, of.subList(half, of.size())));
    }

    private static boolean isClaim(Expression expression) {
        return expression instanceof Expression.Call call && call.function().equals(FUNCTION);
    }

    private static String name(Expression.Call call) {
        if (call.arguments().size() == 1
                && call.arguments().getFirst() instanceof Expression.Value(int at, Literal.Text(String name))) {
            return name;
        }
        throw new IllegalStateException("an access rule must name a claim as claim('name')");
    }

    private Literal single(Expression.Call call, Optional<Term.Type> wanted) {
        Object value = claims.get(name(call));
        if (value instanceof Collection<?>) {
            throw new IllegalStateException(
                    "the claim " + name(call) + " is a list: an access rule can compare it with eq and ne only");
        }
        var literal = value == null ? Optional.<Literal>empty() : literal(value, wanted.orElse(own(value)));
        missing |= literal.isEmpty();
        return literal.orElse(new Literal.Null());
    }

    private static Term.Type own(Object value) {
        return switch (value) {
            case Boolean flag -> Term.Type.BOOLEAN;
            case Number number -> Term.Type.NUMBER;
            default -> Term.Type.TEXT;
        };
    }

    private static Optional<Literal> literal(Object value, Term.Type type) {
        try {
            return Optional.of(
                    switch (type) {
                        case TEXT -> new Literal.Text(text(value));
                        case NUMBER -> new Literal.Decimal(new BigDecimal(text(value)));
                        case BOOLEAN -> new Literal.Bool(flag(value));
                        case MOMENT -> new Literal.Moment(LocalDateTime.parse(text(value)));
                        case GUID -> new Literal.Guid(UUID.fromString(text(value)));
                    });
        } catch (IllegalArgumentException | DateTimeParseException otherwise) {
            return Optional.empty();
        }
    }

    private static String text(Object value) {
        return value instanceof BigDecimal number ? number.toPlainString() : value.toString();
    }

    private static boolean flag(Object value) {
        return switch (text(value)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither true nor false");
        };
    }
}
