package io.polyport.odata.rows;

import io.polyport.kit.bus.Principal;
import io.polyport.kit.problem.ProblemException;
import io.polyport.odata.problem.ODataException;
import io.polyport.odata.sql.SqlQuery;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One reading from its turn to its end. Its work runs in a thread of its own; whoever stops it does so from any other. */
final class Running<T> implements Turns.Waiter {
    private static final Logger LOG = LoggerFactory.getLogger(Running.class);
    private static final int ROWS_COUNTED_AT_ONCE = 1_000;

    /** PostgreSQL's word for it; SQL's is "in failed SQL transaction". */
    private static final String TRANSACTION_FAILED = "25P02";

    private static final VarHandle VISITS;

    static {
        try {
            VISITS = MethodHandles.lookup().findVarHandle(Running.class, "visits", long.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final Reader reader;
    private final Principal.Identity caller;
    private final Function<Running<?>, T> work;
    private final Promise<T> promise = Promise.promise();
    private final Consumer<RuntimeException> whenStopped;
    private final Lease lease;

    /** By their statements: what a statement gave before is gone when it runs again. */
    private final IdentityHashMap<PreparedStatement, Results> opened = new IdentityHashMap<>();

    /** Why it has to stop; null while it has not. */
    private volatile RuntimeException stop;

    /** Odd while the database works; written by the reading's thread alone. */
    private long visits;

    /** How often the database has given rows, to any of the reading's threads. */
    private final AtomicInteger fetches = new AtomicInteger();

    private long seenVisits;
    private int seenFetches;
    private long seenAt;
    private int uncounted;

    Running(
            Reader reader,
            Principal.Identity caller,
            Function<Running<?>, T> work,
            Consumer<RuntimeException> whenStopped) {
        this.reader = reader;
        this.caller = caller;
        this.work = work;
        this.whenStopped = whenStopped;
        this.lease = new Lease(reader.engine());
    }

    Future<T> result() {
        return promise.future();
    }

    @Override
    public Principal.Identity caller() {
        return caller;
    }

    @Override
    public void admitted() {
        try {
            reader.thread(this::run).start();
        } catch (OutOfMemoryError noThread) {
            ended();
            reader.turns().giveBack(caller);
            fail(unforeseen(noThread));
        }
    }

    @Override
    public void refused(ODataException why) {
        reader.meters().refused();
        ended();
        fail(why);
    }

    /** It is not to go on; false when it was told so before. What the database works at ends within moments. */
    boolean stop(RuntimeException why) {
        synchronized (this) {
            if (stop != null) {
                return false;
            }
            stop = why;
        }
        if (reader.turns().leave(this)) {
            ended();
            fail(why);
        } else {
            whenStopped.accept(why);
            lease.cancel();
        }
        return true;
    }

    /** Looks whether the database has worked at one thing for too long; for one thread. */
    void watch(long now) {
        long visit = (long) VISITS.getAcquire(this);
        int fetched = fetches.get();
        // A visit may have to wait until other statements of the reading have been given rows.
        if (visit % 2 == 0 || visit != seenVisits || fetched != seenFetches) {
            seenVisits = visit;
            seenFetches = fetched;
            seenAt = now;
        } else if (stop == null && now - seenAt > reader.statementNanos()) {
            stop(reader.faults().timeout());
        }
    }

    private void run() {
        T value = null;
        RuntimeException failure = null;
        try {
            value = read();
        } catch (SQLException broken) {
            failure = failure(broken);
        } catch (ODataException | ProblemException said) {
            failure = stop != null ? stop : said;
        } catch (Throwable fault) {
            failure = unforeseen(fault);
        } finally {
            reader.meters().rows(uncounted);
            ended();
            reader.turns().giveBack(caller);
        }
        if (failure != null) {
            fail(failure);
            return;
        }
        try {
            promise.complete(value);
        } finally {
            reader.told();
        }
    }

    private void fail(RuntimeException why) {
        try {
            promise.fail(why);
        } finally {
            reader.told();
        }
    }

    private RuntimeException unforeseen(Throwable fault) {
        if (stop != null) {
            return stop;
        }
        LOG.error("a reading failed", fault);
        return DatabaseFaults.unforeseen();
    }

    private void ended() {
        reader.ended(this);
    }

    private T read() throws SQLException {
        requireGoingOn();
        Connection connection = reader.connection();
        try {
            lease.open(connection);
            requireGoingOn();
            enterDatabase();
            try {
                reader.engine().begin(connection);
            } finally {
                leaveDatabase();
            }
            return work.apply(this);
        } finally {
            try {
                endFetching();
            } finally {
                reader.giveBack(connection, lease);
            }
        }
    }

    /** What was fetched ahead and nobody wants any more must not keep the connection. */
    private void endFetching() {
        if (opened.values().stream().anyMatch(Results::isFetching)) {
            lease.cancel();
        }
        opened.values().forEach(Results::awaitIdle);
    }

    Engine engine() {
        return reader.engine();
    }

    /** Runs a statement. */
    Results open(SqlQuery query) {
        return run(prepare(query.text()), query.values());
    }

    PreparedStatement prepare(String text) {
        try {
            return lease.prepare(text);
        } catch (SQLException broken) {
            throw failure(broken);
        }
    }

    /** Runs a statement, maybe again with other values; the results of the time before are gone then. */
    Results run(PreparedStatement statement, List<Object> values) {
        enterDatabase();
        try {
            var before = opened.remove(statement);
            if (before != null) {
                before.awaitIdle();
            }
            BoundValues.bind(statement, values);
            reader.engine().begin(statement);
            var results = statement.executeQuery();
            var opening = new Results(this, results, reader.engine().row(results, this));
            opened.put(statement, opening);
            return opening;
        } catch (SQLException broken) {
            throw failure(broken);
        } finally {
            leaveDatabase();
        }
    }

    /** What is said instead of the database's failure: why the reading was stopped, if it was. */
    RuntimeException failure(SQLException broken) {
        return stop != null ? stop : reader.faults().of(cause(broken));
    }

    /** Where one statement has failed, the others say that there was a failure, and the driver which one. */
    private static SQLException cause(SQLException broken) {
        return TRANSACTION_FAILED.equals(broken.getSQLState()) && broken.getCause() instanceof SQLException cause
                ? cause
                : broken;
    }

    private void requireGoingOn() {
        RuntimeException why = stop;
        if (why != null) {
            throw why;
        }
    }

    /** The database works from now on. */
    void enterDatabase() {
        requireGoingOn();
        VISITS.setRelease(this, visits + 1);
    }

    void leaveDatabase() {
        VISITS.setRelease(this, visits + 1);
    }

    /** The database has given some rows; in any thread. */
    void fetched() {
        fetches.incrementAndGet();
    }

    void countRow() {
        if (++uncounted == ROWS_COUNTED_AT_ONCE) {
            reader.meters().rows(uncounted);
            uncounted = 0;
        }
    }
}
