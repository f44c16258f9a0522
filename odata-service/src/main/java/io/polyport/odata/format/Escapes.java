package io.polyport.odata.format;

import io.vertx.core.buffer.Buffer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * How text stands in a document: what can't stand as it is, is escaped or replaced. U+FFFD takes the place of what the format
 * has no way to write, so that one bad character never breaks a document: of half a surrogate pair in both formats; in XML
 * also of U+FFFE, U+FFFF and of control characters other than tab and line ends, which JSON escapes.
 */
final class Escapes {
    private static final int ASCII = 128;
    private static final int LEADS_SURROGATES = 0xed;
    private static final int LEADS_NO_CHARACTERS = 0xef;
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = ONES << 7;
    private static final String REPLACEMENT = "\ufffd";
    private static final byte[] REPLACEMENT_UTF8 = Utf8Output.utf8(REPLACEMENT);

    static final Escapes JSON = new Escapes(Escapes::json, false);
    /** Between tags. */
    static final Escapes XML_TEXT = new Escapes(Escapes::xmlText, true);
    /** Between double quotes. */
    static final Escapes XML_ATTRIBUTE = new Escapes(Escapes::xmlAttribute, true);

    private final byte[][] escapes = new byte[ASCII][];
    /** Whether a byte can be copied without a look at what follows. */
    private final boolean[] plain = new boolean[256];
    /** Each byte from the space on that is not plain, eight times. */
    private final long[] lookedFor;

    private Escapes(IntFunction<String> escape, boolean xml) {
        for (int value = 0; value < ASCII; value++) {
            String escaped = escape.apply(value);
            escapes[value] = Utf8Output.utf8(escaped);
            plain[value] = escaped.length() == 1 && escaped.charAt(0) == value;
        }
        for (int value = ASCII; value < plain.length; value++) {
            plain[value] = value != LEADS_SURROGATES && !(xml && value == LEADS_NO_CHARACTERS);
        }
        lookedFor = IntStream.range(' ', plain.length)
                .filter(value -> !plain[value])
                .mapToLong(value -> ONES * value)
                .toArray();
    }

    private static String json(int value) {
        return switch (value) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> value < ' ' ? "\\u%04x".formatted(value) : Character.toString(value);
        };
    }

    /** Every reader would make a line feed of a bare carriage return. */
    private static String xmlText(int value) {
        return switch (value) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '\r' -> "&#13;";
            case '\n', '\t' -> Character.toString(value);
            default -> value < ' ' ? REPLACEMENT : Character.toString(value);
        };
    }

    /** Every reader would make spaces of bare tabs and line ends. */
    private static String xmlAttribute(int value) {
        return switch (value) {
            case '"' -> "&quot;";
            case '\n', '\t' -> "&#" + value + ";";
            default -> xmlText(value);
        };
    }

    /** Writes text that comes as UTF-8. */
    void write(byte[] text, Utf8Output out) {
        int at = 0;
        while (at < text.length) {
            int end = Math.min(text.length, at + Utf8Output.MOST_AT_ONCE);
            out.need(end - at);
            at = copyPlain(text, at, end, out);
            if (at < end) {
                at = writeSpecial(text, at, out);
            }
        }
    }

    void write(String text, Utf8Output out) {
        write(Utf8Output.utf8(text), out);
    }

    /** The text as it stands in a document. */
    String of(String text) {
        var escaped = Buffer.buffer();
        var out = new Utf8Output(escaped::appendBuffer);
        write(text, out);
        out.end();
        return escaped.toString();
    }

    /** Copies up to the first byte that needs a look, eight at a time where none of the eight does; returns where that is. */
    private int copyPlain(byte[] text, int from, int end, Utf8Output out) {
        byte[] to = out.bytes;
        int size = out.size;
        int at = from;
        while (at < end) {
            if (at + Long.BYTES <= end) {
                long eight = (long) EIGHT.get(text, at);
                if (!needsLook(eight)) {
                    EIGHT.set(to, size, eight);
                    at += Long.BYTES;
                    size += Long.BYTES;
                    continue;
                }
            }
            int stop = Math.min(end, at + Long.BYTES);
            while (at < stop && plain[text[at] & 0xff]) {
                to[size++] = text[at++];
            }
            if (at < stop) {
                break;
            }
        }
        out.size = size;
        return at;
    }

    /** Whether one of eight bytes may not be plain: a control character, or one of those that this escape looks for. */
    private boolean needsLook(long eight) {
        long found = (eight - ONES * ' ') & ~eight;
        for (long looked : lookedFor) {
            long differs = eight ^ looked;
            found |= (differs - ONES) & ~differs;
        }
        return (found & HIGH_BITS) != 0;
    }

    /** Writes one character that needs a look; returns where the next one begins. */
    private int writeSpecial(byte[] text, int at, Utf8Output out) {
        int value = text[at] & 0xff;
        if (value < ASCII) {
            out.raw(escapes[value]);
            return at + 1;
        }
        if (at + 2 < text.length && isNoCharacter(value, text[at + 1] & 0xff, text[at + 2] & 0xff)) {
            out.raw(REPLACEMENT_UTF8);
            return at + 3;
        }
        out.raw(text, at, at + 1);
        return at + 1;
    }

    private static boolean isNoCharacter(int first, int second, int third) {
        return first == LEADS_SURROGATES ? second >= 0xa0 : second == 0xbf && third >= 0xbe;
    }
}
