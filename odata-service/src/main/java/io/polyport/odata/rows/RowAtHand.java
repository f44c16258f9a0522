package io.polyport.odata.rows;

import java.sql.SQLException;

/** The row at which results stand. */
interface RowAtHand extends Row {
    /** The results are about to go on to another row. */
    void leave() throws SQLException;
}
