package io.polyport.gateway.policy;

import java.util.List;

/** Patterns for names: {@code *} stands for any text, also none; everything else for itself. */
final class Glob {
    private Glob() {}

    static boolean any(List<String> patterns, String text) {
        return patterns.stream().anyMatch(pattern -> matches(pattern, text));
    }

    /** Goes back to the last star only, so that no pattern takes more than pattern times text steps. */
    static boolean matches(String pattern, String text) {
        var p = 0;
        var t = 0;
        var star = -1;
        var resume = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                resume = t;
            } else if (p < pattern.length() && pattern.charAt(p) == text.charAt(t)) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
