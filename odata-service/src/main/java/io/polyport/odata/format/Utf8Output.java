package io.polyport.odata.format;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Gathers a document's bytes and hands them on in pieces of at most {@value #PIECE} bytes. Not for several threads. */
final class Utf8Output {
    static final int PIECE = 64 * 1024;
    /** The most that {@link #need} may ask for at once. */
    static final int MOST_AT_ONCE = 2048;

    private static final int FIRST = 4 * 1024;
    private static final char REPLACEMENT = '\ufffd';

    private final Output output;
    /** Open to the writers of texts and digits, which would be slower through a method for each byte. */
    byte[] bytes = new byte[FIRST];

    int size;
    /** In JSON: whether the next member is the first of its object. */
    boolean fresh;

    Utf8Output(Output output) {
        this.output = output;
    }

    /** Makes room for so many bytes behind {@link #size}. */
    void need(int count) {
        if (size + count <= bytes.length) {
            return;
        }
        if (bytes.length == PIECE) {
            end();
        } else {
            bytes = Arrays.copyOf(bytes, Math.min(PIECE, Math.max(bytes.length * 4, size + MOST_AT_ONCE)));
            need(count);
        }
    }

    void put(char ascii) {
        need(1);
        bytes[size++] = (byte) ascii;
    }

    void raw(byte[] part) {
        raw(part, 0, part.length);
    }

    void raw(byte[] part, int from, int to) {
        int at = from;
        while (to - at > MOST_AT_ONCE) {
            copy(part, at, MOST_AT_ONCE);
            at += MOST_AT_ONCE;
        }
        copy(part, at, to - at);
    }

    private void copy(byte[] part, int from, int count) {
        need(count);
        System.arraycopy(part, from, bytes, size, count);
        size += count;
    }

    /** Text that stands in the document as it is. */
    void raw(String text) {
        raw(utf8(text));
    }

    /** Hands on what there is. */
    void end() {
        if (size > 0) {
            output.write(Buffer.buffer(size).appendBytes(bytes, 0, size));
            size = 0;
        }
    }

    /** The text's bytes, with U+FFFD for each half of a surrogate pair, which is no character. */
    static byte[] utf8(String text) {
        boolean whole = text.codePoints().noneMatch(Utf8Output::isHalf);
        return (whole ? text : mended(text)).getBytes(StandardCharsets.UTF_8);
    }

    private static String mended(String text) {
        var mended = new StringBuilder(text.length());
        text.codePoints().forEach(point -> mended.appendCodePoint(isHalf(point) ? REPLACEMENT : point));
        return mended.toString();
    }

    private static boolean isHalf(int point) {
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    }
}
