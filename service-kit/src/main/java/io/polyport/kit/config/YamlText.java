package io.polyport.kit.config;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Writes single YAML values and indents blocks of lines. */
final class YamlText {
    private static final Pattern PLAIN = Pattern.compile("[\\p{L}/][\\p{L}\\p{N}_./-]*");
    private static final Set<String> WORDS = Set.of("null", "true", "false", "yes", "no", "on", "off", "y", "n");

    private YamlText() {}

    /** A text or a key, in double quotes unless it can be nothing else than text. */
    static String text(String value) {
        if (PLAIN.matcher(value).matches() && !WORDS.contains(value.toLowerCase(Locale.ROOT))) {
            return value;
        }
        var out = new StringBuilder("\"");
        value.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                out.append('\\').append((char) c);
            } else if ((c >= ' ' && c < 127) || Character.isLetterOrDigit(c)) {
                out.appendCodePoint(c);
            } else {
                out.append(c > 0xFFFF ? String.format("\\U%08X", c) : String.format("\\u%04X", c));
            }
        });
        return out.append('"').toString();
    }

    static List<String> indent(List<String> lines) {
        return lines.stream().map(line -> line.isEmpty() ? "" : "  " + line).toList();
    }

    /** The lines as one item of a list. */
    static List<String> item(List<String> lines) {
        var indented = new java.util.ArrayList<>(indent(lines));
        indented.set(0, "- " + lines.getFirst());
        return indented;
    }

    static String join(List<String> lines) {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }
}
