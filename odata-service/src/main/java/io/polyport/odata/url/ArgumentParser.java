package io.polyport.odata.url;

import io.polyport.odata.problem.InnerCode;
import io.polyport.odata.problem.ODataException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what stands in parentheses behind the name of a function (OD-15). */
final class ArgumentParser {
    private static final String SPACES = " \t\r\n";
    /** Clients that write every parameter leave the places of empty ones empty: {@code (Period=…,)}. */
    private static final String COMMAS = SPACES + ',';

    private static final int MOST = 32;

    private final String path;
    private final int to;
    private final List<String> parameters;
    private final Limits limits;
    private final Place place = Place.arguments();
    private int at;

    /**
     * @param from behind the opening parenthesis
     * @param to the closing parenthesis
     */
    ArgumentParser(String path, int from, int to, String function, Limits limits) {
        this.path = path;
        this.at = from;
        this.to = to;
        this.parameters = FunctionParameters.of(function);
        this.limits = limits;
    }

    List<Resource.Argument> arguments() {
        var arguments = new ArrayList<Resource.Argument>();
        var names = new HashSet<String>();
        do {
            spaces();
            int start = at;
            if (!names.isEmpty() && (at == to || path.charAt(at) == ',')) {
                continue;
            }
            var name = name();
            if (arguments.size() == MOST) {
                throw place.fault(
                        start,
                        "больше " + MOST + " параметров нет ни у одной функции",
                        "no function has more than " + MOST + " parameters");
            }
            name(start, name, names);
            arguments.add(argument(name));
            spaces();
        } while (comma());
        return arguments;
    }

    private void name(int start, Optional<String> name, Set<String> names) {
        if (name.isEmpty() && !names.isEmpty()) {
            throw place.fault(
                    start,
                    "после именованного параметра у каждого следующего тоже пишется имя: Имя=значение",
                    "each parameter behind one with a name has its name too: Name=value");
        }
        if (name.isPresent() && !names.add(name.get())) {
            String shown = Place.shown(name.get());
            throw place.fault(
                    start, "параметр " + shown + " указан дважды", "the parameter " + shown + " is given twice");
        }
    }

    private boolean comma() {
        if (at < to && path.charAt(at) != ',') {
            throw place.fault(
                    at, "ожидалась запятая между параметрами или )", "expected a comma between parameters, or )");
        }
        return at++ < to;
    }

    private void spaces() {
        at = Characters.skip(path, at, to, SPACES);
    }

    /** {@code Name =}, which is passed then. */
    private Optional<String> name() {
        int end = nameBefore(at);
        if (end < 0) {
            return Optional.empty();
        }
        String name = path.substring(at, Characters.nameEnd(path, at));
        at = end;
        spaces();
        return Optional.of(name);
    }

    /** Where {@code Name =} from here on ends, or -1. */
    private int nameBefore(int from) {
        int end = from < to && Characters.beginsName(path.charAt(from)) ? Characters.nameEnd(path, from) : from;
        int sign = Characters.skip(path, end, to, SPACES);
        return end > from && sign < to && path.charAt(sign) == '=' ? sign + 1 : -1;
    }

    private Resource.Argument argument(Optional<String> name) {
        if (at < to && path.charAt(at) == '\'') {
            return quoted(name);
        }
        int from = at;
        at = unquotedEnd();
        return new Resource.Argument(name, path.substring(from, at).strip(), from);
    }

    /** The next comma outside quotes and parentheses, or the end. */
    private int unquotedEnd() {
        int depth = 0;
        for (int index = at; index < to; index++) {
            char each = path.charAt(index);
            if (each == ',' && depth == 0) {
                return index;
            }
            if (each == '\'') {
                int closing = path.indexOf('\'', index + 1);
                if (closing < 0 || closing >= to) {
                    throw place.fault(index, "у значения нет закрывающей кавычки", "the value has no closing quote");
                }
                index = closing;
            }
            depth += each == '(' ? 1 : each == ')' ? -1 : 0;
        }
        return to;
    }

    private Resource.Argument quoted(Optional<String> name) {
        int from = at + 1;
        int end = name.isEmpty() ? properEnd(from) : -1;
        if (end < 0) {
            end = lastQuote(from);
        }
        String content = path.substring(from, end);
        at = end + 1;
        return new Resource.Argument(name, meant(name, content, from), from);
    }

    /** Where the text ends if every quote in it is written twice and another argument or nothing follows; else -1. */
    private int properEnd(int from) {
        int quote = path.indexOf('\'', from);
        while (quote >= 0 && quote + 1 < to && path.charAt(quote + 1) == '\'') {
            quote = path.indexOf('\'', quote + 2);
        }
        if (quote < 0 || quote >= to) {
            return -1;
        }
        int next = Characters.skip(path, quote + 1, to, SPACES);
        return next == to || path.charAt(next) == ',' ? quote : -1;
    }

    /** The first quote before the end of the call, or before a comma and a parameter of this function. */
    private int lastQuote(int from) {
        for (int quote = path.indexOf('\'', from); quote >= 0 && quote < to; quote = path.indexOf('\'', quote + 1)) {
            int next = Characters.skip(path, quote + 1, to, SPACES);
            if (Characters.skip(path, next, to, COMMAS) == to
                    || parameterFollows(next).filter(parameters::contains).isPresent()) {
                return quote;
            }
        }
        throw place.fault(
                from - 1,
                "у параметра нет закрывающей кавычки: за ней стоит ) или запятая и Имя=",
                "the parameter has no closing quote: ) follows it, or a comma and Name=");
    }

    /** The name in {@code , Name =}. */
    private Optional<String> parameterFollows(int comma) {
        if (path.charAt(comma) != ',') {
            return Optional.empty();
        }
        int name = Characters.skip(path, comma + 1, to, SPACES);
        return nameBefore(name) < 0
                ? Optional.empty()
                : Optional.of(path.substring(name, Characters.nameEnd(path, name)));
    }

    private String meant(Optional<String> name, String content, int from) {
        try {
            if (name.map(FunctionParameters::isCondition).orElse(true)) {
                return Quoted.condition(content, place.from(from), limits);
            }
        } catch (ODataException noCondition) {
            if (name.isPresent()) {
                throw unknownParameter(from, from + content.length()).orElse(noCondition);
            }
        }
        return Quoted.plain(content);
    }

    /** What looks like no filter may be a filter and a parameter that this function has not. */
    private Optional<ODataException> unknownParameter(int from, int end) {
        for (int quote = path.indexOf('\'', from); quote >= 0 && quote < end; quote = path.indexOf('\'', quote + 1)) {
            int next = Characters.skip(path, quote + 1, to, SPACES);
            var name = next < end ? parameterFollows(next) : Optional.<String>empty();
            if (name.isPresent()) {
                String shown = Place.shown(name.get());
                return Optional.of(new ODataException(
                        InnerCode.NOT_SUPPORTED,
                        "Параметр " + shown + " не поддерживается; есть: " + String.join(", ", parameters) + ".",
                        "The parameter " + shown + " is not supported; there are: " + String.join(", ", parameters)
                                + "."));
            }
        }
        return Optional.empty();
    }
}
