package io.polyport.odata.rows;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;

/**
 * How many rows of a statement PostgreSQL gives at once, so that the memory for them does not grow with their size. The
 * driver's own way to do that (adaptiveFetch) begins with as many as it is told and drops the connection when they were too
 * large. Here two come first; then as many as the largest row so far lets in, never many times more than before, and no
 * more than there is room for should they be as large as their columns allow. That last limit gives way to what is seen: of
 * texts, a quarter of the rows that came since the last large one may come at once, and four times as many as there is
 * room for at most: rows come in an order, and behind many empty texts long ones may begin.
 */
final class RowsAtOnce {
    static final int FIRST = 2;
    private static final int GROWTH = 8;
    private static final int FORGOTTEN = 8;

    /** Of rows at once, by those that were seen. As many again are written meanwhile. */
    static final int BYTES = 256 * 1024;

    /** Of rows at once, should all be as large as may be expected of them. */
    private static final int MOST_BYTES = 8 * 1024 * 1024;

    /** What is expected of texts and storages without a limit: such as are common, not such as are possible. */
    private static final int LARGE_TEXT = 128 * 1024;

    private static final int LARGE_STORAGE = 2 * 1024 * 1024;
    private static final int BYTES_PER_CHARACTER = 2;
    private static final int LONGEST_LIMIT = 10_000;
    private static final int OTHER_VALUE = 16;

    /** A row of so many bytes is a large one. */
    private static final int LARGE = 16 * 1024;

    /** Were large rows common, one would have been seen among four times as many. */
    private static final int SEEN_FOR_ONE = 4;

    private static final int MOST_BEYOND_ROOM = 4;

    private final int most;
    private final int room;
    private final boolean storages;
    private int rows;
    private int left;
    private long largest = 1;
    private long sinceLarge;

    private RowsAtOnce(int most, int room, boolean storages) {
        this.most = most;
        this.room = room;
        this.storages = storages;
        this.rows = Math.min(FIRST, most);
        this.left = rows;
    }

    /** @param fetchSize most that are wanted */
    static RowsAtOnce of(ResultSetMetaData columns, int fetchSize) throws SQLException {
        return expecting(expected(columns), fetchSize);
    }

    /** @param size bytes that a row may be expected to have, if it is a large one */
    static RowsAtOnce expecting(long size, int fetchSize) {
        return new RowsAtOnce(
                fetchSize, Math.clamp(MOST_BYTES / Math.max(1, size), 1, fetchSize), size >= LARGE_STORAGE);
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
     * A row was seen; with the last of those that came at once it is known how many come next.
     *
     * @param size how many bytes it had
     */
    void came(long size) {
        // It is forgotten by and by, or one large row would slow down all that follow.
        largest = Math.max(size, largest - largest / FORGOTTEN);
        sinceLarge = size > LARGE ? 0 : sinceLarge + 1;
        left--;
        if (left == 0) {
            rows = Math.clamp(Math.min(BYTES / largest, (long) rows * GROWTH), 1, limit());
            left = rows;
        }
    }

    /** Storages are large more often than not. */
    private int limit() {
        return storages ? room : Math.clamp(sinceLarge / SEEN_FOR_ONE, room, Math.min(most, room * MOST_BEYOND_ROOM));
    }

    /** How many come at once, now; when all of these were seen, how many come next. */
    int rows() {
        return rows;
    }
}
