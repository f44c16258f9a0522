package io.polyport.grpc.operations;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as callers write them. */
final class Times {
    /** What is wrong with any other; stands behind the name. */
    static final String FORM = "has to be a time such as 500ms, 5s or 2m";

    static final String GRPC_FORM =
            "has to be a number of at most 8 digits and a unit: H, M, S, m, u or n (5S: five seconds)";

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");
    private static final Map<String, ChronoUnit> UNITS =
            Map.of("ms", ChronoUnit.MILLIS, "s", ChronoUnit.SECONDS, "m", ChronoUnit.MINUTES, "h", ChronoUnit.HOURS);
    /** gRPC over HTTP/2, "Requests": TimeoutValue and TimeoutUnit. */
    private static final Pattern GRPC = Pattern.compile("(\\d{1,8})([HMSmun])");

    private static final Map<String, ChronoUnit> GRPC_UNITS = Map.of(
            "H",
            ChronoUnit.HOURS,
            "M",
            ChronoUnit.MINUTES,
            "S",
            ChronoUnit.SECONDS,
            "m",
            ChronoUnit.MILLIS,
            "u",
            ChronoUnit.MICROS,
            "n",
            ChronoUnit.NANOS);

    private Times() {}

    static Optional<Duration> duration(String text) {
        return read(DURATION.matcher(text), UNITS);
    }

    /** The header {@code Grpc-Timeout}. */
    static Optional<Duration> grpc(String text) {
        return read(GRPC.matcher(text), GRPC_UNITS);
    }

    private static Optional<Duration> read(Matcher match, Map<String, ChronoUnit> units) {
        return match.matches()
                ? Optional.of(Duration.of(Long.parseLong(match.group(1)), units.get(match.group(2))))
                : Optional.empty();
    }
}
