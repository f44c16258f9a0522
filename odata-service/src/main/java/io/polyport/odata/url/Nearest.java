package io.polyport.odata.url;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The known word that an unknown one was probably meant to be. */
final class Nearest {
    private static final int LONGEST = 64;
    private static final int FARTHEST = 2;

    private Nearest() {}

    static Optional<String> to(String written, List<String> known) {
        if (written.length() > LONGEST) {
            return Optional.empty();
        }
        String small = written.toLowerCase(Locale.ROOT);
        return known.stream()
                .filter(word -> distance(small, word.toLowerCase(Locale.ROOT)) <= FARTHEST)
                .min(Comparator.comparingInt(word -> distance(small, word.toLowerCase(Locale.ROOT))));
    }

    /** How many letters have to be put in, left out or changed. */
    private static int distance(String one, String other) {
        var above = new int[other.length() + 1];
        for (int column = 0; column <= other.length(); column++) {
            above[column] = column;
        }
        for (int line = 1; line <= one.length(); line++) {
            var row = new int[other.length() + 1];
            row[0] = line;
            for (int column = 1; column <= other.length(); column++) {
                int changed = above[column - 1] + (one.charAt(line - 1) == other.charAt(column - 1) ? 0 : 1);
                row[column] = Math.min(changed, Math.min(above[column], row[column - 1]) + 1);
            }
            above = row;
        }
        return above[other.length()];
    }
}
