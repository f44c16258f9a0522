package io.polyport.odata.expression;

import static io.polyport.odata.query.Term.Type.MOMENT;
import static io.polyport.odata.query.Term.Type.NUMBER;
import static io.polyport.odata.query.Term.Type.TEXT;

import io.polyport.odata.query.Function;
import io.polyport.odata.query.Term;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How a function is called (OD-22). Those of dates with a unit and those that are conditions are {@link Calls}' own.
 *
 * @param arguments their types
 * @param required how many of them must be there
 */
record Signature(String name, Function function, List<Term.Type> arguments, int required) {
    static final Map<String, Signature> ALL = Map.ofEntries(
            Map.entry("substring", new Signature("substring", Function.SUBSTRING, List.of(TEXT, NUMBER, NUMBER), 2)),
            one("concat", Function.CONCAT, TEXT, TEXT),
            one("length", Function.LENGTH, TEXT),
            one("indexof", Function.INDEX_OF, TEXT, TEXT),
            one("replace", Function.REPLACE, TEXT, TEXT, TEXT),
            one("tolower", Function.TO_LOWER, TEXT),
            one("toupper", Function.TO_UPPER, TEXT),
            one("trim", Function.TRIM, TEXT),
            one("year", Function.YEAR, MOMENT),
            one("quarter", Function.QUARTER, MOMENT),
            one("month", Function.MONTH, MOMENT),
            one("day", Function.DAY, MOMENT),
            one("hour", Function.HOUR, MOMENT),
            one("minute", Function.MINUTE, MOMENT),
            one("second", Function.SECOND, MOMENT),
            one("dayofweek", Function.DAY_OF_WEEK, MOMENT),
            one("dayofyear", Function.DAY_OF_YEAR, MOMENT),
            one("round", Function.ROUND, NUMBER),
            one("floor", Function.FLOOR, NUMBER),
            one("ceiling", Function.CEILING, NUMBER));

    private static Map.Entry<String, Signature> one(String name, Function function, Term.Type... arguments) {
        return Map.entry(name, new Signature(name, function, List.of(arguments), arguments.length));
    }

    /** Every function that an expression may call. */
    static Set<String> names() {
        var names = new TreeSet<>(ALL.keySet());
        names.addAll(Calls.OTHERS);
        return names;
    }

    /** {@code substring(text, number[, number])}. */
    String usage() {
        String all = arguments.stream()
                .map(type -> type.name().toLowerCase(java.util.Locale.ROOT))
                .collect(Collectors.joining(", "));
        int optional = arguments.size() - required;
        return optional == 0 ? "%s(%s)".formatted(name, all) : "%s(text, number[, number])".formatted(name);
    }
}
