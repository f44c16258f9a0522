package io.polyport.odata.sql;

import io.polyport.odata.query.Template;
import io.polyport.odata.query.Template.Piece;

/**
 * A template as a regular expression of Java, in which a dot is any code point. What follows a {@code %} is taken where it
 * first fits and not sought again, which is right for such templates and keeps the time short however many there are.
 */
final class JavaPattern {
    private JavaPattern() {}

    static String of(Template template) {
        var pattern = new StringBuilder("\\A");
        var fixed = new StringBuilder();
        boolean open = false;
        for (var piece : template.pieces()) {
            if (piece instanceof Piece.AnyText) {
                append(pattern, fixed, open);
                open = true;
            } else {
                fixed.append(one(piece));
            }
        }
        if (!open) {
            return pattern.append(fixed).append("\\z").toString();
        }
        return fixed.isEmpty()
                ? pattern.toString()
                : pattern.append(".*").append(fixed).append("\\z").toString();
    }

    /** What stands between two {@code %}, or before the first. */
    private static void append(StringBuilder pattern, StringBuilder fixed, boolean open) {
        if (!fixed.isEmpty()) {
            pattern.append(open ? "(?>.*?" : "").append(fixed).append(open ? ")" : "");
            fixed.setLength(0);
        }
    }

    private static String one(Piece piece) {
        return switch (piece) {
            case Piece.Exactly exactly ->
                exactly.text()
                        .codePoints()
                        .collect(StringBuilder::new, (text, sign) -> text.append(code(sign)), StringBuilder::append)
                        .toString();
            case Piece.AnyCharacter any -> ".";
            case Piece.OneOf oneOf -> {
                var set = new StringBuilder(oneOf.not() ? "[^" : "[");
                oneOf.ranges()
                        .forEach(range ->
                                set.append(code(range.from())).append('-').append(code(range.to())));
                yield set.append(']').toString();
            }
            case Piece.AnyText any -> throw new IllegalStateException("% is no single piece");
        };
    }

    private static String code(int sign) {
        return "\\x{%x}".formatted(sign);
    }
}
