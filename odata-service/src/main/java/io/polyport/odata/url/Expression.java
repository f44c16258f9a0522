package io.polyport.odata.url;

import java.util.List;
import java.util.Optional;

/** An expression of {@code $filter}, {@code $orderby} or a condition, as it was written (OD-21 to OD-25). */
public sealed interface Expression {
    /**
     * Where it begins in the option's decoded text, from 0, for messages, which count from 1; of an operator with two sides,
     * where the operator stands.
     */
    int position();

    record Value(int position, Literal value) implements Expression {}

    /**
     * A property or a way through several: {@code Контрагент/ИНН}; behind a cast: {@code cast(A,'Document_B')/Склад}.
     *
     * @param start what the way begins at, when it is not the row itself
     * @param names the segments, at least one
     */
    record Path(int position, Optional<Expression> start, List<Name> names) implements Expression {
        public Path {
            names = List.copyOf(names);
        }
    }

    /** A segment of a path with its own position. */
    record Name(int position, String text) {}

    record Negation(int position, Expression operand) implements Expression {}

    record Not(int position, Expression operand) implements Expression {}

    record Binary(int position, Operator operator, Expression left, Expression right) implements Expression {}

    /** A function; names are compared as they stand, in small letters. */
    record Call(int position, String function, List<Expression> arguments) implements Expression {
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    /**
     * {@code Товары/any(d: d/Цена gt 10)}.
     *
     * @param name as written: {@code any}, {@code all} or what there is not
     * @param variable empty for {@code any()}
     */
    record Lambda(int position, Path collection, String name, Optional<String> variable, Optional<Expression> condition)
            implements Expression {}

    /** Operators with two sides, see the levels in {@link #level}. */
    enum Operator {
        MUL(6),
        DIV(6),
        ADD(5),
        SUB(5),
        GT(4),
        GE(4),
        LT(4),
        LE(4),
        EQ(3),
        NE(3),
        AND(2),
        OR(1);

        private final int level;

        Operator(int level) {
            this.level = level;
        }

        /** A higher level binds closer (seed 003 17.2.1.5.2). */
        public int level() {
            return level;
        }
    }
}
