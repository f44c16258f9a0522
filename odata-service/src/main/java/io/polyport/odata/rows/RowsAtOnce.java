package io.polyport.odata.rows;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;

/**
 * How many rows of a statement PostgreSQL gives at once, so that the memory for them does not grow with their size. The
 * driver's own way to do that (adaptiveFetch) begins with as many as it is told and drops the connection when they were too
 * large. Here two come first; then as many as the largest row so far lets in, never many times more than before, and never
 * more than there is room for should they be as large as their columns allow.
 */
final class RowsAtOnce {
    static final int FIRST = 2;
    private static final int GROWTH = 8;
    private static final int FORGOTTEN = 8;

    /** Of rows at once, by those that were seen. */
    private static final int BYTES = 512 * 1024;

    /** Of rows at once, should all be as large as may be expected of them. */
    private static final int MOST_BYTES = 8 * 1024 * 1024;

    /** What is expected of texts and storages without a limit: such as are common, not such as are possible. */
    private static final int LARGE_TEXT = 128 * 1024;

    private static final int LARGE_STORAGE = 2 * 1024 * 1024;
    private static final int BYTES_PER_CHARACTER = 2;
    private static final int LONGEST_LIMIT = 10_000;
    private static final int OTHER_VALUE = 16;

    private final int most;
    private int rows;
    private int left;
    private boolean begun;
    private long largest = 1;

    private RowsAtOnce(int most, int rows) {
        this.most = most;
        this.rows = rows;
        this.left = rows;
    }

    /** @param fetchSize most that are wanted */
    static RowsAtOnce of(ResultSetMetaData columns, int fetchSize) throws SQLException {
        return expecting(expected(columns), fetchSize);
    }

    /** @param size bytes that a row may be expected to have, if it is a large one */
    static RowsAtOnce expecting(long size, int fetchSize) {
        return new RowsAtOnce(Math.clamp(MOST_BYTES / Math.max(1, size), 1, fetchSize), Math.min(FIRST, fetchSize));
    }

    private static long expected(ResultSetMetaData columns) throws SQLException {
        long limited = 0;
        long unlimited = 0;
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            int type = columns.getColumnType(i);
            int limit = columns.getPrecision(i);
            if (type == Types.BINARY) {
                unlimited = LARGE_STORAGE;
            } else if (type != Types.VARCHAR) {
                limited += OTHER_VALUE;
            } else if (limit <= 0 || limit > LONGEST_LIMIT) {
                unlimited = Math.max(unlimited, LARGE_TEXT);
            } else {
                limited += (long) limit * BYTES_PER_CHARACTER;
            }
        }
        return limited + unlimited;
    }

    /**
     * The row at hand is left, or none when the first is still to come.
     *
     * @param size how many bytes it had
     * @return whether {@link #rows} come next, because it was the last of those that came
     */
    boolean left(long size) {
        if (!begun) {
            begun = true;
            return false;
        }
        // It is forgotten by and by, or one large row would slow down all that follow.
        largest = Math.max(size, largest - largest / FORGOTTEN);
        left--;
        if (left > 0) {
            return false;
        }
        rows = Math.clamp(Math.min(BYTES / largest, (long) rows * GROWTH), 1, most);
        left = rows;
        return true;
    }

    int rows() {
        return rows;
    }
}
