package io.polyport.odata.rows;

/**
 * Rows as they come from the database, with the children that belong to each. Used by one thread that may wait; a method
 * throws {@link io.polyport.odata.problem.ODataException} when the database or a guard ends the reading.
 */
public interface Cursor {
    /** Goes on to the next row; false at the end. Children of the row before that were not walked are passed over. */
    boolean next();

    Row row();

    /** The rows of a child that belong to the row at hand; to be walked once, before {@link #next}. */
    Children child(int number);

    /** Rows that belong to one row. */
    interface Children {
        boolean next();

        Row row();
    }
}
