package io.polyport.odata.sql;

import io.polyport.odata.query.Function;
import io.polyport.odata.query.Template;
import io.polyport.odata.query.Term;

/** PostgreSQL. The driver tells it the types of bound values, so that indexes are found without a cast. */
final class PostgreSql implements Dialect {
    private static final String BEFORE = "timestamp '0001-12-31 23:59:59 BC'";
    /** Days of a month and a quarter on average; beginnings of months are never more than five days off the even count. */
    private static final String MONTH = "30.436875";

    private static final String QUARTER = "91.310625";

    @Override
    public String mark(Term.Constant constant) {
        return "?";
    }

    @Override
    public String type(Term.Type type) {
        return switch (type) {
            case TEXT -> "varchar";
            case NUMBER -> "numeric";
            case BOOLEAN -> "boolean";
            case MOMENT -> "timestamp";
            case GUID -> "uuid";
        };
    }

    @Override
    public String byCodePoint() {
        return " collate \"C\"";
    }

    @Override
    public Matching matching(Template template) {
        return PostgreSqlPattern.of(template);
    }

    @Override
    public String function(Function function, int arguments) {
        return switch (function) {
            case SUBSTRING, CONCAT, LENGTH, INDEX_OF, REPLACE, TO_LOWER, TO_UPPER, TRIM, UNFILLED ->
                text(function, arguments);
            case ADD_SECONDS -> added(function, "1 second");
            case ADD_MINUTES -> added(function, "1 minute");
            case ADD_HOURS -> added(function, "1 hour");
            case ADD_DAYS -> added(function, "1 day");
            case ADD_MONTHS -> added(function, "1 month");
            case ADD_QUARTERS -> added(function, "3 months");
            case ADD_YEARS -> added(function, "12 months");
            case SECONDS_BETWEEN -> seconds("second", 1);
            case MINUTES_BETWEEN -> seconds("minute", 60);
            case HOURS_BETWEEN -> seconds("hour", 3600);
            case DAYS_BETWEEN -> "cast(cast(#1 as date) - cast(#0 as date) as numeric)";
            case MONTHS_BETWEEN -> days("month", MONTH);
            case QUARTERS_BETWEEN -> days("quarter", QUARTER);
            case YEARS_BETWEEN -> "cast(extract(year from #1) - extract(year from #0) as numeric)";
            case YEAR -> part("year");
            case QUARTER -> part("quarter");
            case MONTH -> part("month");
            case DAY -> part("day");
            case HOUR -> part("hour");
            case MINUTE -> part("minute");
            case SECOND -> part("second");
            case DAY_OF_WEEK -> part("isodow");
            case DAY_OF_YEAR -> part("doy");
            case ROUND -> "round(#0)";
            case FLOOR -> "floor(#0)";
            case CEILING -> "ceiling(#0)";
        };
    }

    /** rpad without a filling cuts and never fails; the letters of the C collation are ASCII's, so case goes by ICU's. */
    private static String text(Function function, int arguments) {
        String behind = "substr(#0, %s)".formatted(Patterns.position("#1"));
        return switch (function) {
            case SUBSTRING -> arguments == 2 ? behind : "rpad(%s, %s, '')".formatted(behind, Patterns.position("#2"));
            case CONCAT -> "(#0 || #1)";
            case LENGTH -> "cast(char_length(#0) as numeric)";
            case INDEX_OF -> "cast(strpos(#0, #1) - 1 as numeric)";
            case REPLACE -> "replace(#0, #1, #2)";
            case TO_LOWER -> "(lower(#0 collate \"und-x-icu\") collate \"C\")";
            case TO_UPPER -> "(upper(#0 collate \"und-x-icu\") collate \"C\")";
            case UNFILLED -> "rtrim(#0, ' ')";
            default -> "btrim(#0, " + Patterns.BLANKS + ")";
        };
    }

    private static String part(String field) {
        return "cast(trunc(extract(%s from #0)) as numeric)".formatted(field);
    }

    private static String added(Function function, String interval) {
        return Patterns.inCalendar(
                "(#0 + cast(%s as double precision) * interval '%s')"
                        .formatted(Patterns.count(function, "#1"), interval),
                BEFORE);
    }

    private static String seconds(String field, int length) {
        return "trunc(extract(epoch from date_trunc('%1$s', #1) - date_trunc('%1$s', #0)) / %2$d)"
                .formatted(field, length);
    }

    private static String days(String field, String length) {
        return "round((cast(date_trunc('%1$s', #1) as date) - cast(date_trunc('%1$s', #0) as date)) / %2$s)"
                .formatted(field, length);
    }
}
