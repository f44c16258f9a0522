package io.polyport.odata.model;

/** The type of one value that is neither a reference nor of several types (OD-3). */
public sealed interface ScalarType {
    /**
     * @param length most characters, 0 for no limit
     * @param fixed whether shorter values are kept padded with spaces to the length
     */
    record Text(int length, boolean fixed) implements ScalarType {}

    /**
     * An exact decimal number.
     *
     * @param digits all digits
     * @param fraction digits behind the point
     */
    record Decimal(int digits, int fraction) implements ScalarType {}

    record Bool() implements ScalarType {}

    /** A moment without a zone, to the second; 0001-01-01T00:00:00 is the empty one. */
    record Moment(Parts parts) implements ScalarType {}

    /** What of a moment is kept; the rest is 00:00:00 or 0001-01-01. */
    enum Parts {
        DATE_AND_TIME,
        DATE,
        TIME
    }

    /** A UUID that refers to nothing that is known here. */
    record Guid() implements ScalarType {}

    /** {@code DataVersion}: rises with every write; a bigint in the table, shown as base64 of its 8 bytes, big-endian (OD-43). */
    record Version() implements ScalarType {}

    /** The name of a value of an enumeration of the model, '' for the empty one. */
    record Enumerated(String enumeration) implements ScalarType {}
}
