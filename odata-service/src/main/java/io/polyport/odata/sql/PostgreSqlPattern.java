package io.polyport.odata.sql;

import io.polyport.odata.query.Template;
import io.polyport.odata.query.Template.Piece;
import java.util.stream.Collectors;

/** A template as a pattern of LIKE, or as a regular expression where it has sets of characters. */
final class PostgreSqlPattern {
    private PostgreSqlPattern() {}

    static Dialect.Matching of(Template template) {
        boolean sets = template.pieces().stream().anyMatch(Piece.OneOf.class::isInstance);
        return sets
                ? new Dialect.Matching(
                        "#0 ~ ?",
                        template.pieces().stream()
                                .map(PostgreSqlPattern::expression)
                                .collect(Collectors.joining("", "^(?:", ")$")))
                : new Dialect.Matching(
                        "#0 like ? escape '\\'",
                        template.pieces().stream().map(PostgreSqlPattern::like).collect(Collectors.joining()));
    }

    private static String like(Piece piece) {
        return switch (piece) {
            case Piece.Exactly exactly -> literal(exactly.text());
            case Piece.AnyText any -> "%";
            case Piece.AnyCharacter any -> "_";
            case Piece.OneOf oneOf -> throw new IllegalStateException("LIKE has no sets of characters");
        };
    }

    /** A text as LIKE takes it for itself; for all dialects. */
    static String literal(String text) {
        return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }

    private static String expression(Piece piece) {
        return switch (piece) {
            case Piece.Exactly exactly ->
                exactly.text().codePoints().mapToObj(PostgreSqlPattern::code).collect(Collectors.joining());
            case Piece.AnyText any -> ".*";
            case Piece.AnyCharacter any -> ".";
            case Piece.OneOf oneOf ->
                oneOf.ranges().stream()
                        .map(range -> code(range.from()) + "-" + code(range.to()))
                        .collect(Collectors.joining("", oneOf.not() ? "[^" : "[", "]"));
        };
    }

    private static String code(int sign) {
        return "\\U%08x".formatted(sign);
    }
}
