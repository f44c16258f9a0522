package io.polyport.odata.rows;

import java.sql.SQLException;

/** The row at which results stand: none until {@link #next} was asked. */
interface RowAtHand extends Row {
    /** Goes on to the next row; waits for the database if need be. False at the end. */
    boolean next() throws SQLException;

    /** Whether the database works at rows that nobody has asked for yet. */
    boolean isFetching();

    /** Returns when nothing works at the statement any more. */
    void awaitIdle();
}
