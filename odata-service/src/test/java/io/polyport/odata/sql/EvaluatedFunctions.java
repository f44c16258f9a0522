package io.polyport.odata.sql;

import io.polyport.odata.query.Function;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.util.Locale;

/** The functions in plain Java; no argument is missing, the result may be (null). */
final class EvaluatedFunctions {
    private static final LocalDateTime FIRST = LocalDateTime.of(1, 1, 1, 0, 0);
    private static final LocalDateTime BEHIND = LocalDateTime.of(4000, 1, 1, 0, 0);
    private static final String BLANKS = "\t\n\u000b\f\r \u00a0";

    private EvaluatedFunctions() {}

    static Object of(Function function, Object[] arguments) {
        return switch (arguments[0]) {
            case String text -> text(function, text, arguments);
            case BigDecimal number -> number(function, number);
            case LocalDateTime moment when arguments.length == 1 -> BigDecimal.valueOf(part(function, moment));
            case LocalDateTime from
            when arguments[1] instanceof LocalDateTime to -> BigDecimal.valueOf(between(function, from, to));
            case LocalDateTime moment -> added(function, moment, (BigDecimal) arguments[1]);
            default -> throw new IllegalArgumentException(function + " of " + arguments[0]);
        };
    }

    private static Object number(Function function, BigDecimal number) {
        return switch (function) {
            case ROUND -> number.setScale(0, RoundingMode.HALF_UP);
            case FLOOR -> number.setScale(0, RoundingMode.FLOOR);
            case CEILING -> number.setScale(0, RoundingMode.CEILING);
            default -> throw new IllegalArgumentException(function.name());
        };
    }

    private static Object text(Function function, String text, Object[] arguments) {
        return switch (function) {
            case CONCAT -> text + arguments[1];
            case LENGTH -> BigDecimal.valueOf(text.codePointCount(0, text.length()));
            case INDEX_OF -> {
                int at = text.indexOf((String) arguments[1]);
                yield BigDecimal.valueOf(at < 0 ? -1 : text.codePointCount(0, at));
            }
            case REPLACE ->
                ((String) arguments[1]).isEmpty() ? text : text.replace((String) arguments[1], (String) arguments[2]);
            case TO_LOWER -> text.toLowerCase(Locale.ROOT);
            case TO_UPPER -> text.toUpperCase(Locale.ROOT);
            case TRIM -> trimmed(text);
            case UNFILLED -> text.replaceFirst(" +$", "");
            case SUBSTRING -> substring(text, arguments);
            default -> throw new IllegalArgumentException(function.name());
        };
    }

    private static String trimmed(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && BLANKS.indexOf(text.charAt(from)) >= 0) {
            from++;
        }
        while (to > from && BLANKS.indexOf(text.charAt(to - 1)) >= 0) {
            to--;
        }
        return text.substring(from, to);
    }

    private static String substring(String text, Object[] arguments) {
        int[] signs = text.codePoints().toArray();
        BigDecimal from = whole((BigDecimal) arguments[1], 1_000_000_000);
        BigDecimal length = arguments.length == 2
                ? BigDecimal.valueOf(signs.length)
                : whole((BigDecimal) arguments[2], 1_000_000_000);
        if (from == null || length == null) {
            return null;
        }
        int start = Math.min(Math.max(from.intValue(), 1) - 1, signs.length);
        int count = Math.min(Math.max(length.intValue(), 0), signs.length - start);
        return new String(signs, start, count);
    }

    /** Missing when it is not between the limits. */
    private static BigDecimal whole(BigDecimal number, long limit) {
        BigDecimal whole = number.setScale(0, RoundingMode.HALF_UP);
        return whole.abs().compareTo(BigDecimal.valueOf(limit)) < 0 ? whole : null;
    }

    private static long part(Function function, LocalDateTime moment) {
        return switch (function) {
            case YEAR -> moment.getYear();
            case QUARTER -> moment.get(IsoFields.QUARTER_OF_YEAR);
            case MONTH -> moment.getMonthValue();
            case DAY -> moment.getDayOfMonth();
            case HOUR -> moment.getHour();
            case MINUTE -> moment.getMinute();
            case SECOND -> moment.getSecond();
            case DAY_OF_WEEK -> moment.getDayOfWeek().getValue();
            case DAY_OF_YEAR -> moment.getDayOfYear();
            default -> throw new IllegalArgumentException(function.name());
        };
    }

    private static long between(Function function, LocalDateTime from, LocalDateTime to) {
        return switch (function) {
            case SECONDS_BETWEEN -> ChronoUnit.SECONDS.between(from, to);
            case MINUTES_BETWEEN -> truncated(ChronoUnit.MINUTES, from, to);
            case HOURS_BETWEEN -> truncated(ChronoUnit.HOURS, from, to);
            case DAYS_BETWEEN -> truncated(ChronoUnit.DAYS, from, to);
            case MONTHS_BETWEEN -> months(to) - months(from);
            case QUARTERS_BETWEEN -> months(to) / 3 - months(from) / 3;
            case YEARS_BETWEEN -> to.getYear() - from.getYear();
            default -> throw new IllegalArgumentException(function.name());
        };
    }

    private static long truncated(ChronoUnit unit, LocalDateTime from, LocalDateTime to) {
        return unit.between(from.truncatedTo(unit), to.truncatedTo(unit));
    }

    private static long months(LocalDateTime moment) {
        return moment.getYear() * 12L + moment.getMonthValue() - 1;
    }

    private static LocalDateTime added(Function function, LocalDateTime moment, BigDecimal count) {
        BigDecimal whole = whole(count, 200_000_000_000L);
        if (whole == null) {
            return null;
        }
        LocalDateTime sum = sum(function, moment, whole.longValueExact());
        return sum == null || sum.isBefore(FIRST) || !sum.isBefore(BEHIND) ? null : sum;
    }

    /** Null when it is so far that Java has no such year. */
    private static LocalDateTime sum(Function function, LocalDateTime moment, long count) {
        if (Math.abs(count) > 500_000_000L && function != Function.ADD_SECONDS && function != Function.ADD_MINUTES) {
            return null;
        }
        return switch (function) {
            case ADD_SECONDS -> moment.plusSeconds(count);
            case ADD_MINUTES -> moment.plusMinutes(count);
            case ADD_HOURS -> moment.plusHours(count);
            case ADD_DAYS -> moment.plusDays(count);
            case ADD_MONTHS -> moment.plusMonths(count);
            case ADD_QUARTERS -> moment.plusMonths(3 * count);
            case ADD_YEARS -> moment.plusYears(count);
            default -> throw new IllegalArgumentException(function.name());
        };
    }
}
