package io.polyport.kit.bus;

import io.polyport.kit.problem.Problem;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The parameters of a query string, decoded as {@code application/x-www-form-urlencoded}; each kept raw too, for
 * parameters that carry raw paths.
 */
public final class Query {
    private final Map<String, List<String>> raw;

    private Query(Map<String, List<String>> raw) {
        this.raw = raw;
    }

    /** @throws io.polyport.kit.problem.ProblemException {@code request.invalid} when a name's escapes are broken */
    public static Query parse(String query) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        if (!query.isEmpty()) {
            for (String pair : query.split("&")) {
                int equals = pair.indexOf('=');
                String name = decode("query", equals < 0 ? pair : pair.substring(0, equals));
                parameters
                        .computeIfAbsent(name, ignored -> new ArrayList<>())
                        .add(equals < 0 ? "" : pair.substring(equals + 1));
            }
        }
        return new Query(parameters);
    }

    /** The first value, undecoded. */
    public Optional<String> raw(String name) {
        return Optional.ofNullable(raw.get(name)).map(List::getFirst);
    }

    public Optional<String> text(String name) {
        return raw(name).map(value -> decode(name, value));
    }

    /** {@code true} or {@code false}; a name without a value means true. */
    public boolean flag(String name) {
        return text(name)
                .map(value -> switch (value) {
                    case "", "true" -> true;
                    case "false" -> false;
                    default -> throw fault(name, "has to be true or false");
                })
                .orElse(false);
    }

    private static String decode(String name, String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException broken) {
            throw fault(name, "has a broken percent escape");
        }
    }

    private static RuntimeException fault(String name, String fault) {
        return Problem.of(BusProblems.BAD_REQUEST, "The query parameter '" + name + "' " + fault + ".")
                .withField("query:" + name, fault)
                .toException();
    }
}
