package io.polyport.odata.format;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One of the alternatives of {@code Accept} (RFC 9110 12.5.1), or the value of {@code $format}.
 *
 * @param type in small letters, {@code application/json}
 * @param parameters by name in small letters, without {@code q}
 * @param weight 0 to 1000; 0 for what is not wanted
 */
record MediaRange(String type, Map<String, String> parameters, int weight) {
    private static final int MOST = 1000;

    /** The alternatives in the order in which they stand; a part that can't be read is left out. */
    static List<MediaRange> list(String header) {
        List<MediaRange> ranges = new ArrayList<>();
        for (String part : split(header, ',')) {
            MediaRange range = of(part);
            if (!range.type.isEmpty()) {
                ranges.add(range);
            }
        }
        return ranges;
    }

    static MediaRange of(String text) {
        List<String> parts = split(text, ';');
        Map<String, String> parameters = new HashMap<>();
        int weight = MOST;
        for (String part : parts.subList(1, parts.size())) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                String name = part.substring(0, equals).strip().toLowerCase(Locale.ROOT);
                String value = unquoted(part.substring(equals + 1).strip());
                if (name.equals("q")) {
                    weight = weight(value);
                } else {
                    parameters.putIfAbsent(name, value.toLowerCase(Locale.ROOT));
                }
            }
        }
        return new MediaRange(parts.getFirst().strip().toLowerCase(Locale.ROOT), Map.copyOf(parameters), weight);
    }

    /** An unreadable weight counts as none: the alternative was named, after all. */
    private static int weight(String value) {
        try {
            double weight = Double.parseDouble(value);
            return weight >= 0 && weight <= 1 ? (int) Math.round(weight * MOST) : MOST;
        } catch (NumberFormatException unreadable) {
            return MOST;
        }
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    /** Parts between separators that don't stand in quotes; at least one. */
    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int from = 0;
        for (int at = 0; at < text.length(); at++) {
            char one = text.charAt(at);
            if (one == '"') {
                quoted = !quoted;
            } else if (one == separator && !quoted) {
                parts.add(text.substring(from, at));
                from = at + 1;
            }
        }
        parts.add(text.substring(from));
        return parts;
    }
}
