package io.polyport.gateway.identity;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Tokens in a raw query: {@code AccessToken} (1C) and {@code access_token} (RFC 6750 §2.3), however they are written. */
final class QueryTokens {
    private QueryTokens() {}

    static List<String> in(String rawQuery) {
        var found = new ArrayList<String>();
        if (rawQuery == null || rawQuery.isEmpty()) {
            return found;
        }
        for (var pair : rawQuery.split("[&;]", -1)) {
            var equals = pair.indexOf('=');
            var name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            if (name.equalsIgnoreCase("AccessToken") || name.equalsIgnoreCase("access_token")) {
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
