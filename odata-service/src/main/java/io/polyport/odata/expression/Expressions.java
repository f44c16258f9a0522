package io.polyport.odata.expression;

import io.polyport.odata.model.Model;
import io.polyport.odata.problem.InnerCode;
import io.polyport.odata.query.Condition;
import io.polyport.odata.query.Term;
import io.polyport.odata.url.Expression;
import io.polyport.odata.url.Literal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Operators and literals; what names mean is for {@link Paths}, functions for {@link Calls}.
 *
 * @param start where a path without a variable begins
 * @param variables what the variables of the lambdas around stand for
 */
public record Expressions(Model model, Place start, Map<String, Place> variables) {
    public Expressions with(String variable, Place place) {
        var more = new HashMap<>(variables);
        more.put(variable, place);
        return new Expressions(model, start, Map.copyOf(more));
    }

    Condition condition(Expression expression) {
        return switch (operand(expression)) {
            case Operand.Truth truth -> truth.condition();
            case Operand.Value value when value.term().type() == Term.Type.BOOLEAN -> holds(value.term());
            case Operand.Nothing nothing -> new Condition.Always(false);
            case Operand other ->
                throw Faults.type(
                        expression.position(),
                        "Здесь нужно условие, а указали %s".formatted(other.russian()),
                        "A condition is needed here, not %s".formatted(other.english()));
        };
    }

    public Operand operand(Expression expression) {
        return switch (expression) {
            case Expression.Value value -> literal(value);
            case Expression.Path path -> new Paths(this).operand(path);
            case Expression.Lambda lambda -> new Operand.Truth(new Lambdas(this).condition(lambda));
            case Expression.Call call -> new Calls(this).operand(call);
            case Expression.Not not -> new Operand.Truth(new Condition.Not(condition(not.operand())));
            case Expression.Negation negation ->
                new Operand.Value(Bounds.checked(new Term.Negative(number(negation.operand())), negation.position()));
            case Expression.Binary binary -> binary(binary);
        };
    }

    /** A value of a type as a function's argument or an operand of arithmetic; null is its missing value. */
    Term term(Expression expression, Term.Type type, String usage) {
        return term(operand(expression), expression, type, usage);
    }

    /** Of an expression whose operand is known: to ask twice, at each of many levels, would never end. */
    Term term(Operand operand, Expression expression, Term.Type type, String usage) {
        Term term = switch (operand) {
            case Operand.Value value -> value.term();
            case Operand.Key key -> key.term();
            case Operand.Truth truth -> new Term.Truth(truth.condition());
            case Operand.Nothing nothing -> new Term.Nothing(type);
            default -> null;
        };
        if (term != null && term.type() == type) {
            return term;
        }
        throw Faults.type(
                expression.position(),
                "%s: нужно %s, а указали %s%s"
                        .formatted(usage, Faults.russian(type), operand.russian(), cast(operand, "приведите: ", type)),
                "%s takes %s here, not %s%s"
                        .formatted(usage, Faults.english(type), operand.english(), cast(operand, "write ", type)));
    }

    private static String cast(Operand operand, String advice, Term.Type type) {
        return operand instanceof Operand.Mixed mixed && TypeName.ofScalar(type).isPresent()
                ? "; %scast(%s,'%s')"
                        .formatted(
                                advice,
                                mixed.property().name(),
                                TypeName.ofScalar(type).orElseThrow())
                : "";
    }

    private Term number(Expression expression) {
        return term(expression, Term.Type.NUMBER, "-");
    }

    private Operand binary(Expression.Binary binary) {
        return switch (binary.operator()) {
            case AND -> new Operand.Truth(new Condition.All(chain(binary)));
            case OR -> new Operand.Truth(new Condition.Any(chain(binary)));
            case ADD, SUB, MUL, DIV -> new Operand.Value(arithmetic(binary));
            case EQ, NE, GT, GE, LT, LE ->
                new Operand.Truth(new Comparisons(binary.position(), binary.operator())
                        .condition(operand(binary.left()), operand(binary.right())));
        };
    }

    /** The members of a chain of one operator, which is a list however it was nested to the left. */
    private List<Condition> chain(Expression.Binary binary) {
        var members = new ArrayList<Expression>();
        Expression rest = binary;
        while (rest instanceof Expression.Binary more && more.operator() == binary.operator()) {
            members.add(more.right());
            rest = more.left();
        }
        members.add(rest);
        Collections.reverse(members);
        return members.stream().map(this::condition).toList();
    }

    private Term arithmetic(Expression.Binary binary) {
        var operation = switch (binary.operator()) {
            case ADD -> Term.Operation.ADD;
            case SUB -> Term.Operation.SUBTRACT;
            case MUL -> Term.Operation.MULTIPLY;
            default -> Term.Operation.DIVIDE;
        };
        String usage = binary.operator().name().toLowerCase(java.util.Locale.ROOT);
        var left = term(binary.left(), Term.Type.NUMBER, usage);
        var right = term(binary.right(), Term.Type.NUMBER, usage);
        return Bounds.checked(new Term.Arithmetic(operation, left, right), binary.position());
    }

    private static Condition holds(Term term) {
        return term instanceof Term.Constant constant
                ? new Condition.Always((Boolean) constant.value())
                : new Condition.IsTrue(term);
    }

    private static Operand literal(Expression.Value written) {
        return switch (written.value()) {
            case Literal.Text text -> new Operand.Value(text(text.value(), written.position()));
            case Literal.Decimal number ->
                new Operand.Value(
                        Bounds.checked(new Term.Constant(Term.Type.NUMBER, number.value()), written.position()));
            case Literal.Bool bool -> new Operand.Value(new Term.Constant(Term.Type.BOOLEAN, bool.value()));
            case Literal.Moment moment -> new Operand.Value(new Term.Constant(Term.Type.MOMENT, moment.value()));
            case Literal.Guid guid -> new Operand.Value(new Term.Constant(Term.Type.GUID, guid.value()));
            case Literal.Null nothing -> new Operand.Nothing();
        };
    }

    /** PostgreSQL can't be asked for texts with the character 0, and none is stored. */
    private static Term text(String text, int position) {
        if (text.indexOf(0) >= 0) {
            throw Faults.of(
                    InnerCode.UNREADABLE_STRING,
                    position,
                    "Строка содержит символ с кодом 0: уберите его",
                    "The text has the character 0 in it: leave it out");
        }
        return new Term.Constant(Term.Type.TEXT, text);
    }
}
