package io.polyport.odata.expression;

import io.polyport.odata.query.Condition;
import io.polyport.odata.query.Function;
import io.polyport.odata.query.Term;
import java.util.List;

/**
 * Strings of fixed length. Databases keep them filled up with spaces, answers show them so, and expressions and keys never see
 * the filling: nobody should have to count spaces.
 */
public final class Filling {
    private static final String SPACE = " ";

    private Filling() {}

    /** The value of a column that is kept filled up. */
    static Term without(Term stored) {
        return new Term.Applied(Function.UNFILLED, List.of(stored));
    }

    /** What {@link #without} was made of, where the filling makes no difference; else the term itself. */
    static Term stored(Term term) {
        return term instanceof Term.Applied(Function function, List<Term> arguments) && function == Function.UNFILLED
                ? arguments.getFirst()
                : term;
    }

    /**
     * Compares a column that is kept filled up, so that its indexes serve.
     *
     * @param length of the column, in characters
     */
    public static Condition comparison(Condition.Comparator comparator, Term stored, int length, String text) {
        String plain = plain(text);
        var empty = constant("");
        return switch (comparator) {
            case EQUAL, NOT_EQUAL -> {
                var filled = new Condition.Comparison(comparator, stored, constant(filled(plain, length)));
                // What was never given is not filled up either.
                var conditions = List.<Condition>of(filled, new Condition.Comparison(comparator, stored, empty));
                yield !plain.isEmpty()
                        ? filled
                        : comparator == Condition.Comparator.EQUAL
                                ? new Condition.Any(conditions)
                                : new Condition.All(conditions);
            }
            default ->
                plain.isEmpty()
                        ? new Condition.Comparison(comparator, without(stored), empty)
                        : new Condition.Comparison(comparator, stored, constant(filled(plain, length)));
        };
    }

    /** A text that begins so; that the beginning ends with a space is the only case in which the filling counts. */
    static Condition startsWith(Term text, Term start) {
        boolean plain = start instanceof Term.Constant(Term.Type type, String constant) && !constant.endsWith(SPACE);
        return new Condition.StartsWith(plain ? stored(text) : text, start);
    }

    private static Term constant(String text) {
        return new Term.Constant(Term.Type.TEXT, text);
    }

    private static String filled(String text, int length) {
        return text + SPACE.repeat(Math.max(0, length - text.codePointCount(0, text.length())));
    }

    private static String plain(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == ' ') {
            end--;
        }
        return text.substring(0, end);
    }
}
