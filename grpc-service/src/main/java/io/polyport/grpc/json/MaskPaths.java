package io.polyport.grpc.json;

import java.util.ArrayList;
import java.util.List;

/** The paths of a FieldMask: {@code foo_bar.baz} on the wire, {@code fooBar.baz} in JSON, commas between them. */
final class MaskPaths {
    private MaskPaths() {}

    /** One path for JSON. What would not come back as it is, is a {@link WireFault}: JSON has no way to say it. */
    static void append(String path, StringBuilder json) {
        for (int at = 0; at < path.length(); at++) {
            char value = path.charAt(at);
            boolean humped = value == '_' && at + 1 < path.length() && lower(path.charAt(at + 1));
            if ((value >= 'A' && value <= 'Z') || (value == '_' && !humped) || value == ',') {
                throw new WireFault("has the google.protobuf.FieldMask path '" + path + "', which JSON cannot say");
            }
            json.append(humped ? Character.toUpperCase(path.charAt(++at)) : value);
        }
    }

    /** The paths of JSON's text as the wire has them, or null when one has an underscore, which JSON does not know. */
    static List<String> parse(String text) {
        var paths = new ArrayList<String>();
        for (String path : text.split(",", -1)) {
            if (path.indexOf('_') >= 0) {
                return null;
            }
            if (!path.isEmpty()) {
                paths.add(snake(path));
            }
        }
        return paths;
    }

    private static String snake(String path) {
        var snake = new StringBuilder(path.length() + 8);
        for (int at = 0; at < path.length(); at++) {
            char value = path.charAt(at);
            if (value >= 'A' && value <= 'Z') {
                snake.append('_').append((char) (value + ('a' - 'A')));
            } else {
                snake.append(value);
            }
        }
        return snake.toString();
    }

    private static boolean lower(char value) {
        return value >= 'a' && value <= 'z';
    }
}
