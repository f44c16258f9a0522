package io.polyport.standalone.trade;

import java.math.BigDecimal;
import java.util.Map;
import java.util.UUID;

/** An expression of a declared movement. */
sealed interface Value {
    /** The value for a row of a document; null when the document has none. */
    Object of(Map<String, Object> row, Paper paper);

    record Fixed(Object value) implements Value {
        @Override
        public Object of(Map<String, Object> row, Paper paper) {
            return value;
        }
    }

    /** A key of which is not said yet to what it belongs. */
    record Key(UUID key) implements Value {
        @Override
        public Object of(Map<String, Object> row, Paper paper) {
            return key;
        }
    }

    /** A property of the row, or of the document where the row has none of the name. */
    record Named(String name) implements Value {
        @Override
        public Object of(Map<String, Object> row, Paper paper) {
            if (row.containsKey(name)) {
                return row.get(name);
            }
            return name.equals("Date") ? paper.date() : paper.head().get(name);
        }
    }

    record OfDocument(String name) implements Value {
        @Override
        public Object of(Map<String, Object> row, Paper paper) {
            return name.equals("Date") ? paper.date() : paper.head().get(name);
        }
    }

    record IsTrue(Value flag) implements Value {
        @Override
        public Object of(Map<String, Object> row, Paper paper) {
            return Boolean.TRUE.equals(flag.of(row, paper));
        }
    }

    record IsPositive(Value number) implements Value {
        @Override
        public Object of(Map<String, Object> row, Paper paper) {
            return number.of(row, paper) instanceof BigDecimal amount && amount.signum() > 0;
        }
    }

    /** @throws IllegalArgumentException for an expression that the demo's model doesn't have */
    static Value of(String text) {
        if (text.startsWith("guid'")) {
            return new Key(UUID.fromString(text.substring("guid'".length(), text.length() - 1)));
        }
        if (text.startsWith("'")) {
            return new Fixed(text.substring(1, text.length() - 1));
        }
        if (text.startsWith("Ref/")) {
            return new OfDocument(text.substring("Ref/".length()));
        }
        if (text.indexOf(' ') >= 0) {
            throw new IllegalArgumentException("the demo's documents can't be posted with the expression " + text);
        }
        return new Named(text);
    }

    /** What chooses rows; '' chooses all. */
    static Value condition(String text) {
        if (text.isEmpty()) {
            return new Fixed(true);
        }
        if (text.endsWith(" eq true")) {
            return new IsTrue(of(text.substring(0, text.length() - " eq true".length())));
        }
        if (text.endsWith(" gt 0")) {
            return new IsPositive(of(text.substring(0, text.length() - " gt 0".length())));
        }
        throw new IllegalArgumentException("the demo's documents can't be posted with the condition " + text);
    }
}
