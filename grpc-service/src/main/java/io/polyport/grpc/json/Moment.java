package io.polyport.grpc.json;

import java.time.DateTimeException;
import java.time.LocalDate;

/** The text of a Timestamp (RFC 3339) or of a Duration ({@code -1.5s}). */
record Moment(long seconds, int nanos) {
    static final long FIRST = -62_135_596_800L;
    static final long LAST = 253_402_300_799L;
    static final long LONGEST = 315_576_000_000L;
    private static final int DAY = 86_400;
    private static final int BILLION = 1_000_000_000;

    /** Null when it is none from year 1 to 9999, with at most 9 digits of a fraction. */
    static Moment timestamp(String text) {
        var scan = new Scan(text);
        int year = scan.digits(4);
        int month = scan.after('-', 2);
        int day = scan.after('-', 2);
        int hour = scan.after('T', 2);
        int minute = scan.after(':', 2);
        int second = scan.after(':', 2);
        int nanos = scan.fraction();
        int offset = scan.offset();
        if (!scan.done() || hour > 23 || minute > 59 || second > 59) {
            return null;
        }
        try {
            long seconds =
                    LocalDate.of(year, month, day).toEpochDay() * DAY + hour * 3600L + minute * 60L + second - offset;
            return seconds < FIRST || seconds > LAST ? null : new Moment(seconds, nanos);
        } catch (DateTimeException noDay) {
            return null;
        }
    }

    /** Null when it is none of at most 315,576,000,000 s, with at most 9 digits of a fraction. */
    static Moment duration(String text) {
        var scan = new Scan(text);
        boolean negative = scan.take('-');
        long seconds = scan.whole();
        int nanos = scan.fraction();
        if (!scan.take('s') || !scan.done() || seconds > LONGEST || (seconds == LONGEST && nanos > 0)) {
            return null;
        }
        return negative ? new Moment(-seconds, -nanos) : new Moment(seconds, nanos);
    }

    void writeTimestamp(JsonWriter json) {
        if (seconds < FIRST || seconds > LAST || nanos < 0 || nanos >= BILLION) {
            throw new WireFault("has a google.protobuf.Timestamp outside of the years 1 to 9999: seconds " + seconds
                    + ", nanos " + nanos);
        }
        LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(seconds, DAY));
        int time = (int) Math.floorMod(seconds, (long) DAY);
        json.put('"');
        json.padded(date.getYear(), 4);
        json.put('-');
        json.padded(date.getMonthValue(), 2);
        json.put('-');
        json.padded(date.getDayOfMonth(), 2);
        json.put('T');
        json.padded(time / 3600, 2);
        json.put(':');
        json.padded(time / 60 % 60, 2);
        json.put(':');
        json.padded(time % 60, 2);
        writeFraction(json, nanos);
        json.put('Z');
        json.put('"');
    }

    void writeDuration(JsonWriter json) {
        boolean oneSign = (seconds >= 0 && nanos >= 0) || (seconds <= 0 && nanos <= 0);
        if (!oneSign || seconds < -LONGEST || seconds > LONGEST || nanos <= -BILLION || nanos >= BILLION) {
            throw new WireFault(
                    "has a google.protobuf.Duration out of its range: seconds " + seconds + ", nanos " + nanos);
        }
        json.put('"');
        if (seconds < 0 || nanos < 0) {
            json.put('-');
        }
        json.number(Math.abs(seconds));
        writeFraction(json, Math.abs(nanos));
        json.put('s');
        json.put('"');
    }

    /** With 3, 6 or 9 digits, as many as it takes. */
    private static void writeFraction(JsonWriter json, int nanos) {
        if (nanos == 0) {
            return;
        }
        json.put('.');
        if (nanos % 1_000_000 == 0) {
            json.padded(nanos / 1_000_000, 3);
        } else if (nanos % 1000 == 0) {
            json.padded(nanos / 1000, 6);
        } else {
            json.padded(nanos, 9);
        }
    }

    /** Reads on until something is not as it should be; then it stays wrong. */
    private static final class Scan {
        private static final long TOO_MANY = Long.MAX_VALUE / 100;

        private final String text;
        private int at;
        private boolean wrong;

        Scan(String text) {
            this.text = text;
        }

        boolean done() {
            return !wrong && at == text.length();
        }

        boolean take(char wanted) {
            boolean there = at < text.length() && text.charAt(at) == wanted;
            at += there ? 1 : 0;
            return there;
        }

        private boolean digit() {
            return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
        }

        int digits(int count) {
            int value = 0;
            for (int left = count; left > 0; left--) {
                if (!digit()) {
                    wrong = true;
                    return 0;
                }
                value = value * 10 + text.charAt(at++) - '0';
            }
            return value;
        }

        int after(char separator, int count) {
            wrong |= !take(separator);
            return digits(count);
        }

        long whole() {
            wrong |= !digit();
            long value = 0;
            while (digit()) {
                value = Math.min(TOO_MANY, value * 10 + text.charAt(at++) - '0');
            }
            return value;
        }

        /** In billionths; 0 when there is none. */
        int fraction() {
            if (!take('.')) {
                return 0;
            }
            wrong |= !digit();
            int value = 0;
            int places = 0;
            for (; digit() && places < 9; places++) {
                value = value * 10 + text.charAt(at++) - '0';
            }
            for (; places < 9; places++) {
                value *= 10;
            }
            return value;
        }

        /** In seconds. */
        int offset() {
            if (take('Z')) {
                return 0;
            }
            boolean west = take('-');
            wrong |= !west && !take('+');
            int hours = digits(2);
            int minutes = after(':', 2);
            wrong |= hours > 23 || minutes > 59;
            int seconds = hours * 3600 + minutes * 60;
            return west ? -seconds : seconds;
        }
    }
}
