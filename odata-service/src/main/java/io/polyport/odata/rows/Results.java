package io.polyport.odata.rows;

import java.sql.ResultSet;
import java.sql.SQLException;

/** The rows of one statement of a reading. */
final class Results {
    private final Running<?> running;
    private final ResultSet results;
    private final RowAtHand row;

    Results(Running<?> running, ResultSet results, RowAtHand row) {
        this.running = running;
        this.results = results;
        this.row = row;
    }

    boolean next() {
        running.enterDatabase();
        try {
            if (!results.next()) {
                return false;
            }
            row.moved();
            running.countRow();
            return true;
        } catch (SQLException broken) {
            throw running.failure(broken);
        } finally {
            running.leaveDatabase();
        }
    }

    Row row() {
        return row;
    }

    /** Name of a column's type in the database's words. */
    String typeName(int column) throws SQLException {
        return results.getMetaData().getColumnTypeName(column + 1);
    }
}
