package io.polyport.odata.query;

import java.util.List;

/**
 * What rows are asked for. There are two truth values: a comparison with a missing value does not hold, and its negation
 * does.
 */
public sealed interface Condition {
    record Comparison(Comparator comparator, Term left, Term right) implements Condition {}

    enum Comparator {
        EQUAL,
        NOT_EQUAL,
        GREATER,
        NOT_LESS,
        LESS,
        NOT_GREATER
    }

    record All(List<Condition> of) implements Condition {
        public All {
            of = List.copyOf(of);
        }
    }

    record Any(List<Condition> of) implements Condition {
        public Any {
            of = List.copyOf(of);
        }
    }

    record Not(Condition of) implements Condition {}

    record Missing(Term what) implements Condition {}

    /** A Boolean value that is true. */
    record IsTrue(Term what) implements Condition {}

    record Contains(Term text, Term part) implements Condition {}

    record StartsWith(Term text, Term start) implements Condition {}

    record EndsWith(Term text, Term end) implements Condition {}

    /** @param template of 1C's query language: %, _, […], [^…] */
    record Like(Term text, Template template) implements Condition {}

    /**
     * Whether there is a row.
     *
     * @param where tells also how the rows belong to the outer ones
     */
    record Exists(Tables rows, Condition where) implements Condition {}

    record Always(boolean holds) implements Condition {}

    static Condition all(List<Condition> conditions) {
        return conditions.size() == 1 ? conditions.getFirst() : new All(conditions);
    }
}
