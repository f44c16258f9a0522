package io.polyport.odata.rows;

import java.sql.SQLException;

/** The row at which results stand. */
interface RowAtHand extends Row {
    /** The results have gone on to another row. */
    void moved() throws SQLException;
}
