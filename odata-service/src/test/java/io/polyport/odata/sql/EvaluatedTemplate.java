package io.polyport.odata.sql;

import io.polyport.odata.query.Template;
import io.polyport.odata.query.Template.Piece;
import java.util.List;

/** Whether a text is like a template, tried out piece by piece. */
final class EvaluatedTemplate {
    private final List<Piece> pieces;
    private final int[] text;

    private EvaluatedTemplate(Template template, String text) {
        this.pieces = template.pieces();
        this.text = text.codePoints().toArray();
    }

    static boolean matches(Template template, String text) {
        return new EvaluatedTemplate(template, text).from(0, 0);
    }

    private boolean from(int piece, int at) {
        if (piece == pieces.size()) {
            return at == text.length;
        }
        return switch (pieces.get(piece)) {
            case Piece.AnyText any -> {
                boolean fits = false;
                for (int next = at; next <= text.length && !fits; next++) {
                    fits = from(piece + 1, next);
                }
                yield fits;
            }
            case Piece.AnyCharacter any -> at < text.length && from(piece + 1, at + 1);
            case Piece.OneOf oneOf -> at < text.length && contains(oneOf, text[at]) && from(piece + 1, at + 1);
            case Piece.Exactly exactly -> {
                int[] sought = exactly.text().codePoints().toArray();
                boolean fits = at + sought.length <= text.length;
                for (int i = 0; i < sought.length && fits; i++) {
                    fits = text[at + i] == sought[i];
                }
                yield fits && from(piece + 1, at + sought.length);
            }
        };
    }

    private static boolean contains(Piece.OneOf oneOf, int sign) {
        return oneOf.not() != oneOf.ranges().stream().anyMatch(range -> range.from() <= sign && sign <= range.to());
    }
}
