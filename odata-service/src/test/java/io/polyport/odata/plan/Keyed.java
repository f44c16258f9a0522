package io.polyport.odata.plan;

import java.util.UUID;
import java.util.regex.Pattern;

/** Short keys for tests: {@code #7} is the UUID with the number 7. */
final class Keyed {
    private static final Pattern SHORT = Pattern.compile("#(\\d+)");

    private Keyed() {}

    static UUID key(int number) {
        return UUID.fromString("00000000-0000-0000-0000-" + String.format("%012d", number));
    }

    static String shown(UUID key) {
        return "#" + Long.parseLong(key.toString().substring(24));
    }

    /** A URL with literals in the place of short keys; within quotes the bare UUID stands. */
    static String url(String text) {
        return SHORT.matcher(text).replaceAll(one -> {
            String uuid = key(Integer.parseInt(one.group(1))).toString();
            boolean quoted = one.start() > 0 && text.charAt(one.start() - 1) == '\'';
            return quoted ? uuid : "guid'" + uuid + "'";
        });
    }
}
