package io.polyport.grpc.json;

import java.util.Arrays;

/** Base64 of both alphabets (RFC 4648 sections 4 and 5), padded or not, but not both alphabets in one text. */
final class Base64Text {
    private static final byte[] VALUES = values();

    private Base64Text() {}

    /**
     * The bytes, with their length before them.
     *
     * @return false when the text is not base64
     */
    static boolean write(char[] from, int at, int length, WireWriter out) {
        int digits = withoutPadding(from, at, length);
        if (digits < 0 || digits % 4 == 1) {
            return false;
        }
        int open = out.open((int) (digits * 3L / 4));
        int seen = 0;
        int held = 0;
        int bits = 0;
        for (int next = at; next < at + digits; next++) {
            char digit = from[next];
            int value = digit < 128 ? VALUES[digit] : -1;
            if (value < 0) {
                return false;
            }
            seen |= alphabet(digit);
            held = (held << 6) | value;
            bits += 6;
            if (bits >= 8) {
                bits -= 8;
                out.put(held >> bits);
                held &= (1 << bits) - 1;
            }
        }
        out.close(open);
        return seen != 3;
    }

    /** Padding is there as a whole or not at all; -1 when it is wrong. */
    private static int withoutPadding(char[] from, int at, int length) {
        int digits = length;
        while (digits > 0 && length - digits < 2 && from[at + digits - 1] == '=') {
            digits--;
        }
        return digits == length || length % 4 == 0 ? digits : -1;
    }

    private static int alphabet(char digit) {
        return switch (digit) {
            case '+', '/' -> 1;
            case '-', '_' -> 2;
            default -> 0;
        };
    }

    private static byte[] values() {
        byte[] values = new byte[128];
        Arrays.fill(values, (byte) -1);
        String digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int value = 0; value < 64; value++) {
            values[digits.charAt(value)] = (byte) value;
        }
        values['-'] = 62;
        values['_'] = 63;
        return values;
    }
}
