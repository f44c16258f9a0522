package io.polyport.odata.sql;

import io.polyport.odata.query.Function;
import io.polyport.odata.query.Template;
import io.polyport.odata.query.Term;
import java.math.BigDecimal;

/**
 * H2 in its regular mode. It counts UTF-16 units where PostgreSQL counts characters, so positions and lengths go through
 * regular expressions of Java, which count code points; texts it orders by UTF-16 units all the same.
 */
final class H2 implements Dialect {
    private static final String BEFORE = "timestamp '0000-12-31 23:59:59'";
    private static final String LONG_CHARACTERS = "'[\\x{10000}-\\x{10FFFF}]'";
    /** Of the marked text what stands before the part, with the mark; '' where there is no such part. */
    private static final String UP_TO =
            "regexp_replace('_' || #0, '\\A(?:(_.*?)\\Q' || replace(#1, '\\E', '\\E\\\\E\\Q') || '\\E.*|.*)\\z', '$1', 'n')";

    @Override
    public String mark(Term.Constant constant) {
        return switch (constant.type()) {
            case NUMBER -> number((BigDecimal) constant.value());
            default -> "cast(? as %s)".formatted(type(constant.type()));
        };
    }

    private static String number(BigDecimal number) {
        int scale = Math.max(0, number.scale());
        int precision = Math.max(1, Math.max(scale, number.precision() - number.scale() + scale));
        return "cast(? as numeric(%d, %d))".formatted(precision, scale);
    }

    @Override
    public String type(Term.Type type) {
        return switch (type) {
            case TEXT -> "varchar";
            case NUMBER -> "numeric(20, 0)";
            case BOOLEAN -> "boolean";
            case MOMENT -> "timestamp";
            case GUID -> "uuid";
        };
    }

    @Override
    public String byCodePoint() {
        return "";
    }

    @Override
    public Matching matching(Template template) {
        return new Matching("regexp_like(#0, cast(? as varchar), 'n')", JavaPattern.of(template));
    }

    @Override
    public String function(Function function, int arguments) {
        return switch (function) {
            case SUBSTRING, CONCAT, LENGTH, INDEX_OF, REPLACE, TO_LOWER, TO_UPPER, TRIM, UNFILLED ->
                text(function, arguments);
            case ADD_SECONDS, ADD_MINUTES, ADD_HOURS, ADD_DAYS, ADD_MONTHS, ADD_QUARTERS, ADD_YEARS ->
                Patterns.inCalendar(added(function), BEFORE);
            case SECONDS_BETWEEN -> between("second");
            case MINUTES_BETWEEN -> between("minute");
            case HOURS_BETWEEN -> between("hour");
            case DAYS_BETWEEN -> between("day");
            case MONTHS_BETWEEN -> between("month");
            case QUARTERS_BETWEEN -> between("quarter");
            case YEARS_BETWEEN -> between("year");
            case YEAR -> part("year");
            case QUARTER -> part("quarter");
            case MONTH -> part("month");
            case DAY -> part("day");
            case HOUR -> part("hour");
            case MINUTE -> part("minute");
            case SECOND -> part("second");
            case DAY_OF_WEEK -> part("iso_day_of_week");
            case DAY_OF_YEAR -> part("day_of_year");
            case ROUND -> "round(#0)";
            case FLOOR -> "floor(#0)";
            case CEILING -> "ceiling(#0)";
        };
    }

    private static String text(Function function, int arguments) {
        String behind =
                "regexp_replace(#0, '^.{0,' || greatest(%s - 1, 0) || '}', '', 'n')".formatted(Patterns.position("#1"));
        return switch (function) {
            case SUBSTRING ->
                arguments == 2
                        ? behind
                        : "regexp_substr(%s, '^.{0,' || greatest(%s, 0) || '}', 1, 1, 'n')"
                                .formatted(behind, Patterns.position("#2"));
            case CONCAT -> "(#0 || #1)";
            case LENGTH -> counted(length("#0"));
            case INDEX_OF -> counted(length(UP_TO) + " - 1");
            case REPLACE -> "replace(#0, #1, #2)";
            case TO_LOWER -> "lower(#0)";
            case TO_UPPER -> "upper(#0)";
            case UNFILLED -> "rtrim(#0, ' ')";
            default -> "btrim(#0, " + Patterns.BLANKS + ")";
        };
    }

    private static String length(String text) {
        return "char_length(regexp_replace(%s, %s, '_'))".formatted(text, LONG_CHARACTERS);
    }

    private static String counted(String number) {
        return "cast(%s as numeric(13, 0))".formatted(number);
    }

    private static String part(String field) {
        return counted("extract(%s from #0)".formatted(field));
    }

    private static String between(String field) {
        return counted("datediff(%s, #0, #1)".formatted(field));
    }

    /** Its own dateadd counts nanoseconds and overflows; only months and years have to go through it. */
    private static String added(Function function) {
        String count = "cast(%s as bigint)".formatted(Patterns.count(function, "#1"));
        return switch (function) {
            case ADD_SECONDS -> "(#0 + interval '1' second * %s)".formatted(count);
            case ADD_MINUTES -> "(#0 + interval '1' minute * %s)".formatted(count);
            case ADD_HOURS -> "(#0 + interval '1' hour * %s)".formatted(count);
            case ADD_DAYS -> "(#0 + interval '1' day * %s)".formatted(count);
            case ADD_MONTHS -> "dateadd(month, %s, #0)".formatted(count);
            case ADD_QUARTERS -> "dateadd(month, 3 * %s, #0)".formatted(count);
            default -> "dateadd(month, 12 * %s, #0)".formatted(count);
        };
    }
}
