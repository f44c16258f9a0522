package io.polyport.gateway.policy;

import io.polyport.kit.pattern.Wildcards;
import java.util.List;

/** Patterns for names: {@code *} stands for any text, also none; everything else for itself. */
final class Glob {
    private Glob() {}

    static boolean any(List<String> patterns, String text) {
        return patterns.stream().anyMatch(pattern -> matches(pattern, text));
    }

    static boolean matches(String pattern, String text) {
        return Wildcards.STARS.matches(pattern, text);
    }
}
