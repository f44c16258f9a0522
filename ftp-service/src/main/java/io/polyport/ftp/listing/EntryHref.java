package io.polyport.ftp.listing;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** Raw names of a listing to URL segments that {@link PathDecoder} and the session's charset turn back into them. */
public final class EntryHref {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final String UNRESERVED = "-._~";

    private EntryHref() {}

    /**
     * The encoded segment for a name, when the session sends paths in that charset. Empty for a name that no URL can
     * carry: one that is not followable, and one of the few whose bytes are no text in the charset but look like UTF-8.
     */
    public static Optional<String> segment(byte[] rawName, Charset session) {
        if (!EntryName.isOneName(rawName)) {
            return Optional.empty();
        }
        if (session.equals(StandardCharsets.UTF_8) || StrictText.isAscii(rawName)) {
            return Optional.of(percentEncoded(rawName));
        }
        var text = StrictText.decode(rawName, session)
                .filter(name -> StrictText.encode(name, session)
                        .filter(again -> Arrays.equals(again, rawName))
                        .isPresent());
        if (text.isPresent()) {
            return Optional.of(percentEncoded(text.get().getBytes(StandardCharsets.UTF_8)));
        }
        return StrictText.isUtf8(rawName) ? Optional.empty() : Optional.of(percentEncoded(rawName));
    }

    /** All but RFC 3986's unreserved characters encoded. */
    public static String percentEncoded(byte[] bytes) {
        var text = new StringBuilder(bytes.length + 16);
        for (byte each : bytes) {
            boolean plain =
                    (each > 0 && Character.isLetterOrDigit(each)) || (each > 0 && UNRESERVED.indexOf(each) >= 0);
            if (plain) {
                text.append((char) each);
            } else {
                text.append('%').append(HEX.toHexDigits(each));
            }
        }
        return text.toString();
    }
}
