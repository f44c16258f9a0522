package io.polyport.grpc.json;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** JSON as it grows, in UTF-8, on one line. */
final class JsonWriter {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BASE64 =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".getBytes(StandardCharsets.US_ASCII);
    /** What stands after the backslash; 0: nothing has to be escaped, 'u': by number. */
    private static final byte[] ESCAPES = escapes();

    /** What a writer may ask for beyond what it then writes. */
    private static final int SLACK = 32;

    private final int most;
    private final int capacity;
    private byte[] bytes;
    private int size;

    /** @param most bytes, beyond which {@link WireFault#tooLarge()} is thrown */
    JsonWriter(int expected, int most) {
        this.most = most;
        capacity = (int) Math.min(Integer.MAX_VALUE - 8L, (long) most + SLACK);
        bytes = new byte[Math.max(16, Math.min(expected, most))];
    }

    int size() {
        return size;
    }

    /** All of it, once it is done. */
    Buffer done() {
        if (size > most) {
            throw WireFault.tooLarge(most);
        }
        return Buffer.buffer(size).appendBytes(bytes, 0, size);
    }

    byte last() {
        return bytes[size - 1];
    }

    /** Takes back what was written since. */
    void truncate(int to) {
        size = to;
    }

    void put(char ascii) {
        room(1);
        bytes[size++] = (byte) ascii;
    }

    void put(byte[] ready) {
        put(ready, 0, ready.length);
    }

    private void put(byte[] from, int at, int length) {
        room(length);
        System.arraycopy(from, at, bytes, size, length);
        size += length;
    }

    /** A comma, unless this is the first of its list or object. */
    void comma() {
        byte last = last();
        if (last != '{' && last != '[') {
            put(',');
        }
    }

    @SuppressWarnings("deprecation") // the bytes of ASCII as they are: that is what is wanted
    void ascii(String text) {
        room(text.length());
        text.getBytes(0, text.length(), bytes, size);
        size += text.length();
    }

    void number(long value) {
        if (value == Long.MIN_VALUE) {
            ascii("-9223372036854775808");
            return;
        }
        room(20);
        long rest = value;
        if (rest < 0) {
            bytes[size++] = '-';
            rest = -rest;
        }
        int end = size + digits(rest);
        int at = end;
        do {
            long tenth = rest / 10;
            bytes[--at] = (byte) ('0' + (rest - tenth * 10));
            rest = tenth;
        } while (rest != 0);
        size = end;
    }

    /** Exactly so many digits, with zeros before. */
    void padded(long value, int width) {
        room(width);
        long rest = value;
        for (int at = size + width - 1; at >= size; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        size += width;
    }

    private static int digits(long value) {
        int digits = 1;
        for (long rest = value; rest >= 10; rest /= 10) {
            digits++;
        }
        return digits;
    }

    /**
     * The text with its quotes.
     *
     * @return false, with nothing of use written, when the bytes are not UTF-8
     */
    boolean string(byte[] from, int at, int length, boolean check) {
        int begin = size;
        put('"');
        int end = at + length;
        int run = at;
        int next = at;
        while (next < end) {
            byte value = from[next];
            if (value >= 0 && ESCAPES[value] == 0) {
                next++;
            } else if (value >= 0) {
                put(from, run, next - run);
                escape(value);
                run = ++next;
            } else {
                int width = Utf8.sequence(from, next, end);
                if (width == 0) {
                    truncate(begin);
                    return !check && repaired(from, at, length);
                }
                if (separator(from, next, width)) {
                    put(from, run, next - run);
                    ascii((from[next + 2] & 1) == 0 ? "\\u2028" : "\\u2029");
                    run = next + width;
                }
                next += width;
            }
        }
        put(from, run, end - run);
        put('"');
        return true;
    }

    /** Some readers of lines end one at these. */
    private static boolean separator(byte[] from, int at, int width) {
        return width == 3 && from[at] == (byte) 0xe2 && from[at + 1] == (byte) 0x80 && (from[at + 2] & 0xfe) == 0xa8;
    }

    private boolean repaired(byte[] from, int at, int length) {
        byte[] readable = new String(from, at, length, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
        return string(readable, 0, readable.length, true);
    }

    private void escape(byte value) {
        room(6);
        bytes[size++] = '\\';
        bytes[size++] = ESCAPES[value];
        if (ESCAPES[value] == 'u') {
            bytes[size++] = '0';
            bytes[size++] = '0';
            bytes[size++] = HEX[value >> 4];
            bytes[size++] = HEX[value & 15];
        }
    }

    void base64(byte[] from, int at, int length) {
        long wide = (length + 2L) / 3 * 4 + 2;
        if (size + wide > most) {
            throw WireFault.tooLarge(most);
        }
        room((int) wide);
        bytes[size++] = '"';
        int end = at + length;
        int next = at;
        for (; next + 3 <= end; next += 3) {
            int three = ((from[next] & 0xff) << 16) | ((from[next + 1] & 0xff) << 8) | (from[next + 2] & 0xff);
            bytes[size++] = BASE64[three >> 18];
            bytes[size++] = BASE64[(three >> 12) & 63];
            bytes[size++] = BASE64[(three >> 6) & 63];
            bytes[size++] = BASE64[three & 63];
        }
        if (next < end) {
            boolean two = end - next == 2;
            int rest = ((from[next] & 0xff) << 16) | (two ? (from[next + 1] & 0xff) << 8 : 0);
            bytes[size++] = BASE64[rest >> 18];
            bytes[size++] = BASE64[(rest >> 12) & 63];
            bytes[size++] = two ? BASE64[(rest >> 6) & 63] : (byte) '=';
            bytes[size++] = '=';
        }
        bytes[size++] = '"';
    }

    private void room(int more) {
        if (more > bytes.length - size) {
            grow(more);
        }
    }

    private void grow(int more) {
        long needed = (long) size + more;
        if (needed > capacity) {
            throw WireFault.tooLarge(most);
        }
        bytes = Arrays.copyOf(bytes, (int) Math.min(Math.max(needed, bytes.length * 2L), capacity));
    }

    private static byte[] escapes() {
        byte[] escapes = new byte[128];
        Arrays.fill(escapes, 0, 0x20, (byte) 'u');
        escapes['\b'] = 'b';
        escapes['\t'] = 't';
        escapes['\n'] = 'n';
        escapes['\f'] = 'f';
        escapes['\r'] = 'r';
        escapes['"'] = '"';
        escapes['\\'] = '\\';
        return escapes;
    }

    @Override
    public String toString() {
        return new String(bytes, 0, size, StandardCharsets.UTF_8);
    }
}
