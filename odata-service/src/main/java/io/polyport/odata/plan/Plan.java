package io.polyport.odata.plan;

import io.polyport.odata.query.Statement;
import java.util.Optional;

/** What answers a request that reads. */
public sealed interface Plan {
    /** The list of all sets (OD-10). */
    record ServiceDocument() implements Plan {}

    /** The model as EDMX (OD-10). */
    record Metadata() implements Plan {}

    /** Any number of entities. */
    record Entities(Reading reading) implements Plan {}

    /** Rows of a virtual table: not entities, they have no address (OD-15). */
    record VirtualRows(Reading reading) implements Plan {}

    /** One entity; no row means that there is none (404, code 9). */
    record One(Reading reading) implements Plan {}

    /**
     * How many entities there are, as a bare number (OD-26).
     *
     * @param forbidden as in {@link Reading}
     */
    record Count(Statement count, Optional<Statement> forbidden) implements Plan {}

    /**
     * A property of one entity (OD-14); no row means that there is no such entity.
     *
     * @param reading has the property as its only field
     * @param raw whether the bare text is wanted ({@code /$value})
     */
    record PropertyValue(Reading reading, boolean raw) implements Plan {}

    /**
     * The bytes of a value storage (OD-3); no row means that there is no such entity.
     *
     * @param mediaType number of the column that has the bytes' type; '' where the storage is empty
     * @param bytes number of their column
     */
    record Stream(Reading reading, int mediaType, int bytes) implements Plan {}

    /** The address of the entity that a navigation property leads to; the reading's key is that entity's (OD-14). */
    record Links(Reading reading) implements Plan {}
}
