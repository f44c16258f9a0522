package io.polyport.odata.expression;

import io.polyport.odata.model.Column;
import io.polyport.odata.problem.ODataException;
import io.polyport.odata.query.Term;
import java.math.BigDecimal;

/**
 * How long numbers and texts can become, known before any row is read: what could grow without limit is refused, so that no
 * statement fails with an overflow or eats the memory.
 */
public final class Bounds {
    /** Digits before and behind the point; databases reckon exactly with far more. */
    public static final int DIGITS = 500;
    /** Digits behind the point that a quotient has. */
    static final int QUOTIENT = 10;

    private static final long CHARACTERS = 1_000_000;
    /** What a text without a limit of its own counts for: nothing made of it is more than ten times as long as it is. */
    private static final int LONG_TEXT = 100_000;
    /** Of what functions count: years, characters, seconds. */
    private static final Size COUNT = new Size(13, 0);

    private record Size(int whole, int fraction) {}

    private Bounds() {}

    static Term checked(Term term, int position) {
        if (term.type() == Term.Type.NUMBER) {
            Size size = size(term);
            if (size.whole > DIGITS || size.fraction > DIGITS) {
                throw tooBig(
                        position,
                        "числа длиннее %d цифр".formatted(DIGITS),
                        "numbers of more than %d digits".formatted(DIGITS));
            }
        }
        if (term.type() == Term.Type.TEXT && length(term) > CHARACTERS) {
            throw tooBig(position, "строки длиннее миллиона символов", "texts of more than a million characters");
        }
        return term;
    }

    private static ODataException tooBig(int position, String russian, String english) {
        return Faults.type(
                position,
                "Здесь могут получиться %s: упростите выражение".formatted(russian),
                "This could give %s: simplify the expression".formatted(english));
    }

    private static Size size(Term term) {
        return switch (term) {
            case Term.Constant constant -> size((BigDecimal) constant.value());
            case Term.Of of ->
                of.column().type() instanceof Column.Storage.Decimal(int digits, int fraction)
                        ? new Size(digits - fraction, fraction)
                        : COUNT;
            case Term.Nothing nothing -> new Size(0, 0);
            case Term.Negative negative -> size(negative.of());
            case Term.Where where -> size(where.value());
            case Term.Truth truth -> new Size(0, 0);
            case Term.Arithmetic arithmetic -> size(arithmetic);
            case Term.Applied applied ->
                switch (applied.function()) {
                    case ROUND, FLOOR, CEILING ->
                        new Size(size(applied.arguments().getFirst()).whole + 1, 0);
                    default -> COUNT;
                };
        };
    }

    private static Size size(BigDecimal number) {
        return new Size(Math.max(0, number.precision() - number.scale()), Math.max(0, number.scale()));
    }

    private static Size size(Term.Arithmetic arithmetic) {
        Size left = size(arithmetic.left());
        Size right = size(arithmetic.right());
        return switch (arithmetic.operation()) {
            case ADD, SUBTRACT ->
                new Size(Math.max(left.whole, right.whole) + 1, Math.max(left.fraction, right.fraction));
            case MULTIPLY -> new Size(left.whole + right.whole, left.fraction + right.fraction);
            case DIVIDE -> new Size(left.whole + right.fraction + 1, QUOTIENT);
        };
    }

    private static long length(Term term) {
        return switch (term) {
            case Term.Constant constant -> ((String) constant.value()).length();
            case Term.Of of ->
                of.column().type() instanceof Column.Storage.Text(int most) && most > 0 ? most : LONG_TEXT;
            case Term.Where where -> length(where.value());
            case Term.Applied applied ->
                switch (applied.function()) {
                    case CONCAT ->
                        length(applied.arguments().getFirst())
                                + length(applied.arguments().get(1));
                    case REPLACE -> length(applied.arguments().getFirst()) * growth(applied);
                    default -> length(applied.arguments().getFirst());
                };
            default -> 0;
        };
    }

    /** How many times as long a text can become that is nothing but what is replaced. */
    private static long growth(Term.Applied replace) {
        long searched = replace.arguments().get(1) instanceof Term.Constant constant ? length(constant) : 1;
        long least = Math.max(1, searched);
        return Math.max(1, (length(replace.arguments().get(2)) + least - 1) / least);
    }
}
