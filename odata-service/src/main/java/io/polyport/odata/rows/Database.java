package io.polyport.odata.rows;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.polyport.odata.problem.ODataException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.jdbcclient.JDBCPool;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.sql.DataSource;

/** The application's data: one set of connections, for readings that stream and for changes. */
public final class Database {
    private static final int KEPT_SECONDS = 2;
    private static final int CLEANER_MILLIS = 500;
    private static final long LEAST_TIMEOUT_MILLIS = 250;
    private static final long MOST_VALIDATION_MILLIS = 5_000;

    private final Vertx vertx;
    private final DatabaseSettings settings;
    private final HikariDataSource source;
    private final Engine engine;
    private final DatabaseFaults faults;
    private final RowsMeters meters;
    private final Pool pool;
    private final Reader reader;

    private Database(
            Vertx vertx, DatabaseSettings settings, HikariDataSource source, Engine engine, RowsMeters meters) {
        this.vertx = vertx;
        this.meters = meters;
        this.settings = settings;
        this.source = source;
        this.engine = engine;
        this.reader = new Reader(vertx, source, engine, settings, meters);
        this.faults = reader.faults();
        this.pool = JDBCPool.pool(
                vertx,
                new AutocommitGuard(source),
                new PoolOptions()
                        .setMaxSize(settings.pool())
                        .setConnectionTimeout((int) settings.connectTimeout().toMillis())
                        .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS)
                        .setIdleTimeout(KEPT_SECONDS)
                        .setMaxLifetime(KEPT_SECONDS)
                        .setPoolCleanerPeriod(CLEANER_MILLIS));
    }

    /**
     * Connects. Fails with {@code odata.database-unavailable}, whose detail says what is wrong.
     *
     * @param name for the file's name, in the database's list of sessions and with the meters
     */
    public static Future<Database> open(Vertx vertx, DatabaseSettings settings, MeterRegistry meters, String name) {
        Engine engine = Engine.of(settings, name);
        return vertx.executeBlocking(() -> connect(settings, engine, name))
                .map(source -> new Database(vertx, settings, source, engine, new RowsMeters(meters, name)));
    }

    private static HikariDataSource connect(DatabaseSettings settings, Engine engine, String name) {
        var pool = new HikariConfig();
        long timeout = Math.max(LEAST_TIMEOUT_MILLIS, settings.connectTimeout().toMillis());
        pool.setPoolName(name + "-data");
        // Readings and changes never wait for each other's connections.
        pool.setMaximumPoolSize(settings.readings() + settings.pool());
        pool.setMinimumIdle(0);
        pool.setConnectionTimeout(timeout);
        pool.setValidationTimeout(Math.min(MOST_VALIDATION_MILLIS, timeout));
        pool.setInitializationFailTimeout(1);
        engine.configure(pool);
        try {
            return new HikariDataSource(pool);
        } catch (RuntimeException failure) {
            Throwable last = failure;
            while (last.getCause() != null) {
                last = last.getCause();
            }
            throw RowsProblems.UNAVAILABLE.toException("the database at " + settings.url() + " can't be used: "
                    + String.valueOf(last.getMessage()).strip());
        }
    }

    public DatabaseKind kind() {
        return settings.kind();
    }

    public Reader reader() {
        return reader;
    }

    /** For work that may block, outside of event loops: tables and their first contents. Closed with this database. */
    public DataSource source() {
        return source;
    }

    /**
     * Runs changes, or a few reads that belong together, in one transaction; each statement has the statement timeout. It is
     * committed when the work's future succeeds and rolled back when it fails.
     *
     * @return fails as the work does. What the database refuses is an {@code ODataException}, but for a broken constraint:
     *     that stays an {@link SQLException} of SQLSTATE class 23, for whoever knows what was to be written.
     */
    public <T> Future<T> transaction(Function<SqlConnection, Future<T>> work) {
        return pool.withTransaction(connection ->
                        connection.query(engine.limitStatement()).execute().compose(limited -> work.apply(connection)))
                .recover(failure -> Future.failedFuture(said(failure)));
    }

    /** What a caller is told when the database did not do what it was asked; its own words stand in the log only. */
    public ODataException refusal(SQLException failure) {
        return faults.of(failure);
    }

    private Throwable said(Throwable failure) {
        return failure instanceof SQLException sql
                        && !String.valueOf(sql.getSQLState()).startsWith("23")
                ? faults.of(sql)
                : failure;
    }

    /** For single short statements, each committed by itself. */
    public Pool pool() {
        return pool;
    }

    /** Ends what is being read and closes all connections; waits for readings no longer than the limit. */
    public Future<Void> close(Duration limit) {
        return reader.close(limit)
                .eventually(() -> pool.close())
                .eventually(() -> vertx.executeBlocking(() -> {
                    source.close();
                    return null;
                }))
                .eventually(() -> {
                    meters.close();
                    return Future.succeededFuture();
                });
    }
}
