package io.polyport.grpc.json;

import java.util.Locale;

/** The name that somebody meant who wrote another. */
final class Closest {
    private static final int LONGEST = 64;
    private static final int MOST_NAMES = 500;

    private Closest() {}

    /** {@code ; did you mean 'price'?}, or nothing when no name is near. */
    static String to(String said, Iterable<String> names) {
        if (said.length() > LONGEST) {
            return "";
        }
        String best = null;
        int distance = said.length() <= 3 ? 2 : 3;
        int looked = 0;
        for (String name : names) {
            if (++looked > MOST_NAMES) {
                break;
            }
            if (Math.abs(name.length() - said.length()) >= distance) {
                continue;
            }
            int found = distance(said.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
            if (found < distance || (best != null && found == distance && name.compareTo(best) < 0)) {
                distance = found;
                best = name;
            }
        }
        return best == null ? "" : "; did you mean '" + best + "'?";
    }

    /** How many letters have to be put in, left out or changed. */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int column = 0; column < row.length; column++) {
            row[column] = column;
        }
        for (int line = 1; line <= one.length(); line++) {
            int corner = row[0];
            row[0] = line;
            for (int column = 1; column < row.length; column++) {
                int changed = corner + (one.charAt(line - 1) == other.charAt(column - 1) ? 0 : 1);
                corner = row[column];
                row[column] = Math.min(changed, Math.min(corner, row[column - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}
