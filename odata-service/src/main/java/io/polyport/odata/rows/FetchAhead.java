package io.polyport.odata.rows;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Rows of a statement as PostgreSQL gives them, so many at once. While those are written that came last, a thread fetches the
 * next: the database would wait for the writer, and the writer for the database, otherwise. Taken and closed by one thread.
 */
final class FetchAhead {
    /** Fewer than these are written before a thread has begun. */
    private static final int WORTH_A_THREAD = 100;

    private final ResultSet results;
    private final RowsAtOnce atOnce;
    private final int columns;

    /** What is being fetched; null while nothing is. */
    private CompletableFuture<Fetched> coming;

    private boolean ended;

    /** @param last whether there are no more */
    private record Fetched(List<byte[][]> rows, boolean last) {}

    /** @param atOnce says first how many rows the statement was told to begin with */
    FetchAhead(ResultSet results, RowsAtOnce atOnce) throws SQLException {
        this.results = results;
        this.atOnce = atOnce;
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
        if (!ended && fetched.rows().size() >= WORTH_A_THREAD) {
            begin();
        }
        return fetched.rows();
    }

    /** What was fetched ahead and failed, of which nobody knows yet. */
    Optional<SQLException> fault() {
        return coming != null
                        && coming.isCompletedExceptionally()
                        && coming.exceptionNow() instanceof SQLException broken
                ? Optional.of(broken)
                : Optional.empty();
    }

    boolean isFetching() {
        return coming != null && !coming.isDone();
    }

    /** Returns when nobody uses the statement any more; the database's limit for a statement bounds the time. */
    void close() {
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
        while (rows.size() < count) {
            if (!results.next()) {
                return new Fetched(rows, true);
            }
            rows.add(row());
        }
        results.setFetchSize(atOnce.rows());
        return new Fetched(rows, false);
    }

    /** Each column is asked for once: the driver's way to a value is long. */
    private byte[][] row() throws SQLException {
        byte[][] row = new byte[columns][];
        long size = 0;
        for (int column = 0; column < columns; column++) {
            byte[] value = results.getBytes(column + 1);
            row[column] = value;
            size += value == null ? 0 : value.length;
        }
        atOnce.came(size);
        return row;
    }
}
