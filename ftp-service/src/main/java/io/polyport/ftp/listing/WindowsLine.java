package io.polyport.ftp.listing;

import io.polyport.ftp.FtpEntry;
import java.nio.charset.Charset;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;

/**
 * Lines as Windows' IIS and {@code dir} write them: {@code 03-01-24  12:34PM  <DIR>  name}. A date is month first with
 * '-' or '/', day first with '.', or ISO; the month first ones are read day first where nothing else is possible.
 */
final class WindowsLine implements Line.Format {
    /** IIS puts ten blanks between {@code <DIR>} and the name, so that more than those belong to the name. */
    private static final int AFTER_DIRECTORY = 10;

    private final ListDates dates;

    WindowsLine(ListDates dates) {
        this.dates = dates;
    }

    private record Day(int year, int month, int day) {}

    @Override
    public Line read(byte[] line, Charset charset) {
        if (line.length < 16 || !isDigit(line[firstOf(line)])) {
            return Line.Empty.FOREIGN;
        }
        var tokens = new Tokens(line);
        Day day = day(tokens);
        int kind = day == null ? -1 : afterTime(tokens);
        if (kind < 0 || kind >= tokens.count()) {
            return Line.Empty.FOREIGN;
        }
        if (tokens.at(kind, 0) == '<') {
            return special(tokens, kind, day, charset);
        }
        long size = tokens.size(kind);
        if (!isDigit(tokens.at(kind, 0)) || (size < 0 && !tokens.isNumber(kind))) {
            return Line.Empty.FOREIGN;
        }
        return entry(tokens, day, FtpEntry.Type.FILE, size, tokens.after(kind, 1), null, charset);
    }

    private static int firstOf(byte[] line) {
        int at = 0;
        while (at < line.length - 1 && line[at] == ' ') {
            at++;
        }
        return at;
    }

    private static boolean isDigit(byte each) {
        return each >= '0' && each <= '9';
    }

    /** {@code <DIR>}, {@code <JUNCTION>}, {@code <SYMLINK>}, {@code <SYMLINKD>}; the links with their target in brackets. */
    private Line special(Tokens tokens, int kind, Day day, Charset charset) {
        byte[] name = nameOfSpecial(tokens, kind);
        String word = tokens.text(kind, charset).toUpperCase(Locale.ROOT);
        return switch (word) {
            case "<DIR>" -> entry(tokens, day, FtpEntry.Type.DIRECTORY, -1, name, null, charset);
            case "<JUNCTION>", "<SYMLINK>", "<SYMLINKD>" -> {
                int bracket = name.length > 0 && name[name.length - 1] == ']' ? lastBracket(name) : -1;
                yield bracket < 1
                        ? entry(tokens, day, FtpEntry.Type.LINK, -1, name, null, charset)
                        : entry(
                                tokens,
                                day,
                                FtpEntry.Type.LINK,
                                -1,
                                Arrays.copyOf(name, bracket - 1),
                                EntryName.line(Arrays.copyOfRange(name, bracket + 1, name.length - 1), charset),
                                charset);
            }
            default -> Line.Empty.FOREIGN;
        };
    }

    private static int lastBracket(byte[] name) {
        for (int at = name.length - 1; at > 0; at--) {
            if (name[at] == '[' && name[at - 1] == ' ') {
                return at;
            }
        }
        return -1;
    }

    private static byte[] nameOfSpecial(Tokens tokens, int kind) {
        byte[] rest = tokens.after(kind, 0);
        int blanks = 0;
        while (blanks < rest.length && Tokens.isBlank(rest[blanks])) {
            blanks++;
        }
        boolean asIis = tokens.length(kind) == 5 && blanks >= AFTER_DIRECTORY && tokens.at(0, 2) == '-';
        return Arrays.copyOfRange(rest, asIis ? AFTER_DIRECTORY : blanks, rest.length);
    }

    private Line entry(
            Tokens tokens, Day day, FtpEntry.Type type, long size, byte[] name, String target, Charset charset) {
        if (name.length == 0) {
            return Line.Empty.FOREIGN;
        }
        if (EntryName.isDots(name)) {
            return Line.Empty.IGNORED;
        }
        boolean safe = EntryName.isOneName(name);
        return new Line.Entry(new FtpEntry(
                name,
                EntryName.shown(name, charset),
                safe ? type : FtpEntry.Type.OTHER,
                size,
                dates.instant(day.year, day.month, day.day, time(tokens)),
                tokens.at(1, tokens.digits(1, 0) + 3) == ':' ? ChronoUnit.SECONDS : ChronoUnit.MINUTES,
                null,
                null,
                null,
                target,
                EntryName.line(tokens.line(), charset)));
    }

    private static Day day(Tokens tokens) {
        byte separator = tokens.at(0, 4);
        if (tokens.length(0) == 10 && (separator == '-' || separator == '/') && tokens.digits(0, 0) == 4) {
            return valid(tokens.number(0, 0, 4), tokens.number(0, 5, 2), tokens.number(0, 8, 2));
        }
        int first = tokens.digits(0, 0);
        byte mark = tokens.at(0, first);
        int second = tokens.digits(0, first + 1);
        int yearAt = first + second + 2;
        int digits = tokens.digits(0, yearAt);
        boolean fits = (mark == '-' || mark == '/' || mark == '.')
                && first >= 1
                && first <= 2
                && second >= 1
                && second <= 2
                && tokens.at(0, yearAt - 1) == mark
                && (digits == 2 || digits == 4)
                && tokens.length(0) == yearAt + digits;
        if (!fits) {
            return null;
        }
        int one = tokens.number(0, 0, first);
        int two = tokens.number(0, first + 1, second);
        int year = fullYear(tokens.number(0, yearAt, digits), digits);
        boolean dayFirst = mark == '.' || (one > 12 && two <= 12);
        return dayFirst ? valid(year, two, one) : valid(year, one, two);
    }

    private static int fullYear(int year, int digits) {
        if (digits == 4) {
            return year;
        }
        return year < 70 ? 2000 + year : 1900 + year;
    }

    private static Day valid(int year, int month, int day) {
        return month >= 1 && month <= 12 && day >= 1 && day <= 31 ? new Day(year, month, day) : null;
    }

    /** The token behind the time, which may be followed by a loose AM or PM; -1 when there is no time. */
    private static int afterTime(Tokens tokens) {
        int hours = tokens.digits(1, 0);
        boolean time = hours >= 1 && hours <= 2 && tokens.at(1, hours) == ':' && tokens.digits(1, hours + 1) == 2;
        if (!time) {
            return -1;
        }
        return tokens.length(2) <= 2 && half(tokens, 2, 0) != 0 ? 3 : 2;
    }

    /** 'A' or 'P' when the token says morning or afternoon there. */
    private static char half(Tokens tokens, int token, int index) {
        char letter = Character.toUpperCase((char) tokens.at(token, index));
        byte next = tokens.at(token, index + 1);
        boolean whole = tokens.length(token) == index + 1 || next == 'M' || next == 'm';
        return whole && (letter == 'A' || letter == 'P') ? letter : 0;
    }

    private static LocalTime time(Tokens tokens) {
        int digits = tokens.digits(1, 0);
        int hour = tokens.number(1, 0, digits);
        int minute = tokens.number(1, digits + 1, 2);
        int tail = digits + 3;
        int second = 0;
        if (tokens.at(1, tail) == ':' && tokens.digits(1, tail + 1) == 2) {
            second = tokens.number(1, tail + 1, 2);
            tail += 3;
        }
        char half = tokens.length(1) > tail ? half(tokens, 1, tail) : half(tokens, 2, 0);
        if (half == 'P' && hour < 12) {
            hour += 12;
        } else if (half == 'A' && hour == 12) {
            hour = 0;
        }
        return hour > 23 || minute > 59 || second > 59 ? null : LocalTime.of(hour, minute, second);
    }
}
