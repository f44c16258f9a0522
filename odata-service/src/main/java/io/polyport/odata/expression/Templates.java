package io.polyport.odata.expression;

import io.polyport.odata.problem.InnerCode;
import io.polyport.odata.query.Template;
import io.polyport.odata.query.Template.Piece;
import io.polyport.odata.query.Template.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Reads templates of 1C's ПОДОБНО: {@code %} any text, {@code _} any character, {@code [а-яё]} one of these, {@code [^к]}
 * none of these; the escape character makes the next one mean itself. Characters are code points.
 */
final class Templates {
    private static final int NONE = -1;

    private final int[] text;
    private final int escape;
    private final int position;
    private final List<Piece> pieces = new ArrayList<>();
    private final StringBuilder exact = new StringBuilder();
    private int at;

    private Templates(String text, OptionalInt escape, int position) {
        this.text = text.codePoints().toArray();
        this.escape = escape.orElse(NONE);
        this.position = position;
    }

    static Template parse(String text, OptionalInt escape, int position) {
        if (text.indexOf(0) >= 0) {
            throw Faults.of(
                    InnerCode.UNREADABLE_STRING,
                    position,
                    "Шаблон содержит символ с кодом 0: уберите его",
                    "The template has the character 0 in it: leave it out");
        }
        return new Templates(text, escape, position).all();
    }

    private Template all() {
        while (at < text.length) {
            int sign = text[at++];
            if (sign == escape) {
                exact.appendCodePoint(escaped());
            } else if (sign == '%') {
                add(new Piece.AnyText());
            } else if (sign == '_') {
                add(new Piece.AnyCharacter());
            } else if (sign == '[') {
                add(oneOf());
            } else {
                exact.appendCodePoint(sign);
            }
        }
        flush();
        return new Template(pieces);
    }

    /** Several {@code %} one after another are one. */
    private void add(Piece piece) {
        flush();
        if (!(piece instanceof Piece.AnyText) || pieces.isEmpty() || !(pieces.getLast() instanceof Piece.AnyText)) {
            pieces.add(piece);
        }
    }

    private void flush() {
        if (!exact.isEmpty()) {
            pieces.add(new Piece.Exactly(exact.toString()));
            exact.setLength(0);
        }
    }

    private int escaped() {
        if (at == text.length) {
            throw bad("после спецсимвола нужен символ", "a character must follow the escape");
        }
        return text[at++];
    }

    private Piece oneOf() {
        boolean not = at < text.length && text[at] == '^';
        if (not) {
            at++;
        }
        var ranges = new ArrayList<Range>();
        while (at < text.length && text[at] != ']') {
            ranges.add(range());
        }
        if (at == text.length) {
            throw bad("[ не закрыта: поставьте ]", "[ is not closed: write ]");
        }
        if (ranges.isEmpty()) {
            throw bad("между [ и ] нет символов", "there is no character between [ and ]");
        }
        at++;
        return new Piece.OneOf(not, ranges);
    }

    private Range range() {
        int from = sign();
        if (at + 1 >= text.length || text[at] != '-' || text[at + 1] == ']') {
            return new Range(from, from);
        }
        at++;
        int to = sign();
        if (to < from) {
            throw bad("диапазон задан в обратном порядке", "a range is written the wrong way round");
        }
        return new Range(from, to);
    }

    private int sign() {
        int sign = text[at++];
        return sign == escape ? escaped() : sign;
    }

    private RuntimeException bad(String russian, String english) {
        return Faults.type(
                position, "Шаблон like не разобран: " + russian, "The template of like can't be read: " + english);
    }
}
