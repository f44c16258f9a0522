package io.polyport.kit.bus;

/** Patterns of object names in policies: {@code *} stands for characters within a segment, {@code **} for any. */
public final class ObjectPattern {
    private ObjectPattern() {}

    public static boolean matches(String pattern, String object) {
        return matches(pattern, 0, object, 0);
    }

    private static boolean matches(String pattern, int p, String object, int o) {
        while (p < pattern.length() && pattern.charAt(p) != '*') {
            if (o >= object.length() || object.charAt(o) != pattern.charAt(p)) {
                return false;
            }
            p++;
            o++;
        }
        if (p == pattern.length()) {
            return o == object.length();
        }
        boolean deep = pattern.startsWith("**", p);
        int rest = p + (deep ? 2 : 1);
        for (int end = o; end <= object.length(); end++) {
            if (matches(pattern, rest, object, end)) {
                return true;
            }
            if (end < object.length() && !deep && object.charAt(end) == '/') {
                return false;
            }
        }
        return false;
    }
}
