package io.polyport.grpc.json;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;

/** Wire bytes as they grow. Lengths are left open and closed afterwards, so that nothing is measured beforehand. */
final class WireWriter {
    private final int most;
    private byte[] bytes;
    private int size;

    /** @param most bytes, beyond which a {@link JsonFault} of the whole document is thrown */
    WireWriter(int expected, int most) {
        this.most = most;
        bytes = new byte[Math.max(16, Math.min(expected, most))];
    }

    int size() {
        return size;
    }

    void truncate(int to) {
        size = to;
    }

    void varint(int value) {
        room(5);
        int rest = value;
        while ((rest & ~0x7f) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    void varint(long value) {
        room(10);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    void fixed32(int value) {
        room(4);
        for (int shift = 0; shift < Integer.SIZE; shift += 8) {
            bytes[size++] = (byte) (value >>> shift);
        }
    }

    void fixed64(long value) {
        room(8);
        for (int shift = 0; shift < Long.SIZE; shift += 8) {
            bytes[size++] = (byte) (value >>> shift);
        }
    }

    void bytes(byte[] from, int at, int length) {
        room(length);
        System.arraycopy(from, at, bytes, size, length);
        size += length;
    }

    void put(int value) {
        room(1);
        bytes[size++] = (byte) value;
    }

    /**
     * Begins something whose length stands before it.
     *
     * @param guess its length, if one is likely: what was guessed well is not moved when it is closed
     * @return what {@link #close} wants
     */
    int open(int guess) {
        int width = width(guess);
        room(width);
        size += width;
        // Both fit into one number: the width is at most 5, and the place below 2^29.
        return ((size - width) << 3) | width;
    }

    void close(int open) {
        int start = open >>> 3;
        int reserved = open & 7;
        int length = size - start - reserved;
        int width = width(length);
        if (width != reserved) {
            room(Math.max(0, width - reserved));
            System.arraycopy(bytes, start + reserved, bytes, start + width, length);
        }
        size = start;
        varint(length);
        size = start + width + length;
    }

    /**
     * Text, with its length before it.
     *
     * @return false when it has half a surrogate pair and is no text
     */
    boolean text(char[] from, int at, int length) {
        int open = open(length);
        room(length);
        int end = at + length;
        int next = at;
        for (; next < end && from[next] < 0x80; next++) {
            bytes[size++] = (byte) from[next];
        }
        if (next < end && !wideText(from, next, end)) {
            return false;
        }
        close(open);
        return true;
    }

    private boolean wideText(char[] from, int at, int end) {
        for (int next = at; next < end; next++) {
            char value = from[next];
            room(4);
            if (value < 0x80) {
                bytes[size++] = (byte) value;
            } else if (value < 0x800) {
                bytes[size++] = (byte) (0xc0 | (value >> 6));
                bytes[size++] = (byte) (0x80 | (value & 0x3f));
            } else if (!Character.isSurrogate(value)) {
                bytes[size++] = (byte) (0xe0 | (value >> 12));
                bytes[size++] = (byte) (0x80 | ((value >> 6) & 0x3f));
                bytes[size++] = (byte) (0x80 | (value & 0x3f));
            } else {
                boolean pair = next + 1 < end && Character.isSurrogatePair(value, from[next + 1]);
                if (!pair) {
                    return false;
                }
                supplementary(Character.toCodePoint(value, from[++next]));
            }
        }
        return true;
    }

    private void supplementary(int point) {
        bytes[size++] = (byte) (0xf0 | (point >> 18));
        bytes[size++] = (byte) (0x80 | ((point >> 12) & 0x3f));
        bytes[size++] = (byte) (0x80 | ((point >> 6) & 0x3f));
        bytes[size++] = (byte) (0x80 | (point & 0x3f));
    }

    static int width(int length) {
        return length < 1 << 7 ? 1 : length < 1 << 14 ? 2 : length < 1 << 21 ? 3 : length < 1 << 28 ? 4 : 5;
    }

    byte[] copy() {
        return Arrays.copyOf(bytes, size);
    }

    Buffer done() {
        if (size > most) {
            throw tooLarge();
        }
        return Buffer.buffer(size).appendBytes(bytes, 0, size);
    }

    private JsonFault tooLarge() {
        return new JsonFault("", "would be a message of more than " + most + " bytes");
    }

    private void room(int more) {
        if (more > bytes.length - size) {
            // A bit beyond the limit is allowed while it grows: lengths that are still open take less in the end.
            long allowed = Math.min((1L << 29) - 1, most + 1024L);
            long needed = (long) size + more;
            if (needed > allowed) {
                throw tooLarge();
            }
            bytes = Arrays.copyOf(bytes, (int) Math.min(Math.max(needed, bytes.length * 2L), allowed));
        }
    }
}
