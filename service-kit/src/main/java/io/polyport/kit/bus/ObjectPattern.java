package io.polyport.kit.bus;

import java.util.BitSet;

/** Patterns of object names in policies: {@code *} stands for characters within a segment, {@code **} for any. */
public final class ObjectPattern {
    private ObjectPattern() {}

    /**
     * Takes at most pattern times object steps: the object comes from a caller, and an event loop waits for the result.
     */
    public static boolean matches(String pattern, String object) {
        // Bit n: the pattern read so far can stand for the object's first n characters.
        var reached = new BitSet(object.length() + 1);
        reached.set(0);
        for (int p = 0; p < pattern.length() && !reached.isEmpty(); p++) {
            if (pattern.charAt(p) != '*') {
                reached = after(reached, object, pattern.charAt(p));
            } else if (pattern.startsWith("**", p)) {
                reached.set(reached.nextSetBit(0), object.length() + 1);
                p++;
            } else {
                spreadWithinSegment(reached, object);
            }
        }
        return reached.get(object.length());
    }

    private static BitSet after(BitSet reached, String object, char literal) {
        var next = new BitSet(object.length() + 1);
        for (int n = reached.nextSetBit(0); n >= 0 && n < object.length(); n = reached.nextSetBit(n + 1)) {
            if (object.charAt(n) == literal) {
                next.set(n + 1);
            }
        }
        return next;
    }

    private static void spreadWithinSegment(BitSet reached, String object) {
        for (int n = reached.nextSetBit(0); n < object.length(); n++) {
            if (reached.get(n) && object.charAt(n) != '/') {
                reached.set(n + 1);
            }
        }
    }
}
