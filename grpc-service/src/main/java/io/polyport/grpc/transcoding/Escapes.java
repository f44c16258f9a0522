package io.polyport.grpc.transcoding;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Percent-decoding of paths and queries; what comes out has to be UTF-8. */
final class Escapes {
    private static final int SLASH = '/';

    private Escapes() {}

    /** @throws Unfit for a broken escape, or bytes that are no UTF-8 */
    static String segment(String raw) {
        return decode(raw, false, false);
    }

    /** Several segments: an escaped slash stays escaped, or nobody could tell it from one that divides. */
    static String segments(String raw) {
        return decode(raw, true, false);
    }

    /** As in a form: a plus is a space. */
    static String query(String raw) {
        return decode(raw, false, true);
    }

    private static String decode(String raw, boolean keepSlash, boolean plus) {
        if (raw.indexOf('%') < 0) {
            return plus ? raw.replace('+', ' ') : raw;
        }
        byte[] text = raw.getBytes(StandardCharsets.UTF_8);
        var decoded = new ByteArrayOutputStream(text.length);
        for (int at = 0; at < text.length; at++) {
            if (text[at] != '%') {
                decoded.write(plus && text[at] == '+' ? ' ' : text[at]);
                continue;
            }
            int value = octet(text, at);
            if (keepSlash && value == SLASH) {
                decoded.write(text, at, 3);
            } else {
                decoded.write(value);
            }
            at += 2;
        }
        return utf8(decoded.toByteArray());
    }

    private static int octet(byte[] text, int at) {
        int high = at + 2 < text.length ? Character.digit(text[at + 1], 16) : -1;
        int low = high < 0 ? -1 : Character.digit(text[at + 2], 16);
        if (low < 0) {
            throw new Unfit("has a broken percent escape: '%' is followed by two hexadecimal digits, itself it is %25");
        }
        return high * 16 + low;
    }

    private static String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException other) {
            throw new Unfit("is no UTF-8 after its percent escapes are decoded");
        }
    }
}
