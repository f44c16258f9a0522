package io.polyport.odata.rows;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection that a reading has for its time. Its work is cancelled from another thread while it is held, and only
 * then: what cancels and what gives the connection back exclude each other.
 */
final class Lease {
    private static final Logger LOG = LoggerFactory.getLogger(Lease.class);

    /** A request to stop that comes between two statements is lost, so it is made again until the connection is free. */
    private static final long AGAIN_MILLIS = 200;

    private static final int MOST_REQUESTS = 25;

    private final Engine engine;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition released = lock.newCondition();
    private final List<PreparedStatement> statements = new ArrayList<>();
    private final AtomicBoolean cancelling = new AtomicBoolean();
    private Connection connection;
    private boolean cancelled;

    Lease(Engine engine) {
        this.engine = engine;
    }

    void open(Connection taken) {
        lock.lock();
        try {
            connection = taken;
        } finally {
            lock.unlock();
        }
    }

    /** By the thread that holds the connection. */
    PreparedStatement prepare(String text) throws SQLException {
        var statement = connection.prepareStatement(text);
        lock.lock();
        try {
            statements.add(statement);
        } finally {
            lock.unlock();
        }
        return statement;
    }

    /** Stops what the connection works at, now and until it is released; returns at once. */
    void cancel() {
        if (!cancelling.compareAndSet(false, true)) {
            return;
        }
        // It talks to the database by a connection of its own, which takes time.
        Thread.ofVirtual().name("odata-cancel").start(this::cancelUntilReleased);
    }

    private void cancelUntilReleased() {
        lock.lock();
        try {
            for (int request = 0; connection != null; request++) {
                cancelled = true;
                if (request == MOST_REQUESTS) {
                    LOG.warn("the database does not stop a statement; its connection is dropped");
                    connection.abort(Runnable::run);
                    return;
                }
                request();
                if (released.await(AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (SQLException broken) {
            LOG.warn("a connection could not be dropped: {}", broken.toString());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private void request() {
        try {
            engine.cancel(connection, List.copyOf(statements));
        } catch (SQLException broken) {
            LOG.warn("a statement could not be cancelled: {}", broken.toString());
        }
    }

    /** From now on nothing is cancelled; closes the statements. True when the connection was told to stop. */
    boolean release() {
        lock.lock();
        try {
            connection = null;
            released.signalAll();
        } finally {
            lock.unlock();
        }
        for (var statement : statements) {
            try {
                statement.close();
            } catch (SQLException broken) {
                LOG.debug("a statement could not be closed: {}", broken.toString());
            }
        }
        return cancelled;
    }
}
