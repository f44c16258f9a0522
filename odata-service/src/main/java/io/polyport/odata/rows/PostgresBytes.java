package io.polyport.odata.rows;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.UUID;

/** Values as PostgreSQL sends them, in text or binary form; which one, their length tells. No zone stands between. */
final class PostgresBytes {
    private static final int BINARY_MOMENT = 8;
    private static final int BINARY_GUID = 16;
    private static final int TEXT_MOMENT = 19;
    private static final int TEXT_GUID = 36;
    private static final long MICROS = 1_000_000;

    /** Binary moments count from 2000-01-01. */
    private static final long EPOCH = 946_684_800;

    private static final byte NO_DIGIT = -1;

    /** The value of each hexadecimal digit in ASCII. */
    private static final byte[] HEX = new byte[128];

    static {
        for (int one = 0; one < HEX.length; one++) {
            HEX[one] = (byte) Character.digit(one, 16);
        }
    }

    private PostgresBytes() {}

    static LocalDateTime moment(byte[] value) {
        if (value.length == BINARY_MOMENT) {
            return LocalDateTime.ofEpochSecond(EPOCH + Math.floorDiv(number(value, 0), MICROS), 0, ZoneOffset.UTC);
        }
        if (value.length < TEXT_MOMENT || value[4] != '-' || value[13] != ':') {
            throw unreadable("moment", value);
        }
        return LocalDateTime.of(
                digits(value, 0, 4),
                digits(value, 5, 7),
                digits(value, 8, 10),
                digits(value, 11, 13),
                digits(value, 14, 16),
                digits(value, 17, 19));
    }

    static UUID guid(byte[] value) {
        if (value.length == BINARY_GUID) {
            return new UUID(number(value, 0), number(value, 8));
        }
        if (value.length != TEXT_GUID || value[8] != '-' || value[13] != '-' || value[18] != '-' || value[23] != '-') {
            throw unreadable("UUID", value);
        }
        long most = hex(value, 0, 8) << 32 | hex(value, 9, 13) << 16 | hex(value, 14, 18);
        return new UUID(most, hex(value, 19, 23) << 48 | hex(value, 24, 36));
    }

    private static long hex(byte[] value, int from, int to) {
        long number = 0;
        for (int i = from; i < to; i++) {
            int one = value[i];
            int digit = one >= 0 ? HEX[one] : NO_DIGIT;
            if (digit == NO_DIGIT) {
                throw unreadable("UUID", value);
            }
            number = number << 4 | digit;
        }
        return number;
    }

    private static long number(byte[] value, int start) {
        long number = 0;
        for (int i = start; i < start + 8; i++) {
            number = (number << 8) | (value[i] & 0xFF);
        }
        return number;
    }

    private static int digits(byte[] value, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = value[i] - '0';
            if (digit < 0 || digit > 9) {
                throw unreadable("moment", value);
            }
            number = number * 10 + digit;
        }
        return number;
    }

    private static IllegalStateException unreadable(String what, byte[] value) {
        return new IllegalStateException("the database has a " + what + " that can't be shown: "
                + new String(value, StandardCharsets.ISO_8859_1));
    }
}
