package io.polyport.grpc.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;

/** Numbers as JSON writes them: 1, 1.0, 1e3, and each of them as text. */
final class JsonNumbers {
    private static final int LONGEST = 1000;
    private static final int SURE = 18;
    private static final int FEW = 15;
    private static final double[] TENS = {
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
    };
    private static final BigInteger UNSIGNED =
            BigInteger.ONE.shiftLeft(Long.SIZE).subtract(BigInteger.ONE);

    private JsonNumbers() {}

    /** Not a number of the wanted range. It never leaves the room. */
    static final class NoNumber extends Exception {
        NoNumber() {
            super("no number", null, false, false);
        }
    }

    /** A whole number of at most 64 bits with its sign. */
    static long whole(JsonParser parser) throws IOException, NoNumber {
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            return parser.getLongValue();
        }
        number(parser);
        char[] text = parser.getTextCharacters();
        return whole(text, parser.getTextOffset(), parser.getTextLength());
    }

    static long whole(char[] text, int at, int length) throws NoNumber {
        boolean negative = length > 0 && text[at] == '-';
        int digits = negative ? length - 1 : length;
        if (digits > 0 && digits <= SURE) {
            long value = 0;
            int next = at + length - digits;
            for (; next < at + length && text[next] >= '0' && text[next] <= '9'; next++) {
                value = value * 10 + text[next] - '0';
            }
            if (next == at + length) {
                return negative ? -value : value;
            }
        }
        BigInteger value = exact(text, at, length);
        if (value.bitLength() >= Long.SIZE) {
            throw new NoNumber();
        }
        return value.longValue();
    }

    /** A whole number of at most 64 bits without a sign. */
    static long unsigned(JsonParser parser) throws IOException, NoNumber {
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            long value = parser.getLongValue();
            if (value < 0) {
                throw new NoNumber();
            }
            return value;
        }
        number(parser);
        return unsigned(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
    }

    static long unsigned(char[] text, int at, int length) throws NoNumber {
        BigInteger value = exact(text, at, length);
        if (value.signum() < 0 || value.compareTo(UNSIGNED) > 0) {
            throw new NoNumber();
        }
        return value.longValue();
    }

    /** Written with whatever exponent, as long as it is whole and of a size that is worth being looked at. */
    private static BigInteger exact(char[] text, int at, int length) throws NoNumber {
        BigDecimal value = decimal(text, at, length);
        if (value.signum() == 0) {
            return BigInteger.ZERO;
        }
        long digits = (long) value.precision() - value.scale();
        // Smaller than 1, or larger than any: to ask whether it is whole might take a power of ten of millions of
        // digits.
        if (digits <= 0 || digits > 20) {
            throw new NoNumber();
        }
        try {
            return value.toBigIntegerExact();
        } catch (ArithmeticException notWhole) {
            throw new NoNumber();
        }
    }

    private static BigDecimal decimal(char[] text, int at, int length) throws NoNumber {
        check(text, at, length);
        try {
            return new BigDecimal(text, at, length);
        } catch (NumberFormatException none) {
            throw new NoNumber();
        }
    }

    /** Only what JSON's numbers are made of: Java would also take 0x1p3, 1d and the digits of other scripts. */
    private static void check(char[] text, int at, int length) throws NoNumber {
        if (length == 0 || length > LONGEST) {
            throw new NoNumber();
        }
        for (int next = at; next < at + length; next++) {
            char value = text[next];
            boolean part = (value >= '0' && value <= '9')
                    || value == '-'
                    || value == '+'
                    || value == '.'
                    || value == 'e'
                    || value == 'E';
            if (!part) {
                throw new NoNumber();
            }
        }
    }

    /** With NaN and the infinities only as text. */
    static double real(JsonParser parser) throws IOException, NoNumber {
        number(parser);
        char[] text = parser.getTextCharacters();
        int at = parser.getTextOffset();
        int length = parser.getTextLength();
        if (parser.currentToken() == JsonToken.VALUE_STRING && length > 2 && text[at + length - 1] >= 'N') {
            return special(new String(text, at, length));
        }
        double simple = simple(text, at, length);
        if (simple >= 0) {
            return simple;
        }
        check(text, at, length);
        try {
            double value = Double.parseDouble(new String(text, at, length));
            if (Double.isInfinite(value)) {
                throw new NoNumber();
            }
            return value;
        } catch (NumberFormatException none) {
            throw new NoNumber();
        }
    }

    /**
     * What prices look like, 19.99: a number of few digits divided by a power of ten, both of which a double has exactly, so
     * that the quotient is the nearest double. Negative when the text is anything else.
     */
    private static double simple(char[] text, int at, int length) {
        if (length == 0 || length > FEW || text[at] == '.' || text[at + length - 1] == '.') {
            return -1;
        }
        long digits = 0;
        int point = length;
        for (int next = 0; next < length; next++) {
            char value = text[at + next];
            if (value == '.' && point == length) {
                point = next + 1;
            } else if (value >= '0' && value <= '9') {
                digits = digits * 10 + value - '0';
            } else {
                return -1;
            }
        }
        return digits / TENS[length - point];
    }

    private static double special(String text) throws NoNumber {
        return switch (text) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> throw new NoNumber();
        };
    }

    private static void number(JsonParser parser) throws NoNumber {
        JsonToken token = parser.currentToken();
        if (token != JsonToken.VALUE_STRING && !token.isNumeric()) {
            throw new NoNumber();
        }
    }
}
