package io.polyport.kit.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The known word that an unknown one was probably meant to be, for reports about what people write. */
public final class Suggestion {
    private Suggestion() {}

    /** {@code "; did you mean x?"}, or nothing when no word is near. */
    public static String among(Collection<String> known, String word) {
        return nearest(known, word)
                .map(candidate -> "; did you mean " + candidate + "?")
                .orElse("");
    }

    /** The known word alone, for reports in other languages. */
    public static Optional<String> nearest(Collection<String> known, String word) {
        return known.stream()
                .filter(candidate -> distance(candidate, word) <= Math.max(1, word.length() / 3))
                .min(Comparator.comparingInt(candidate -> distance(candidate, word)));
    }

    /** Levenshtein's: how many letters must be added, dropped or changed; letter case and dashes count for nothing. */
    private static int distance(String left, String right) {
        var a = plain(left);
        var b = plain(right);
        var row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }

    private static String plain(String word) {
        var shortened = word.length() > 100 ? word.substring(0, 100) : word;
        return shortened.toLowerCase(java.util.Locale.ROOT).replaceAll("[-_.]", "");
    }
}
