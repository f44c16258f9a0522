package io.polyport.odata.url;

import io.polyport.odata.problem.InnerCode;
import io.polyport.odata.problem.ODataException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Percent-decoding, once, to UTF-8. Letters that were not escaped may stand in the text as themselves, or as the bytes of
 * their UTF-8, one character for each byte, as servers read a request line.
 */
final class PercentText {
    private PercentText() {}

    /** A path: a plus is a plus. */
    static String path(String raw) {
        return decoded(raw, false, InnerCode.BAD_URL);
    }

    /** A name or a value of a query: a plus is a space. */
    static String query(String raw) {
        return decoded(raw, true, InnerCode.BAD_OPTION);
    }

    /** A value of a query that never holds a space, and may hold a plus as {@code application/atom+xml} does. */
    static String queryWithPlus(String raw) {
        return decoded(raw, false, InnerCode.BAD_OPTION);
    }

    private static String decoded(String raw, boolean plusIsSpace, InnerCode code) {
        if (raw.chars().allMatch(each -> each < 0x80 && each != '%')) {
            return plusIsSpace ? raw.replace('+', ' ') : raw;
        }
        boolean bytes = raw.chars().allMatch(each -> each <= 0xFF);
        var octets = raw.getBytes(bytes ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
        var decoded = new ByteArrayOutputStream(octets.length);
        for (int at = 0; at < octets.length; at++) {
            if (octets[at] == '%') {
                decoded.write(octet(octets, at, code));
                at += 2;
            } else {
                decoded.write(plusIsSpace && octets[at] == '+' ? ' ' : octets[at]);
            }
        }
        return utf8(decoded.toByteArray(), code);
    }

    private static int octet(byte[] octets, int at, InnerCode code) {
        int high = at + 2 < octets.length ? Character.digit(octets[at + 1], 16) : -1;
        int low = high < 0 ? -1 : Character.digit(octets[at + 2], 16);
        if (low < 0) {
            throw new ODataException(
                    code,
                    "Адрес: за знаком % стоят две шестнадцатеричные цифры; сам знак процента пишется %25.",
                    "The URL: '%' is followed by two hexadecimal digits; the percent sign itself is written %25.");
        }
        return high * 16 + low;
    }

    private static String utf8(byte[] octets, InnerCode code) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString();
        } catch (CharacterCodingException other) {
            throw new ODataException(
                    code,
                    "Адрес: после раскрытия знаков процента получился не UTF-8; кодируйте буквы в UTF-8.",
                    "The URL: what its percent signs stand for is no UTF-8; encode letters in UTF-8.");
        }
    }
}
