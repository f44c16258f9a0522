package io.polyport.odata.url;

import io.polyport.kit.config.Suggestion;
import io.polyport.odata.problem.InnerCode;
import io.polyport.odata.problem.ODataException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** Reads a query string (OD-20 to OD-29). */
final class OptionParser {
    private static final String FORMAT = "$format";
    private static final String ALLOWED_ONLY = "allowedOnly";
    private static final String METADATA = "$metadata";
    /** Of a name that is compared with known ones. */
    private static final int LONGEST = 32;

    private static final List<String> KNOWN = List.of(
            "$filter", "$orderby", "$top", "$skip", "$expand", "$select", "$inlinecount", FORMAT, "$" + ALLOWED_ONLY);

    private final Limits limits;
    private final Map<String, String> given = new LinkedHashMap<>();

    OptionParser(String rawQuery, Limits limits) {
        this.limits = limits;
        for (var pair : rawQuery.split("&")) {
            if (!pair.isEmpty()) {
                add(pair);
            }
        }
    }

    private void add(String pair) {
        int sign = pair.indexOf('=');
        String written = PercentText.query(sign < 0 ? pair : pair.substring(0, sign));
        String raw = sign < 0 ? "" : pair.substring(sign + 1);
        String value = written.equals(FORMAT) ? PercentText.queryWithPlus(raw) : PercentText.query(raw);
        String name = written.equals("$" + ALLOWED_ONLY) ? ALLOWED_ONLY : written;
        if (given.putIfAbsent(name, value.strip()) != null) {
            String shown = Place.shown(name);
            throw bad(shown + " указан дважды; оставьте один.", shown + " is given twice; leave one.");
        }
    }

    /** A client asks for the list of sets by {@code /?$metadata}; the description of the model is at {@code /$metadata} alone. */
    void passOverMetadata() {
        given.remove(METADATA, "");
    }

    QueryOptions options() {
        var options = new QueryOptions(
                filled(FORMAT, text -> text),
                filled("$filter", text -> ExpressionParser.whole(text, Place.option("$filter"), limits)),
                filled("$orderby", text -> PathLists.orderBy(text, limits)).orElse(List.of()),
                number("$top"),
                number("$skip"),
                filled("$expand", text -> PathLists.expand(text, limits)).orElse(List.of()),
                filled("$select", text -> PathLists.select(text, limits)).orElse(List.of()),
                oneOf("$inlinecount", "allpages", "none").orElse(false),
                oneOf(ALLOWED_ONLY, "true", "false"),
                Map.of());
        return withParameters(options);
    }

    private QueryOptions withParameters(QueryOptions options) {
        var parameters = new LinkedHashMap<String, String>();
        given.forEach((name, value) -> {
            if (name.startsWith("$") || name.isEmpty()) {
                throw unknown(name);
            }
            requireVisible(name);
            parameters.put(name, parameter(name, value));
        });
        return new QueryOptions(
                options.format(),
                options.filter(),
                options.orderBy(),
                options.top(),
                options.skip(),
                options.expand(),
                options.select(),
                options.inlineCount(),
                options.allowedOnly(),
                parameters);
    }

    /** An option without a value is as if it were not given, as the documentation says of {@code $select}. */
    private <T> Optional<T> filled(String name, Function<String, T> reading) {
        return Optional.ofNullable(given.remove(name))
                .filter(text -> !text.isEmpty())
                .map(reading);
    }

    private OptionalLong number(String name) {
        String text = given.remove(name);
        if (text == null) {
            return OptionalLong.empty();
        }
        try {
            if (!text.isEmpty() && Characters.digitsEnd(text, 0) == text.length()) {
                return OptionalLong.of(Long.parseLong(text));
            }
        } catch (NumberFormatException large) {
            // Told below, together with what is no number.
        }
        throw bad(
                name + ": «" + Place.shown(text) + "» не годится; пишите целое число от 0 до " + Long.MAX_VALUE + ".",
                name + ": '" + Place.shown(text) + "' does not do; write a whole number from 0 to " + Long.MAX_VALUE
                        + ".");
    }

    private Optional<Boolean> oneOf(String name, String yes, String no) {
        String text = given.remove(name);
        if (text == null) {
            return Optional.empty();
        }
        if (!text.equalsIgnoreCase(yes) && !text.equalsIgnoreCase(no)) {
            throw bad(
                    name + ": «" + Place.shown(text) + "» не годится; пишите " + yes + " или " + no + ".",
                    name + ": '" + Place.shown(text) + "' does not do; write " + yes + " or " + no + ".");
        }
        return Optional.of(text.equalsIgnoreCase(yes));
    }

    private String parameter(String name, String text) {
        if (!text.startsWith("'")) {
            return text;
        }
        boolean closed = text.length() > 1 && text.endsWith("'");
        String content = text.substring(1, closed ? text.length() - 1 : text.length());
        if (!FunctionParameters.isCondition(name)) {
            return Quoted.plain(content);
        }
        try {
            return Quoted.condition(content, Place.option(Place.shown(name)).from(1), limits);
        } catch (ODataException noCondition) {
            if (beginsWithString(text)) {
                return text;
            }
            throw noCondition;
        }
    }

    /** Whether it is a condition without quotes around it, that itself begins with a string: {@code 'a' eq Name}. */
    private boolean beginsWithString(String text) {
        try {
            return !(UrlParser.condition(text, limits) instanceof Expression.Value);
        } catch (ODataException noCondition) {
            return false;
        }
    }

    /** A byte order mark before {@code $filter} would make a parameter of it that nobody reads. */
    private static void requireVisible(String name) {
        name.codePoints()
                .filter(each -> Character.isISOControl(each) || Character.getType(each) == Character.FORMAT)
                .findFirst()
                .ifPresent(each -> {
                    String code = "U+%04X".formatted(each);
                    throw bad(
                            "В имени параметра есть невидимый символ " + code + "; уберите его.",
                            "The name of a parameter holds the invisible character " + code + "; leave it out.");
                });
    }

    private static ODataException bad(String russian, String english) {
        return new ODataException(InnerCode.BAD_OPTION, russian, english);
    }

    private static ODataException unknown(String name) {
        if (name.isEmpty()) {
            return bad("Параметр без имени; пишите имя=значение.", "A parameter has no name; write name=value.");
        }
        String shown = Place.shown(name);
        var near = name.length() > LONGEST ? Optional.<String>empty() : Suggestion.nearest(KNOWN, name);
        String known = String.join(", ", KNOWN);
        return new ODataException(
                InnerCode.NOT_SUPPORTED,
                "Параметр " + shown + " не поддерживается; "
                        + near.map(word -> "возможно, имелся в виду " + word).orElse("есть: " + known) + ".",
                "The " + shown + " parameter is not supported; "
                        + near.map(word -> "did you mean " + word + "?").orElse("there are: " + known + "."));
    }
}
