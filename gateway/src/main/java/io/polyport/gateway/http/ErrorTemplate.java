package io.polyport.gateway.http;

import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text with places in it, which are filled with what is escaped as the text's language asks for. */
final class ErrorTemplate {
    /** Braces around anything else are the template's own. */
    private static final Pattern PLACE = Pattern.compile("\\{(code|status|title|detail|lang|problem|requestId)\\}");

    private final String text;
    private final boolean json;

    private ErrorTemplate(String text, boolean json) {
        this.text = text;
        this.json = json;
    }

    /** @param json as inside the quotes of a JSON string; else as text or inside quotes in XML */
    static ErrorTemplate of(String text, boolean json) {
        return new ErrorTemplate(text, json);
    }

    /** In one go: what stands in a value is never taken for a place. */
    String filled(UnaryOperator<String> values) {
        return PLACE.matcher(text).replaceAll(place -> Matcher.quoteReplacement(escaped(values.apply(place.group(1)))));
    }

    private String escaped(String value) {
        var escaped = new StringBuilder(value.length() + 16);
        value.codePoints().forEach(character -> {
            if (json) {
                json(escaped, character);
            } else {
                xml(escaped, character);
            }
        });
        return escaped.toString();
    }

    /** RFC 8259 §7. */
    private static void json(StringBuilder escaped, int character) {
        switch (character) {
            case '"' -> escaped.append("\\\"");
            case '\\' -> escaped.append("\\\\");
            case '\n' -> escaped.append("\\n");
            case '\r' -> escaped.append("\\r");
            case '\t' -> escaped.append("\\t");
            default -> {
                boolean plain = character >= 0x20 && !isHalf(character) && character != 0x2028 && character != 0x2029;
                if (plain) {
                    escaped.appendCodePoint(character);
                } else {
                    escaped.append(String.format("\\u%04x", character));
                }
            }
        }
    }

    /** XML 1.0 §2.2: what is no character of it can't be escaped either. */
    private static void xml(StringBuilder escaped, int character) {
        switch (character) {
            case '&' -> escaped.append("&amp;");
            case '<' -> escaped.append("&lt;");
            case '>' -> escaped.append("&gt;");
            case '"' -> escaped.append("&quot;");
            case '\'' -> escaped.append("&#39;");
            case '\t', '\n', '\r' -> escaped.append("&#").append(character).append(';');
            default -> {
                boolean allowed = character >= 0x20 && !isHalf(character) && character != 0xFFFE && character != 0xFFFF;
                escaped.appendCodePoint(allowed ? character : 0xFFFD);
            }
        }
    }

    /** One half of a pair of UTF-16 without the other. */
    private static boolean isHalf(int character) {
        return character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
    }
}
