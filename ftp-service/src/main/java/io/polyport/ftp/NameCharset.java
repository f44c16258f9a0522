package io.polyport.ftp;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Optional;

/**
 * Charsets in which names can be sent. A command is a line of ASCII in which the name stands (RFC 959 §5.3), so the
 * charset has to be able to write, and to write ASCII as itself.
 */
public final class NameCharset {
    /** What is wrong with any other; stands behind the setting's name. */
    public static final String FAULT =
            "must be a charset that Java knows, that can be written and that keeps ASCII, such as UTF-8 or windows-1251";

    private NameCharset() {}

    /** The charset of that name; empty when there is none, or names can't be sent in it. */
    public static Optional<Charset> of(String name) {
        try {
            return Optional.of(Charset.forName(name)).filter(NameCharset::isUsable);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException notOne) {
            return Optional.empty();
        }
    }

    static boolean isUsable(Charset charset) {
        // Some are there only to read: ISO-2022-CN, x-JISAutoDetect.
        return charset.canEncode() && keepsAscii(charset);
    }

    /** Except '\' and '~', in whose place the Japanese and Korean ones have another sign. */
    private static boolean keepsAscii(Charset charset) {
        var ascii = new StringBuilder();
        for (char each = ' '; each < '~'; each++) {
            ascii.append(each == '\\' ? "" : Character.toString(each));
        }
        byte[] encoded = ascii.toString().getBytes(charset);
        return ascii.toString().equals(new String(encoded, java.nio.charset.StandardCharsets.ISO_8859_1));
    }
}
