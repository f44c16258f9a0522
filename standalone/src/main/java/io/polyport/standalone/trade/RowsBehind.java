package io.polyport.standalone.trade;

import io.polyport.odata.model.Model;
import io.polyport.odata.schema.RowWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Writes rows in a thread of its own, while the next are made. Commits now and then, since a transaction of the whole base
 * would take too much memory. To be used, and closed, by one thread; the connection is the writer's until then.
 */
final class RowsBehind implements AutoCloseable {
    private static final int TOGETHER = 1_000;
    private static final int MOST_WAITING = 4;

    private record Row(String set, Map<String, Object> values) {}

    private final Connection connection;
    private final Model model;
    private final BlockingQueue<List<Row>> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Thread thread;
    private List<Row> gathered = new ArrayList<>(TOGETHER);
    private volatile Throwable failure;

    RowsBehind(Connection connection, Model model) {
        this.connection = connection;
        this.model = model;
        this.thread = Thread.ofPlatform().daemon().name("demo-base").start(this::write);
    }

    /** @param values nobody changes them any more */
    void add(String set, Map<String, Object> values) {
        gathered.add(new Row(set, values));
        if (gathered.size() == TOGETHER) {
            handOver(gathered);
            gathered = new ArrayList<>(TOGETHER);
        }
    }

    private void handOver(List<Row> rows) {
        try {
            waiting.put(rows);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the demo base was made", interrupted);
        }
        requireNone();
    }

    private void requireNone() {
        if (failure != null) {
            throw new IllegalStateException("the demo base can't be written: " + failure.getMessage(), failure);
        }
    }

    private void write() {
        try (var writer = new RowWriter(connection, model)) {
            for (List<Row> rows = waiting.take(); !rows.isEmpty(); rows = waiting.take()) {
                write(writer, rows);
            }
        } catch (SQLException broken) {
            fail(broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            fail(interrupted);
        }
    }

    private void write(RowWriter writer, List<Row> rows) {
        // After a failure they are taken all the same: whoever makes them must not wait for ever.
        if (failure != null) {
            return;
        }
        try {
            for (Row row : rows) {
                writer.insert(row.set(), row.values());
            }
            writer.flush();
            connection.commit();
        } catch (SQLException | RuntimeException | Error broken) {
            fail(broken);
        }
    }

    private void fail(Throwable broken) {
        if (failure == null) {
            failure = broken;
        }
    }

    /** All rows are in the database. */
    @Override
    public void close() {
        try {
            if (!gathered.isEmpty()) {
                waiting.put(gathered);
            }
            // The end.
            waiting.put(List.of());
            thread.join();
        } catch (InterruptedException interrupted) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the demo base was made", interrupted);
        }
        requireNone();
    }
}
