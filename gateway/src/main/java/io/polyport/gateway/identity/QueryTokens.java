package io.polyport.gateway.identity;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tokens in a raw query: {@code AccessToken} (1C) and {@code access_token} (RFC 6750 §2.3), however they are written. */
public final class QueryTokens {
    private static final Pattern IN_PATH = Pattern.compile("access_?token(?:=|%3D)", Pattern.CASE_INSENSITIVE);

    private QueryTokens() {}

    /** Whether there is any. */
    public static boolean areIn(String rawQuery) {
        return !in(rawQuery).isEmpty();
    }

    /** A path as it may stand in a log: one that holds a token by mistake, as behind {@code &} instead of {@code ?}, is cut. */
    public static String maskedIn(String path) {
        Matcher token = IN_PATH.matcher(path);
        return token.find() ? path.substring(0, token.end()) + "****" : path;
    }

    /** The query without them, all else byte for byte as it was: what may go on to services. */
    public static String removedFrom(String rawQuery) {
        if (in(rawQuery).isEmpty()) {
            return rawQuery;
        }
        var left = new StringBuilder(rawQuery.length());
        boolean first = true;
        int start = 0;
        while (start <= rawQuery.length()) {
            int end = start;
            while (end < rawQuery.length() && !isBreak(rawQuery.charAt(end))) {
                end++;
            }
            if (!isToken(nameOf(rawQuery.substring(start, end)))) {
                // A pair keeps the character before it, so that "a;b&c" stays so around what is taken out.
                left.append(rawQuery, first ? start : start - 1, end);
                first = false;
            }
            start = end + 1;
        }
        return left.toString();
    }

    private static boolean isBreak(char character) {
        return character == '&' || character == ';';
    }

    private static String nameOf(String pair) {
        int equals = pair.indexOf('=');
        return decoded(equals < 0 ? pair : pair.substring(0, equals));
    }

    private static boolean isToken(String name) {
        return name.equalsIgnoreCase("AccessToken") || name.equalsIgnoreCase("access_token");
    }

    static List<String> in(String rawQuery) {
        var found = new ArrayList<String>();
        if (rawQuery == null || rawQuery.isEmpty()) {
            return found;
        }
        for (var pair : rawQuery.split("[&;]", -1)) {
            var equals = pair.indexOf('=');
            if (isToken(nameOf(pair))) {
                found.add(equals < 0 ? "" : decoded(pair.substring(equals + 1)));
            }
        }
        return found;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _brokenEscape) {
            return text;
        }
    }
}
