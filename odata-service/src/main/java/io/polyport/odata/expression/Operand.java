package io.polyport.odata.expression;

import io.polyport.odata.model.Property;
import io.polyport.odata.query.Condition;
import io.polyport.odata.query.Term;
import java.util.Optional;

/** What a part of an expression turned out to be. */
public sealed interface Operand {
    /**
     * One value of one type.
     *
     * @param padded characters to which the column is filled up with spaces, see {@link Filling}; 0 for none
     */
    record Value(Term term, int padded) implements Operand {
        Value(Term term) {
            this(term, 0);
        }
    }

    /**
     * A reference whose kind of objects is known.
     *
     * @param target resource name of the objects
     * @param way leads to the object, where a path may go on
     */
    record Key(Term term, String target, Optional<Way> way) implements Operand {}

    /** A property of several types as it stands. */
    record Mixed(Place place, Property.Composite property) implements Operand {}

    /** {@code X_Type}: which type the value of a property of several types has. */
    record Kind(Place place, Property.Composite property) implements Operand {}

    /** {@code DataVersion}, a number that callers see as base64. */
    record Version(Term number) implements Operand {}

    record Truth(Condition condition) implements Operand {}

    /** {@code null} as it was written. */
    record Nothing() implements Operand {}

    /** Joins what a path leads to, once it is needed. */
    interface Way {
        Place go();
    }

    /** What it is, for messages, in the accusative of both languages. */
    default String russian() {
        return switch (this) {
            case Value value -> Faults.russian(value.term().type());
            case Key key -> "ссылку";
            case Mixed mixed -> "значение составного типа";
            case Kind kind -> "имя типа";
            case Version version -> "версию данных";
            case Truth truth -> "условие";
            case Nothing nothing -> "null";
        };
    }

    default String english() {
        return switch (this) {
            case Value value -> Faults.english(value.term().type());
            case Key key -> "a reference";
            case Mixed mixed -> "a value of several types";
            case Kind kind -> "the name of a type";
            case Version version -> "a data version";
            case Truth truth -> "a condition";
            case Nothing nothing -> "null";
        };
    }
}
