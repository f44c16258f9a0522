package io.polyport.kit.pattern;

/**
 * Which signs of a pattern stand for other text. Since a pattern may come from anybody, only the last star is gone back
 * to: none takes more than pattern times text steps.
 */
public enum Wildcards {
    /** {@code *} stands for any characters, also none; everything else for itself. */
    STARS,
    /** The same, and {@code ?} stands for one character. */
    STARS_AND_MARKS;

    /** Whether the pattern is one of the whole text. */
    public boolean matches(String pattern, String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int resume = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                resume = t;
            } else if (p < pattern.length() && isOne(pattern.charAt(p), text.charAt(t))) {
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

    private boolean isOne(char wanted, char there) {
        return wanted == there || (wanted == '?' && this == STARS_AND_MARKS);
    }
}
