package io.polyport.odata.format;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Values whose text is the same in every format: digits, letters and signs that need no escape. */
final class Scalars {
    /** The two digits of each byte, one after the other. */
    private static final byte[] HEX = IntStream.range(0, 256)
            .mapToObj("%02x"::formatted)
            .collect(Collectors.collectingAndThen(Collectors.joining(), Utf8Output::utf8));

    private static final byte[] BASE64 =
            Utf8Output.utf8("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
    private static final byte[] TRUE = Utf8Output.utf8("true");
    private static final byte[] FALSE = Utf8Output.utf8("false");
    private static final LocalDateTime FIRST = LocalDateTime.of(1, 1, 1, 0, 0);
    private static final LocalDateTime LAST = LocalDateTime.of(9999, 12, 31, 23, 59, 59);
    private static final int GUID_LENGTH = 36;
    private static final int MOMENT_LENGTH = 24;

    private Scalars() {}

    static void flag(boolean value, Utf8Output out) {
        out.raw(value ? TRUE : FALSE);
    }

    /** Without the zeros that a column's scale puts behind the last digit: 12.50 is 12.5, 3.00 is 3. */
    static void decimal(byte[] plain, Utf8Output out) {
        int end = plain.length;
        if (hasPoint(plain)) {
            while (plain[end - 1] == '0') {
                end--;
            }
            if (plain[end - 1] == '.') {
                end--;
            }
        }
        out.raw(plain, 0, end);
    }

    private static boolean hasPoint(byte[] plain) {
        for (byte one : plain) {
            if (one == '.') {
                return true;
            }
        }
        return false;
    }

    /** Whether the text is a number at all: a database may have NaN and infinity, which the formats have not. */
    static boolean isNumber(byte[] plain) {
        byte last = plain[plain.length - 1];
        return last >= '0' && last <= '9';
    }

    /** {@code 0001-01-01T00:00:00}: no zone, no fraction; what is before or after the years of four digits is their end. */
    static void moment(LocalDateTime moment, Utf8Output out) {
        LocalDateTime value = moment.isBefore(FIRST) ? FIRST : moment.isAfter(LAST) ? LAST : moment;
        out.need(MOMENT_LENGTH);
        int year = value.getYear();
        two(year / 100, out);
        two(year % 100, out);
        after('-', value.getMonthValue(), out);
        after('-', value.getDayOfMonth(), out);
        after('T', value.getHour(), out);
        after(':', value.getMinute(), out);
        after(':', value.getSecond(), out);
    }

    private static void after(char sign, int value, Utf8Output out) {
        out.bytes[out.size++] = (byte) sign;
        two(value, out);
    }

    private static void two(int value, Utf8Output out) {
        out.bytes[out.size++] = (byte) ('0' + value / 10);
        out.bytes[out.size++] = (byte) ('0' + value % 10);
    }

    static boolean isEmpty(UUID key) {
        return (key.getMostSignificantBits() | key.getLeastSignificantBits()) == 0;
    }

    static void guid(UUID value, Utf8Output out) {
        out.need(GUID_LENGTH);
        byte[] to = out.bytes;
        int size = out.size;
        long most = value.getMostSignificantBits();
        long least = value.getLeastSignificantBits();
        size = hex(most, 56, 32, to, size);
        to[size++] = '-';
        size = hex(most, 24, 16, to, size);
        to[size++] = '-';
        size = hex(most, 8, 0, to, size);
        to[size++] = '-';
        size = hex(least, 56, 48, to, size);
        to[size++] = '-';
        out.size = hex(least, 40, 0, to, size);
    }

    /** The bytes of a number from one bit position down to another, two digits each. */
    private static int hex(long value, int from, int to, byte[] bytes, int start) {
        int size = start;
        for (int shift = from; shift >= to; shift -= Byte.SIZE) {
            int two = (int) (value >>> shift) & 0xff;
            bytes[size] = HEX[two * 2];
            bytes[size + 1] = HEX[two * 2 + 1];
            size += 2;
        }
        return size;
    }

    /** What a version's whole number, as decimal text, is to callers: base64 of its 8 bytes (OD-43). */
    static void version(byte[] digits, Utf8Output out) {
        long number = Long.parseLong(new String(digits, StandardCharsets.US_ASCII));
        base64(ByteBuffer.allocate(Long.BYTES).putLong(number).array(), out);
    }

    static void base64(byte[] value, Utf8Output out) {
        for (int at = 0; at < value.length; at += 3) {
            int left = value.length - at;
            int three = (value[at] & 0xff) << 16
                    | (left > 1 ? (value[at + 1] & 0xff) << 8 : 0)
                    | (left > 2 ? value[at + 2] & 0xff : 0);
            out.need(4);
            out.bytes[out.size++] = BASE64[three >>> 18];
            out.bytes[out.size++] = BASE64[three >>> 12 & 63];
            out.bytes[out.size++] = left > 1 ? BASE64[three >>> 6 & 63] : (byte) '=';
            out.bytes[out.size++] = left > 2 ? BASE64[three & 63] : (byte) '=';
        }
    }
}
