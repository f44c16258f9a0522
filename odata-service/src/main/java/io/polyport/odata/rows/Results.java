package io.polyport.odata.rows;

import java.sql.Blob;
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
            if (!row.next()) {
                return false;
            }
            running.countRow();
            return true;
        } catch (SQLException broken) {
            throw running.failure(broken);
        } finally {
            running.leaveDatabase();
        }
    }

    /** A value whose bytes stay in the database until they are read; null for none. */
    Blob blob(int column) {
        try {
            return results.getBlob(column + 1);
        } catch (SQLException broken) {
            throw running.failure(broken);
        }
    }

    /** Whether the database works at rows that nobody has asked for yet. */
    boolean isFetching() {
        return row.isFetching();
    }

    /** Returns when nothing works at the statement any more. */
    void awaitIdle() {
        row.awaitIdle();
    }

    Row row() {
        return row;
    }

    /** Name of a column's type in the database's words. */
    String typeName(int column) throws SQLException {
        return results.getMetaData().getColumnTypeName(column + 1);
    }
}
