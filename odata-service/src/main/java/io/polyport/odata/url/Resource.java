package io.polyport.odata.url;

import java.util.List;
import java.util.Optional;

/** The path behind the publication's root (OD-10 to OD-16). */
public sealed interface Resource {
    record ServiceDocument() implements Resource {}

    record Metadata() implements Resource {}

    record Batch() implements Resource {}

    /**
     * A set, an entity of it, or what one of them leads to.
     *
     * @param key what stands in parentheses behind the set's name
     * @param steps what follows, in order
     */
    record Set(String name, Optional<Key> key, List<Step> steps) implements Resource {
        public Set {
            steps = List.copyOf(steps);
        }
    }

    /**
     * Names a function of no set: {@code SelectChanges}, {@code NotifyChangesReceived}.
     */
    record Function(String name, List<Argument> arguments) implements Resource {
        public Function {
            arguments = List.copyOf(arguments);
        }
    }

    /** A key: a single value without a name, or values by name in any order. */
    record Key(List<Part> parts) {
        public Key {
            parts = List.copyOf(parts);
        }

        /** @param name empty where only the value was written */
        public record Part(Optional<String> name, Literal value, int position) {}
    }

    /** A segment behind a set. */
    sealed interface Step {
        /** A property, a navigation property, or a function without parentheses: the model decides. */
        record Name(String text) implements Step {}

        /** A function with parentheses. */
        record Call(String function, List<Argument> arguments) implements Step {
            public Call {
                arguments = List.copyOf(arguments);
            }
        }

        record Count() implements Step {}

        record Value() implements Step {}

        record Links(String navigation) implements Step {}
    }

    /**
     * An argument of a bound function.
     *
     * @param name empty for positional ones
     * @param text the value as written, decoded, quotes around a condition taken off ({@code Period} keeps its {@code datetime'…'})
     * @param position in the decoded path
     */
    record Argument(Optional<String> name, String text, int position) {}
}
