package io.polyport.odata.rows;

import java.sql.SQLException;
import java.util.Optional;

/** The row at which results stand: none until {@link #next} was asked. */
interface RowAtHand extends Row {
    /** Goes on to the next row; waits for the database if need be. False at the end. */
    boolean next() throws SQLException;

    /** Whether the database works at rows that nobody has asked for yet. */
    boolean isFetching();

    /** Why rows can't be had that nobody has asked for yet. */
    Optional<SQLException> fault();

    /** Returns when nothing works at the statement any more. */
    void close();
}
