package io.polyport.kit.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The types of one value: how each is read, and what it is called in reports and documentation. */
final class Scalars {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,12})(ms|s|m|h|d)");
    private static final Map<Class<?>, Shape.Leaf> LEAVES = Map.ofEntries(
            leaf(String.class, "text", text -> text),
            leaf(boolean.class, "true or false", Scalars::bool),
            leaf(Boolean.class, "true or false", Scalars::bool),
            leaf(int.class, "whole number", number(Integer::valueOf)),
            leaf(Integer.class, "whole number", number(Integer::valueOf)),
            leaf(long.class, "whole number", number(Long::valueOf)),
            leaf(Long.class, "whole number", number(Long::valueOf)),
            leaf(double.class, "number", Scalars::decimal),
            leaf(Double.class, "number", Scalars::decimal),
            leaf(Duration.class, "duration", Scalars::duration),
            leaf(ByteSize.class, "size", ByteSize::parse),
            leaf(Path.class, "file path", Scalars::path));

    private Scalars() {}

    static Optional<Shape.Leaf> of(Class<?> type) {
        return type.isEnum() ? Optional.of(words(type)) : Optional.ofNullable(LEAVES.get(type));
    }

    /** As YAML would hold it; the other way round of reading. */
    static String print(Object value) {
        return switch (value) {
            case Duration duration -> print(duration);
            case Enum<?> constant -> kebab(constant);
            default -> value.toString();
        };
    }

    static String kebab(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Map.Entry<Class<?>, Shape.Leaf> leaf(Class<?> type, String name, Function<String, Object> parse) {
        return Map.entry(type, new Shape.Leaf(name, type == String.class || type == Path.class, parse));
    }

    private static Shape.Leaf words(Class<?> type) {
        var constants =
                Arrays.stream(type.getEnumConstants()).map(Enum.class::cast).toList();
        List<String> known = constants.stream().map(Scalars::kebab).toList();
        return new Shape.Leaf(String.join(" | ", known), false, text -> {
            int index = known.indexOf(text);
            if (index < 0) {
                throw new IllegalArgumentException(
                        "is none of " + String.join(", ", known) + Suggestion.among(known, text));
            }
            return constants.get(index);
        });
    }

    private static Object bool(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("is neither true nor false");
        };
    }

    private static Function<String, Object> number(Function<String, Object> parse) {
        return text -> {
            try {
                return parse.apply(text);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("is not a whole number" + kubernetes(text), e);
            }
        };
    }

    /** Kubernetes sets {@code <SERVICE>_PORT=tcp://…} in every pod beside a service: a name that looks like a key of ours. */
    private static String kubernetes(String text) {
        return text.matches("(tcp|udp|sctp)://.*")
                ? " (Kubernetes sets this for a service of that name: enableServiceLinks: false in the pod stops it)"
                : "";
    }

    private static Object decimal(String text) {
        if (!text.matches("-?\\d+(\\.\\d+)?([eE]-?\\d+)?")) {
            throw new IllegalArgumentException("is not a number such as 0.5");
        }
        return Double.valueOf(text);
    }

    private static Object duration(String text) {
        var match = DURATION.matcher(text);
        if (!match.matches()) {
            throw new IllegalArgumentException("is not a duration such as 500ms, 30s, 5m, 2h, 1d");
        }
        long amount = Long.parseLong(match.group(1));
        return switch (match.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    private static String print(Duration duration) {
        long millis = duration.toMillis();
        record Unit(String name, long millis) {}
        for (var unit : List.of(
                new Unit("d", 86_400_000), new Unit("h", 3_600_000), new Unit("m", 60_000), new Unit("s", 1000))) {
            if (millis > 0 && millis % unit.millis() == 0) {
                return millis / unit.millis() + unit.name();
            }
        }
        return millis == 0 ? "0s" : millis + "ms";
    }

    private static Object path(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("is not a file path");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("is not a file path", e);
        }
    }
}
