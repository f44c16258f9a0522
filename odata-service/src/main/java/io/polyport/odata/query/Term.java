package io.polyport.odata.query;

import io.polyport.odata.model.Column;
import java.util.List;

/** A typed value of a row. */
public sealed interface Term {
    Type type();

    /** What can be compared with what. */
    enum Type {
        TEXT,
        NUMBER,
        BOOLEAN,
        MOMENT,
        GUID
    }

    /** @param value String, BigDecimal, Boolean, LocalDateTime or UUID; always bound, never written into a statement */
    record Constant(Type type, Object value) implements Term {}

    record Of(Source source, Column column, Type type) implements Term {}

    /** SQL's null of a type. */
    record Nothing(Type type) implements Term {}

    record Arithmetic(Operation operation, Term left, Term right) implements Term {
        @Override
        public Type type() {
            return Type.NUMBER;
        }
    }

    enum Operation {
        ADD,
        SUBTRACT,
        MULTIPLY,
        DIVIDE
    }

    record Negative(Term of) implements Term {
        @Override
        public Type type() {
            return Type.NUMBER;
        }
    }

    record Applied(Function function, List<Term> arguments) implements Term {
        public Applied {
            arguments = List.copyOf(arguments);
        }

        @Override
        public Type type() {
            return function.result();
        }
    }

    /** The value where the condition holds, else SQL's null; how a property of several types is cast to one. */
    record Where(Condition condition, Term value) implements Term {
        @Override
        public Type type() {
            return value.type();
        }
    }

    /** Whether a condition holds, as a value; never null. */
    record Truth(Condition of) implements Term {
        @Override
        public Type type() {
            return Type.BOOLEAN;
        }
    }
}
