package io.polyport.gateway.route;

import io.polyport.gateway.GatewayProblems;
import io.polyport.gateway.text.Nfc;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A path as it was sent. Only the segments that choose an operation are ever decoded, once, and then may hold nothing
 * that could make two programs see two different paths (GW-7); the rest goes on as it came.
 *
 * @param segments the raw segments, without the slash in front
 */
record RawPath(List<String> segments) {
    static RawPath of(String raw) {
        String behindSlash = raw.startsWith("/") ? raw.substring(1) : raw;
        return new RawPath(List.of(behindSlash.split("/", -1)));
    }

    int size() {
        return segments.size();
    }

    String raw(int index) {
        return segments.get(index);
    }

    /** Everything from a segment on, with the slashes between. */
    String rest(int from) {
        return String.join("/", segments.subList(from, segments.size()));
    }

    /** A routing segment in plain text; fails with {@code gateway.bad-path}. */
    String decoded(int index) {
        String raw = segments.get(index);
        String text = raw.indexOf('%') < 0 && isAscii(raw) ? raw : normalised(decode(raw));
        boolean forbidden = text.isEmpty()
                || text.equals(".")
                || text.equals("..")
                || text.indexOf('/') >= 0
                || text.indexOf('\\') >= 0
                || text.indexOf('\0') >= 0;
        if (forbidden) {
            throw GatewayProblems.BAD_PATH.toException();
        }
        return text;
    }

    private static String normalised(String text) {
        return Nfc.of(text)
                .orElseThrow(() -> GatewayProblems.BAD_PATH.toException(
                        "The part of the path that chooses the operation has too many marks on one letter."));
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(character -> character < 128);
    }

    /** A segment in plain text as it has to stand in a URL. */
    static String encoded(String plain) {
        return URLEncoder.encode(plain, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%7E", "~");
    }

    /** A path in plain text, as it has to stand in a URL. */
    static String encodedPath(String plain) {
        return Arrays.stream(plain.split("/", -1)).map(RawPath::encoded).collect(Collectors.joining("/"));
    }

    /** A byte that should have been escaped and was not reaches us as the one character of its number. */
    private static byte[] sent(String raw) {
        boolean bytes = raw.chars().allMatch(character -> character < 256);
        return raw.getBytes(bytes ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    }

    private static String decode(String raw) {
        byte[] bytes = sent(raw);
        ByteBuffer decoded = ByteBuffer.allocate(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '%') {
                decoded.put(bytes[i]);
            } else {
                int high = i + 2 <= bytes.length - 1 ? Character.digit(bytes[i + 1], 16) : -1;
                int low = i + 2 <= bytes.length - 1 ? Character.digit(bytes[i + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    throw GatewayProblems.BAD_PATH.toException("The path has a broken percent escape.");
                }
                decoded.put((byte) (high * 16 + low));
                i += 2;
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(decoded.flip()).toString();
        } catch (CharacterCodingException notText) {
            throw GatewayProblems.BAD_PATH.toException("The part of the path that chooses the operation is no UTF-8.");
        }
    }
}
