package io.polyport.odata.sql;

import io.polyport.odata.query.Function;
import java.util.Map;

/** Pieces of functions that all dialects spell alike. */
final class Patterns {
    /** What {@code trim} takes off: tab, line ends, space, no-break space. */
    static final String BLANKS = "U&'\\0009\\000a\\000b\\000c\\000d\\0020\\00a0'";
    /** Times one with this, a number has digits enough behind the point to be divided exactly before it is rounded. */
    static final String MANY_DIGITS = "1." + "0".repeat(60);

    private static final String LAST = "timestamp '4000-01-01 00:00:00'";

    /** How far two moments of the years 1 to 3999 can be from each other; further gives no moment. */
    private static final Map<Function, Long> FARTHEST = Map.of(
            Function.ADD_SECONDS, 126_230_400_000L,
            Function.ADD_MINUTES, 2_103_840_000L,
            Function.ADD_HOURS, 35_064_000L,
            Function.ADD_DAYS, 1_461_000L,
            Function.ADD_MONTHS, 48_000L,
            Function.ADD_QUARTERS, 16_000L,
            Function.ADD_YEARS, 4_000L);

    private Patterns() {}

    /** A whole number, halves away from zero; null when it is not between the limits. */
    static String whole(String number, long limit) {
        return "nullif(nullif(least(greatest(round(%s), -%d), %d), -%d), %d)"
                .formatted(number, limit, limit, limit, limit);
    }

    static String position(String number) {
        return "cast(%s as integer)".formatted(whole(number, 1_000_000_000));
    }

    static String count(Function adding, String number) {
        return whole(number, FARTHEST.get(adding));
    }

    /** A moment, null outside the years 1 to 3999. */
    static String inCalendar(String moment, String before) {
        return "nullif(nullif(least(greatest(%s, %s), %s), %s), %s)".formatted(moment, before, LAST, before, LAST);
    }
}
