package io.polyport.odata.model;

/**
 * A column of a table.
 *
 * @param name physical name, ASCII, at most 63 bytes
 * @param nullable true only where SQL's null is a value: attributes of folders or of items alone
 */
public record Column(String name, Storage type, boolean nullable) {
    /** How a value is stored, whatever a dialect calls it. */
    public sealed interface Storage {
        /** @param length most characters, 0 for no limit */
        record Text(int length) implements Storage {}

        record Decimal(int digits, int fraction) implements Storage {}

        record Bool() implements Storage {}

        record Moment() implements Storage {}

        record Uuid() implements Storage {}

        record Bytes() implements Storage {}
    }
}
