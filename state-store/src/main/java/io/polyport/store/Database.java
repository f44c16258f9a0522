package io.polyport.store;

import com.zaxxer.hikari.HikariDataSource;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.jdbcclient.JDBCPool;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs statements one by one, each committed by itself. Vert.x' JDBC client runs them away from the event loops; it never
 * looks whether a connection still lives, so it gets its connections from a pool that does and gives them back after
 * moments. (Its transactions are not used: up to 5.0.10 a connection that has seen one loses later writes.)
 */
final class Database {
    /** The database's own clock in milliseconds, so that no two instances' clocks are compared; both dialects have it. */
    static final String NOW = "cast(extract(epoch from current_timestamp) * 1000 as bigint)";

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final int KEPT_SECONDS = 2;
    private static final int CLEANER_MILLIS = 500;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Vertx vertx;
    private final HikariDataSource source;
    private final Pool pool;
    private final Duration timeout;

    Database(Vertx vertx, HikariDataSource source, StateSettings settings) {
        this.vertx = vertx;
        this.source = source;
        this.timeout = settings.timeout();
        this.pool = JDBCPool.pool(
                vertx,
                source,
                new PoolOptions()
                        .setMaxSize(settings.pool())
                        .setIdleTimeout(KEPT_SECONDS)
                        .setMaxLifetime(KEPT_SECONDS)
                        .setPoolCleanerPeriod(CLEANER_MILLIS));
    }

    Future<RowSet<Row>> query(String statement, Tuple values) {
        return run(statement, values);
    }

    /** Rows that were changed. */
    Future<Integer> change(String statement, Tuple values) {
        return run(statement, values).map(RowSet::rowCount);
    }

    private Future<RowSet<Row>> run(String statement, Tuple values) {
        return pool.preparedQuery(statement)
                .execute(values)
                .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .recover(failure -> {
                    if (isDuplicate(failure)) {
                        return Future.failedFuture(failure);
                    }
                    LOG.warn("the state can't be read or written: {}", failure.toString());
                    return Future.failedFuture(StateProblems.UNAVAILABLE.toException());
                });
    }

    /** Both dialects say it with the SQL standard's state. */
    static boolean isDuplicate(Throwable failure) {
        return failure instanceof SQLException sql && "23505".equals(sql.getSQLState());
    }

    static String unique() {
        byte[] bits = new byte[16];
        RANDOM.nextBytes(bits);
        return HexFormat.of().formatHex(bits);
    }

    Future<Void> close() {
        return pool.close()
                .eventually(() -> vertx.executeBlocking(() -> {
                    source.close();
                    return null;
                }));
    }
}
