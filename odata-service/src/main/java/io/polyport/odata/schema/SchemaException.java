package io.polyport.odata.schema;

import java.util.List;

/** The tables of a model can't be made or changed; the message is for the operator and says what to do. */
public final class SchemaException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<String> refused;

    SchemaException(String message) {
        super(message);
        this.refused = List.of();
    }

    SchemaException(String message, Throwable cause) {
        super(message, cause);
        this.refused = List.of();
    }

    /** @param refused each change that would lose data, in words */
    SchemaException(List<String> refused) {
        super("The model no longer has room for data that is in the database:\n  "
                + String.join("\n  ", refused)
                + "\nPut these back into the model, or allow the loss with 'allow-drop: true'. Nothing was changed.");
        this.refused = List.copyOf(refused);
    }

    /** The changes that were refused, each in words; empty when something else is wrong. */
    public List<String> refused() {
        return refused;
    }
}
