package io.polyport.ftp.listing;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Tells bytes that are text in a charset from bytes that are not. */
final class StrictText {
    private StrictText() {}

    static boolean isAscii(byte[] bytes) {
        int all = 0;
        for (byte each : bytes) {
            all |= each;
        }
        return all >= 0;
    }

    static boolean isUtf8(byte[] bytes) {
        return isAscii(bytes) || decode(bytes, StandardCharsets.UTF_8).isPresent();
    }

    /** The text, or nothing when a single byte does not belong to the charset. */
    static Optional<String> decode(byte[] bytes, Charset charset) {
        try {
            return Optional.of(
                    charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException notText) {
            return Optional.empty();
        }
    }

    /** The bytes, or nothing when a single character does not exist in the charset. */
    static Optional<byte[]> encode(String text, Charset charset) {
        try {
            var encoded = charset.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return Optional.of(bytes);
        } catch (CharacterCodingException notEncodable) {
            return Optional.empty();
        }
    }
}
