package io.polyport.odata.rows;

import com.zaxxer.hikari.HikariDataSource;
import io.polyport.kit.bus.Principal;
import io.polyport.kit.stream.StreamProblems;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs readings, so many at once, each in a thread and a transaction of its own that changes nothing and sees one state of
 * the database (OD-60, OD-61).
 */
public final class Reader {
    private static final Logger LOG = LoggerFactory.getLogger(Reader.class);
    private static final long WATCH_MILLIS = 100;

    private final Vertx vertx;
    private final HikariDataSource source;
    private final Engine engine;
    private final DatabaseSettings settings;
    private final RowsMeters meters;
    private final DatabaseFaults faults;
    private final Turns turns;
    private final ThreadFactory threads;
    private final Set<Running<?>> open = ConcurrentHashMap.newKeySet();

    /** Readings whose outcome has not been told yet. */
    private final AtomicInteger untold = new AtomicInteger();

    private final Promise<Void> emptied = Promise.promise();
    private final long watcher;
    private volatile boolean closed;

    Reader(Vertx vertx, HikariDataSource source, Engine engine, DatabaseSettings settings, RowsMeters meters) {
        this.vertx = vertx;
        this.source = source;
        this.engine = engine;
        this.settings = settings;
        this.meters = meters;
        this.faults = new DatabaseFaults(settings, meters);
        this.turns = new Turns(settings);
        this.threads = engine.threads().name("odata-reading-", 1).factory();
        this.watcher = vertx.setPeriodic(WATCH_MILLIS, ignored -> watch());
        meters.watch(() -> open.size() - turns.waiting(), turns::waiting);
    }

    /**
     * Something that is being read.
     *
     * @param result comes in the reading's thread when its connection has been given back
     * @param cancel ends it, from any thread: nobody wants the result any more
     */
    public record Begun<T>(Future<T> result, Runnable cancel) {}

    /**
     * Begins to read as soon as there is a turn.
     *
     * @param caller for whom; he has no more than his share of the turns
     * @param work is given what was found, in a thread that may wait, and has to be done with it when it returns. An
     *     {@link io.polyport.odata.problem.ODataException} that it throws is the result's failure.
     * @return fails with an {@code ODataException}: there was no turn (503; 429 when the
     *     caller's own readings were too many), the database can't be reached (503), it took too
     *     long (504), the caller may not see a row (401)
     */
    public <T> Begun<T> begin(Principal.Identity caller, ReadingSql sql, Function<Found, T> work) {
        return begin(caller, running -> work.apply(new Preliminaries(running, sql).found()), why -> {});
    }

    /** @param whenStopped wakes the work, should it wait for something, because it is not to go on */
    <T> Begun<T> begin(
            Principal.Identity caller, Function<Running<?>, T> work, Consumer<RuntimeException> whenStopped) {
        var running = new Running<T>(this, caller, work, whenStopped);
        untold.incrementAndGet();
        open.add(running);
        if (closed) {
            ended(running);
            told();
            return new Begun<>(Future.failedFuture(DatabaseFaults.closed()), () -> {});
        }
        turns.enter(running);
        return new Begun<>(running.result(), () -> cancel(running));
    }

    private void cancel(Running<?> running) {
        if (open.contains(running) && running.stop(StreamProblems.CANCELLED.toException())) {
            meters.cancelled();
        }
    }

    private void watch() {
        long now = System.nanoTime();
        turns.expire(now);
        open.forEach(running -> running.watch(now));
    }

    Engine engine() {
        return engine;
    }

    RowsMeters meters() {
        return meters;
    }

    DatabaseFaults faults() {
        return faults;
    }

    Turns turns() {
        return turns;
    }

    /** Until we stop a statement, nanoseconds. */
    long statementNanos() {
        return settings.statementTimeout().plus(engine.patience()).toNanos();
    }

    Thread thread(Runnable work) {
        return threads.newThread(work);
    }

    Connection connection() throws SQLException {
        return source.getConnection();
    }

    /** In the state in which it was taken; one that can't be brought there, or may yet be told to stop, is dropped. */
    void giveBack(Connection connection, Lease lease) {
        boolean dropped = lease.release() && !engine.isReusableAfterCancel();
        try {
            engine.end(connection);
        } catch (SQLException broken) {
            LOG.debug("a connection could not be brought back to its first state: {}", broken.toString());
            dropped = true;
        }
        if (dropped && !source.isClosed()) {
            // It is closed with that; to close it once more would fail.
            source.evictConnection(connection);
            return;
        }
        try {
            connection.close();
        } catch (SQLException broken) {
            LOG.debug("a connection could not be given back: {}", broken.toString());
        }
    }

    void ended(Running<?> running) {
        open.remove(running);
    }

    /** A reading's outcome was told. Who closes waits for that: the event loop that it is told on may be closed next. */
    void told() {
        if (untold.decrementAndGet() == 0 && closed) {
            emptied.tryComplete();
        }
    }

    /** Ends all readings and waits for their connections, for a time. */
    Future<Void> close(Duration limit) {
        closed = true;
        vertx.cancelTimer(watcher);
        open.forEach(running -> running.stop(DatabaseFaults.closed()));
        if (untold.get() == 0) {
            emptied.tryComplete();
        }
        return emptied.future().timeout(limit.toMillis(), TimeUnit.MILLISECONDS).recover(late -> {
            LOG.warn("{} readings did not end within {}", untold.get(), limit);
            return Future.succeededFuture();
        });
    }
}
