package io.polyport.odata.rows;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Rows of a statement as PostgreSQL gives them, so many at once. While those are written that came last, a thread fetches the
 * next: the database would wait for the writer, and the writer for the database, otherwise. Taken and closed by one thread.
 */
final class FetchAhead {
    /** Fewer rows, or fewer bytes, are written before a thread has begun. */
    private static final int ROWS_WORTH_A_THREAD = 100;

    private static final int BYTES_WORTH_A_THREAD = 32 * 1024;

    /** What an array takes besides its bytes, roughly: rows of many short values are mostly that. */
    private static final int BYTES_OF_AN_ARRAY = 24;

    private final ResultSet results;
    private final RowsAtOnce atOnce;
    private final Runnable progress;
    private final int columns;

    /** What is being fetched; null while nothing is. */
    private CompletableFuture<Fetched> coming;

    private boolean ended;

    /**
     * @param bytes that the rows take
     * @param last whether there are no more
     */
    private record Fetched(List<byte[][]> rows, long bytes, boolean last) {
        /** Large ones would take up too much memory twice. */
        boolean letsFetchAhead() {
            return !last
                    && (rows.size() >= ROWS_WORTH_A_THREAD || bytes >= BYTES_WORTH_A_THREAD)
                    && bytes <= RowsAtOnce.BYTES;
        }
    }

    /**
     * @param atOnce says first how many rows the statement was told to begin with
     * @param progress is told each time that the database has given some, in any thread
     */
    FetchAhead(ResultSet results, RowsAtOnce atOnce, Runnable progress) throws SQLException {
        this.results = results;
        this.atOnce = atOnce;
        this.progress = progress;
        this.columns = results.getMetaData().getColumnCount();
    }

    /** The next rows, each with the bytes of its columns; none at the end. */
    List<byte[][]> take() throws SQLException {
        if (ended) {
            return List.of();
        }
        Fetched fetched = coming == null ? fetch() : awaited();
        coming = null;
        ended = fetched.last();
        if (fetched.letsFetchAhead()) {
            begin();
        }
        return fetched.rows();
    }

    boolean isFetching() {
        return coming != null && !coming.isDone();
    }

    /** Returns when nobody uses the statement any more; what bounds a statement's time, and the driver's waiting, bounds this. */
    void awaitIdle() {
        if (coming != null) {
            coming.exceptionally(unwanted -> null).join();
        }
    }

    private void begin() {
        var next = new CompletableFuture<Fetched>();
        Thread.ofVirtual().name("odata-fetching").start(() -> {
            try {
                next.complete(fetch());
            } catch (Throwable broken) {
                next.completeExceptionally(broken);
            }
        });
        // Only now: one whose thread could not begin never comes.
        coming = next;
    }

    private Fetched awaited() throws SQLException {
        try {
            return coming.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof SQLException broken) {
                throw broken;
            }
            throw failed;
        }
    }

    /** The driver fetches so many as it was told when the row is asked for that follows the last of those it has. */
    private Fetched fetch() throws SQLException {
        int count = atOnce.rows();
        List<byte[][]> rows = new ArrayList<>(count);
        long bytes = 0;
        while (rows.size() < count && results.next()) {
            byte[][] row = row();
            long size = size(row);
            atOnce.came(size);
            bytes += size;
            rows.add(row);
        }
        progress.run();
        boolean last = rows.size() < count;
        if (!last) {
            results.setFetchSize(atOnce.rows());
        }
        return new Fetched(rows, bytes, last);
    }

    /** Each column is asked for once: the driver's way to a value is long. */
    private byte[][] row() throws SQLException {
        byte[][] row = new byte[columns][];
        for (int column = 0; column < columns; column++) {
            row[column] = results.getBytes(column + 1);
        }
        return row;
    }

    private static long size(byte[][] row) {
        long size = (long) BYTES_OF_AN_ARRAY * (row.length + 1);
        for (byte[] value : row) {
            size += value == null ? 0 : value.length;
        }
        return size;
    }
}
