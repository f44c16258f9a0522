package io.polyport.kit.config;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/**
 * Looks for the word with the least edits (Levenshtein's) to a written one: letter case and dashes count for nothing. Only as
 * much of the distance is computed as can still matter, and not more than {@link #MOST_STEPS} for all words together, because
 * callers who write nonsense must not keep an event loop busy.
 */
final class NearestWord {
    /** Some milliseconds. */
    static final int MOST_STEPS = 1_000_000;

    private static final int LONGEST = 100;

    /** Letters are counted by their last bits: enough to tell that words differ, never too much. */
    private static final int COUNTERS = 64;

    private final String written;
    private final int[] letters;
    private int limit;
    private int steps;
    private String nearest;

    private NearestWord(String word) {
        written = plain(word);
        letters = letters(written);
        limit = Math.max(1, Math.min(word.length(), LONGEST) / 3);
    }

    static Optional<String> among(Collection<String> known, String word) {
        return search(known, word).found();
    }

    static NearestWord search(Collection<String> known, String word) {
        var search = new NearestWord(word);
        for (String candidate : known) {
            if (search.limit < 0 || search.steps > MOST_STEPS) {
                break;
            }
            search.look(candidate);
        }
        return search;
    }

    Optional<String> found() {
        return Optional.ofNullable(nearest);
    }

    /** How many letters were looked at, those that were only counted and those that were compared. */
    int steps() {
        return steps;
    }

    private void look(String candidate) {
        steps++;
        // Dashes may be left out of it, no more.
        if (candidate.length() < written.length() - limit && candidate.length() < LONGEST) {
            return;
        }
        String word = plain(candidate);
        steps += word.length();
        if (Math.abs(word.length() - written.length()) > limit || lettersApart(word) > limit) {
            return;
        }
        int distance = distance(word);
        if (distance <= limit) {
            nearest = candidate;
            // From now on only what is nearer; the first of equals stays.
            limit = distance - 1;
        }
    }

    /** So many edits are needed at least, wherever the letters stand. */
    private int lettersApart(String word) {
        int[] others = letters(word);
        int more = 0;
        int fewer = 0;
        for (int i = 0; i < COUNTERS; i++) {
            int difference = others[i] - letters[i];
            more += Math.max(0, difference);
            fewer += Math.max(0, -difference);
        }
        return Math.max(more, fewer);
    }

    private static int[] letters(String word) {
        var counts = new int[COUNTERS];
        for (int i = 0; i < word.length(); i++) {
            counts[word.charAt(i) % COUNTERS]++;
        }
        return counts;
    }

    /** Exact up to the limit, anything above it beyond: fields further from the diagonal than the limit can't matter. */
    private int distance(String word) {
        int tooMany = limit + 1;
        var row = new int[word.length() + 1];
        for (int j = 0; j <= word.length(); j++) {
            row[j] = Math.min(j, tooMany);
        }
        var next = new int[word.length() + 1];
        for (int i = 1; i <= written.length(); i++) {
            int from = Math.max(1, i - limit);
            int to = Math.min(word.length(), i + limit);
            Arrays.fill(next, tooMany);
            next[0] = Math.min(i, tooMany);
            int least = next[0];
            for (int j = from; j <= to; j++) {
                int change = row[j - 1] + (written.charAt(i - 1) == word.charAt(j - 1) ? 0 : 1);
                next[j] = Math.min(change, 1 + Math.min(row[j], next[j - 1]));
                least = Math.min(least, next[j]);
            }
            steps += Math.max(0, to - from + 1);
            if (least > limit) {
                return tooMany;
            }
            int[] last = row;
            row = next;
            next = last;
        }
        return row[word.length()];
    }

    private static String plain(String word) {
        String shortened = word.length() > LONGEST ? word.substring(0, LONGEST) : word;
        var plain = new StringBuilder(shortened.length());
        for (int i = 0; i < shortened.length(); i++) {
            char letter = shortened.charAt(i);
            if (letter != '-' && letter != '_' && letter != '.') {
                plain.append(letter);
            }
        }
        return plain.toString().toLowerCase(Locale.ROOT);
    }
}
