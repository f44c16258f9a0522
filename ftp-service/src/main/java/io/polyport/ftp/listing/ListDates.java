package io.polyport.ftp.listing;

import java.nio.charset.Charset;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Finds and reads dates as {@code ls} writes them: POSIX, long-iso, full-iso, iso, BusyBox and BSD with all digits. */
final class ListDates {
    /** {@code ls} leaves the year out for the last six months; a clock or zone that is off is forgiven a day. */
    private static final Duration AHEAD = Duration.ofDays(1);

    private static final int LEAP_CYCLE = 8;

    private final ZoneId zone;
    private final LocalDateTime latest;

    ListDates(ZoneId zone, Instant now) {
        this.zone = zone;
        this.latest = LocalDateTime.ofInstant(now.plus(AHEAD), zone);
    }

    /**
     * A date in a line.
     *
     * @param instant null when it has the form of a date but can't be told (a month in an unknown language, 30 Feb)
     * @param unit how much of it the line tells
     * @param last its last token
     */
    record Found(Instant instant, ChronoUnit unit, int last) {}

    /** The date that starts at the token, or null. An unknown word counts as a month only when asked for. */
    Found at(Tokens tokens, int token, Charset charset, boolean anyWord) {
        byte first = tokens.at(token, 0);
        if (first < '0' || first > '9') {
            return wordFirst(tokens, token, charset, anyWord);
        }
        int length = tokens.length(token);
        if (length >= 8 && tokens.at(token, 4) == '-') {
            return iso(tokens, token);
        }
        if (length == 5 && tokens.at(token, 2) == '-') {
            int month = tokens.number(token, 0, 2);
            int day = tokens.number(token, 3, 2);
            boolean fits = month >= 1 && month <= 12 && isDay(day) && isTime(tokens, token + 1);
            return fits
                    ? new Found(yearless(month, day, time(tokens, token + 1)), unit(tokens, token + 1), token + 1)
                    : null;
        }
        int month = month(tokens, token + 1, charset, anyWord);
        return month < 0 ? null : monthAndDay(tokens, month, day(tokens, token), token + 2);
    }

    private Found wordFirst(Tokens tokens, int token, Charset charset, boolean anyWord) {
        int month = month(tokens, token, charset, anyWord);
        if (month >= 0) {
            var found = monthAndDay(tokens, month, day(tokens, token + 1), token + 2);
            if (found != null) {
                return found;
            }
        }
        // BusyBox with --full-time: Fri Mar  1 12:34:56 2024
        int later = month(tokens, token + 1, charset, false);
        if (later > 0 && Months.isWord(tokens, token)) {
            return monthAndDay(tokens, later, day(tokens, token + 2), token + 3);
        }
        return null;
    }

    /** 1 to 12; 0 for a word that may be one; -1. */
    private static int month(Tokens tokens, int token, Charset charset, boolean anyWord) {
        int month = Months.find(tokens, token, charset);
        return month < 0 && anyWord && Months.isWord(tokens, token) ? 0 : month;
    }

    private static int day(Tokens tokens, int token) {
        int digits = tokens.digits(token, 0);
        int length = tokens.length(token);
        boolean plain = digits == length || (digits == length - 1 && tokens.at(token, digits) == '.');
        return plain && (digits == 1 || digits == 2) ? tokens.number(token, 0, digits) : -1;
    }

    private static boolean isDay(int day) {
        return day >= 1 && day <= 31;
    }

    /** Month and day are known, the token is the time or the year. */
    private Found monthAndDay(Tokens tokens, int month, int day, int token) {
        if (!isDay(day)) {
            return null;
        }
        if (isTime(tokens, token)) {
            LocalTime time = time(tokens, token);
            boolean allDigits = tokens.length(token) >= 7 && isYear(tokens, token + 1) && tokens.count() > token + 2;
            return allDigits
                    ? new Found(
                            instant(tokens.number(token + 1, 0, 4), month, day, time), unit(tokens, token), token + 1)
                    : new Found(yearless(month, day, time), unit(tokens, token), token);
        }
        if (isYear(tokens, token)) {
            return new Found(
                    instant(tokens.number(token, 0, 4), month, day, LocalTime.MIDNIGHT), ChronoUnit.DAYS, token);
        }
        return null;
    }

    private static boolean isYear(Tokens tokens, int token) {
        int year = tokens.length(token) == 4 ? tokens.number(token, 0, 4) : -1;
        return year >= 1900 && year < 3000;
    }

    private Found iso(Tokens tokens, int token) {
        boolean date = tokens.length(token) == 10 && tokens.at(token, 7) == '-';
        int year = tokens.number(token, 0, 4);
        int month = tokens.number(token, 5, 2);
        int day = tokens.number(token, 8, 2);
        if (!date || year < 0 || month < 1 || month > 12 || !isDay(day)) {
            return null;
        }
        if (!isTime(tokens, token + 1)) {
            return new Found(instant(year, month, day, LocalTime.MIDNIGHT), ChronoUnit.DAYS, token);
        }
        LocalTime time = time(tokens, token + 1);
        byte sign = tokens.at(token + 2, 0);
        boolean offset =
                (sign == '+' || sign == '-') && tokens.length(token + 2) == 5 && tokens.digits(token + 2, 1) == 4;
        if (!offset) {
            return new Found(instant(year, month, day, time), unit(tokens, token + 1), token + 1);
        }
        int seconds = tokens.number(token + 2, 1, 2) * 3600 + tokens.number(token + 2, 3, 2) * 60;
        return new Found(
                atOffset(year, month, day, time, sign == '-' ? -seconds : seconds), unit(tokens, token + 1), token + 2);
    }

    /** H:MM, HH:MM, with seconds and their fraction where they are. */
    static boolean isTime(Tokens tokens, int token) {
        int hours = tokens.digits(token, 0);
        if (hours < 1 || hours > 2 || tokens.at(token, hours) != ':' || tokens.digits(token, hours + 1) != 2) {
            return false;
        }
        int length = tokens.length(token);
        if (length == hours + 3) {
            return true;
        }
        boolean seconds = tokens.at(token, hours + 3) == ':' && tokens.digits(token, hours + 4) == 2;
        int rest = hours + 6;
        return seconds
                && (length == rest
                        || (tokens.at(token, rest) == '.' && tokens.digits(token, rest + 1) == length - rest - 1));
    }

    /** Of a time: with seconds or without. */
    private static ChronoUnit unit(Tokens tokens, int token) {
        return tokens.length(token) > tokens.digits(token, 0) + 3 ? ChronoUnit.SECONDS : ChronoUnit.MINUTES;
    }

    /** Null for an hour or minute that does not exist. */
    static LocalTime time(Tokens tokens, int token) {
        int hours = tokens.digits(token, 0);
        int hour = tokens.number(token, 0, hours);
        int minute = tokens.number(token, hours + 1, 2);
        int second = Math.max(0, tokens.number(token, hours + 4, 2));
        return hour > 23 || minute > 59 || second > 59 ? null : LocalTime.of(hour, minute, second);
    }

    /** The last year in which that day was not more than a day ahead. */
    private Instant yearless(int month, int day, LocalTime time) {
        if (time == null || month < 1) {
            return null;
        }
        for (int year = latest.getYear(); year > latest.getYear() - LEAP_CYCLE; year--) {
            if (day > java.time.YearMonth.of(year, month).lengthOfMonth()) {
                continue;
            }
            var candidate = LocalDateTime.of(LocalDate.of(year, month, day), time);
            if (!candidate.isAfter(latest)) {
                return candidate.atZone(zone).toInstant();
            }
        }
        return null;
    }

    Instant instant(int year, int month, int day, LocalTime time) {
        if (time == null || month < 1) {
            return null;
        }
        try {
            return LocalDateTime.of(LocalDate.of(year, month, day), time)
                    .atZone(zone)
                    .toInstant();
        } catch (DateTimeException noSuchDay) {
            return null;
        }
    }

    private static Instant atOffset(int year, int month, int day, LocalTime time, int seconds) {
        try {
            return time == null
                    ? null
                    : LocalDateTime.of(LocalDate.of(year, month, day), time)
                            .toInstant(ZoneOffset.ofTotalSeconds(seconds));
        } catch (DateTimeException noSuchDay) {
            return null;
        }
    }
}
