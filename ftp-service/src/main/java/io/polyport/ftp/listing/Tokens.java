package io.polyport.ftp.listing;

import java.nio.charset.Charset;
import java.util.Arrays;

/** The first words of a line: what stands between blanks and tabs. */
final class Tokens {
    private static final int MAX = 20;

    private final byte[] line;
    /** A line has at most 8 KiB. */
    private final short[] starts = new short[MAX];

    private final short[] ends = new short[MAX];
    private int count;

    Tokens(byte[] line) {
        this.line = line;
        int at = 0;
        while (count < MAX) {
            while (at < line.length && isBlank(line[at])) {
                at++;
            }
            if (at == line.length) {
                return;
            }
            starts[count] = (short) at;
            while (at < line.length && !isBlank(line[at])) {
                at++;
            }
            ends[count++] = (short) at;
        }
    }

    static boolean isBlank(byte each) {
        return each == ' ' || each == '\t';
    }

    byte[] line() {
        return line;
    }

    int count() {
        return count;
    }

    int start(int token) {
        return starts[token];
    }

    int end(int token) {
        return ends[token];
    }

    int length(int token) {
        return token < count ? ends[token] - starts[token] : 0;
    }

    /** The token's byte there, or 0. */
    byte at(int token, int index) {
        return index >= 0 && index < length(token) ? line[starts[token] + index] : 0;
    }

    boolean isNumber(int token) {
        return digits(token, 0) == length(token) && length(token) > 0;
    }

    /** How many digits stand there in a row. */
    int digits(int token, int from) {
        int index = from;
        while (at(token, index) >= '0' && at(token, index) <= '9') {
            index++;
        }
        return index - from;
    }

    /** The number of that many digits, -1 when they are not digits. */
    int number(int token, int from, int digits) {
        if (digits > 9 || digits(token, from) < digits) {
            return -1;
        }
        int value = 0;
        for (int index = from; index < from + digits; index++) {
            value = value * 10 + at(token, index) - '0';
        }
        return value;
    }

    /** A size; -1 when it is no number or larger than a long. Thousands may be divided by commas. */
    long size(int token) {
        long value = 0;
        for (int index = 0; index < length(token); index++) {
            byte each = at(token, index);
            if (each == ',') {
                continue;
            }
            if (each < '0' || each > '9' || value > (Long.MAX_VALUE - (each - '0')) / 10) {
                return -1;
            }
            value = value * 10 + each - '0';
        }
        return value;
    }

    String text(int token, Charset charset) {
        return text(token, token, charset);
    }

    /** From the first token to the last, with what stands between them. */
    String text(int first, int last, Charset charset) {
        return EntryName.escaped(new String(line, starts[first], ends[last] - starts[first], charset));
    }

    /** All that stands after one separator behind the token, or behind a length of them. */
    byte[] after(int token, int separators) {
        return Arrays.copyOfRange(line, Math.min(line.length, ends[token] + separators), line.length);
    }
}
