package io.polyport.odata.plan;

import io.polyport.odata.problem.InnerCode;
import io.polyport.odata.problem.ODataException;
import io.polyport.odata.query.Refusals;
import io.polyport.odata.url.Expression;
import io.polyport.odata.url.Literal;
import io.polyport.odata.url.Resource.Argument;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The parameters of {@code SliceLast} and {@code SliceFirst}, in parentheses or as options of the query (OD-15).
 *
 * @param period empty for no bound
 */
record SliceCall(Optional<LocalDateTime> period, Optional<Expression> condition) {
    private static final String PERIOD = "Period";
    private static final String CONDITION = "Condition";
    private static final List<String> NAMES = List.of(PERIOD, CONDITION);
    private static final LocalDateTime EMPTY = LocalDateTime.of(1, 1, 1, 0, 0);

    /**
     * @param options the query's, by name
     * @param conditions reads an expression
     */
    static SliceCall of(
            String function,
            List<Argument> arguments,
            Map<String, String> options,
            Function<String, Expression> conditions) {
        var given = new HashMap<String, String>();
        for (int n = 0; n < arguments.size(); n++) {
            add(given, name(function, arguments.get(n), n), arguments.get(n).text());
        }
        options.forEach((name, text) -> add(given, known(name), text));
        return new SliceCall(
                Optional.ofNullable(given.get(PERIOD))
                        .map(text -> period(text, conditions))
                        .filter(moment -> !moment.equals(EMPTY)),
                Optional.ofNullable(given.get(CONDITION)).map(conditions));
    }

    private static String name(String function, Argument argument, int place) {
        if (argument.name().isPresent()) {
            return known(argument.name().get());
        }
        if (place >= NAMES.size()) {
            throw new ODataException(
                    InnerCode.BAD_ARGUMENTS,
                    "У метода " + function + " два параметра: " + String.join(", ", NAMES),
                    function + " has two parameters: " + String.join(", ", NAMES));
        }
        return NAMES.get(place);
    }

    private static String known(String name) {
        if (NAMES.contains(name)) {
            return name;
        }
        throw Refusals.notSupported(
                "Параметр " + name + " не поддерживается; есть: " + String.join(", ", NAMES),
                "The parameter " + name + " is not supported; there are " + String.join(", ", NAMES));
    }

    private static void add(Map<String, String> given, String name, String text) {
        if (!text.isBlank() && given.put(name, text) != null) {
            throw Refusals.option(
                    "Параметр " + name + " указан и в скобках, и в строке запроса",
                    "The parameter " + name + " is given twice: in parentheses and in the query");
        }
    }

    private static LocalDateTime period(String text, Function<String, Expression> expressions) {
        try {
            if (expressions.apply(text) instanceof Expression.Value(int at, Literal.Moment(LocalDateTime moment))) {
                return moment;
            }
        } catch (ODataException unread) {
            if (unread.code() == InnerCode.UNREADABLE_STRING) {
                throw noDate(InnerCode.UNREADABLE_STRING);
            }
        }
        throw noDate(InnerCode.BAD_ARGUMENTS);
    }

    private static ODataException noDate(InnerCode code) {
        return new ODataException(
                code,
                "Period — это дата: datetime'2024-01-31T00:00:00', годы 1–9999, без часового пояса",
                "Period is a date: write datetime'2024-01-31T00:00:00', with a year from 1 to 9999 and no time zone");
    }
}
