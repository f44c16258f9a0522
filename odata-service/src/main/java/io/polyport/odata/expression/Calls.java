package io.polyport.odata.expression;

import io.polyport.kit.config.Suggestion;
import io.polyport.odata.query.Function;
import io.polyport.odata.query.Term;
import io.polyport.odata.url.Expression;
import io.polyport.odata.url.Literal;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Calls of functions (OD-22). */
public record Calls(Expressions expressions) {
    static final Set<String> OTHERS =
            Set.of("substringof", "startswith", "endswith", "like", "isof", "cast", "dateadd", "datedifference");
    /** Positions beyond it are as good as it: no text is longer. */
    private static final BigDecimal FARTHEST = new BigDecimal(999_999_999);

    private static final Map<String, Function> ADDING = Map.of(
            "second", Function.ADD_SECONDS,
            "minute", Function.ADD_MINUTES,
            "hour", Function.ADD_HOURS,
            "day", Function.ADD_DAYS,
            "month", Function.ADD_MONTHS,
            "quarter", Function.ADD_QUARTERS,
            "year", Function.ADD_YEARS);
    private static final Map<String, Function> BETWEEN = Map.of(
            "second", Function.SECONDS_BETWEEN,
            "minute", Function.MINUTES_BETWEEN,
            "hour", Function.HOURS_BETWEEN,
            "day", Function.DAYS_BETWEEN,
            "month", Function.MONTHS_BETWEEN,
            "quarter", Function.QUARTERS_BETWEEN,
            "year", Function.YEARS_BETWEEN);

    Operand operand(Expression.Call call) {
        return switch (call.function()) {
            case "cast" -> new Casts(expressions).cast(call);
            case "isof" -> new Operand.Truth(new Casts(expressions).isof(call));
            case "substringof", "startswith", "endswith", "like" ->
                new Operand.Truth(new TextTests(expressions).condition(call));
            case "dateadd" -> new Operand.Value(added(call));
            case "datedifference" -> new Operand.Value(between(call));
            default -> new Operand.Value(plain(call));
        };
    }

    /** Which type an argument must have; TEXT where there is none of this number. */
    public static Term.Type argument(Expression.Call call, int number) {
        return switch (call.function()) {
            case "cast", "isof" -> number == 0 ? Casts.source(call) : Term.Type.TEXT;
            case "dateadd" ->
                List.of(Term.Type.MOMENT, Term.Type.TEXT, Term.Type.NUMBER).get(Math.min(number, 2));
            case "datedifference" -> number < 2 ? Term.Type.MOMENT : Term.Type.TEXT;
            default -> {
                var signature = Signature.ALL.get(call.function());
                yield signature == null || number >= signature.arguments().size()
                        ? Term.Type.TEXT
                        : signature.arguments().get(number);
            }
        };
    }

    private Term plain(Expression.Call call) {
        Signature signature = Signature.ALL.get(call.function());
        if (signature == null) {
            throw unknown(call);
        }
        int count = call.arguments().size();
        if (count < signature.required() || count > signature.arguments().size()) {
            throw count(call, signature.usage());
        }
        var arguments = new ArrayList<Term>();
        for (int i = 0; i < count; i++) {
            arguments.add(expressions.term(
                    call.arguments().get(i), signature.arguments().get(i), signature.usage()));
        }
        if (signature.function() == Function.SUBSTRING) {
            arguments.replaceAll(Calls::near);
        }
        return Bounds.checked(new Term.Applied(signature.function(), arguments), call.position());
    }

    /** A constant position that a database could not count to is brought near. */
    private static Term near(Term term) {
        return term instanceof Term.Constant(Term.Type type, BigDecimal number)
                ? new Term.Constant(
                        type,
                        number.setScale(0, RoundingMode.HALF_UP).min(FARTHEST).max(FARTHEST.negate()))
                : term;
    }

    private Term added(Expression.Call call) {
        String usage = "dateadd(moment, 'unit', number)";
        if (call.arguments().size() != 3) {
            throw count(call, usage);
        }
        Function function = unit(call.arguments().get(1), ADDING, usage);
        Term moment = expressions.term(call.arguments().getFirst(), Term.Type.MOMENT, usage);
        Term number = expressions.term(call.arguments().get(2), Term.Type.NUMBER, usage);
        return new Term.Applied(function, List.of(moment, number));
    }

    private Term between(Expression.Call call) {
        String usage = "datedifference(moment, moment, 'unit')";
        if (call.arguments().size() != 3) {
            throw count(call, usage);
        }
        Function function = unit(call.arguments().get(2), BETWEEN, usage);
        Term from = expressions.term(call.arguments().getFirst(), Term.Type.MOMENT, usage);
        Term to = expressions.term(call.arguments().get(1), Term.Type.MOMENT, usage);
        return new Term.Applied(function, List.of(from, to));
    }

    private static Function unit(Expression expression, Map<String, Function> functions, String usage) {
        if (expression instanceof Expression.Value(int position, Literal.Text(String unit))
                && functions.containsKey(unit)) {
            return functions.get(unit);
        }
        throw Faults.type(
                expression.position(),
                "%s: единица — одна из строк 'second', 'minute', 'hour', 'day', 'month', 'quarter', 'year'"
                        .formatted(usage),
                "%s: the unit is one of the texts 'second', 'minute', 'hour', 'day', 'month', 'quarter', 'year'"
                        .formatted(usage));
    }

    static RuntimeException count(Expression.Call call, String usage) {
        return Faults.type(
                call.position(),
                "Неверное количество аргументов (%d): функция вызывается как %s"
                        .formatted(call.arguments().size(), usage),
                "The number of arguments is wrong (%d): write %s"
                        .formatted(call.arguments().size(), usage));
    }

    private static RuntimeException unknown(Expression.Call call) {
        String near = Suggestion.nearest(Signature.names(), call.function()).orElse("");
        return Faults.type(
                call.position(),
                "Функция %s не реализована%s"
                        .formatted(call.function(), near.isEmpty() ? "" : ". Возможно, имелась в виду " + near),
                "There is no function %s%s"
                        .formatted(call.function(), near.isEmpty() ? "" : "; did you mean " + near + "?"));
    }
}
