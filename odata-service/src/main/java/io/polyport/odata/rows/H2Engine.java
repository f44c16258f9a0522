package io.polyport.odata.rows;

import com.zaxxer.hikari.HikariConfig;
import io.polyport.kit.config.Secret;
import io.polyport.odata.sql.SqlQuery;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * H2 in this process: with lazy execution rows are computed as they are asked for, of several statements of a connection at
 * once. What has to be sorted first is gathered by H2, in a file when there is much of it.
 */
final class H2Engine implements Engine {
    /** H2's own level: its repeatable read keeps the state only of those tables that were already read. */
    private static final int SNAPSHOT = 6;

    private final DatabaseSettings settings;
    private final String name;

    H2Engine(DatabaseSettings settings, String name) {
        this.settings = settings;
        this.name = name;
    }

    @Override
    public void configure(HikariConfig pool) {
        if (settings.isFile()) {
            var file = settings.folder().toAbsolutePath().normalize().resolve(name + "-data");
            // Without a delay of writes: what was told to be kept is in the file, should the process be killed next.
            pool.setJdbcUrl("jdbc:h2:file:" + file + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE");
            pool.setUsername("polyport");
            pool.setPassword("");
        } else {
            // One in memory lives as long as this process, not only while somebody is connected.
            boolean passing =
                    settings.url().startsWith("jdbc:h2:mem:") && !settings.url().contains("DB_CLOSE_DELAY");
            pool.setJdbcUrl(settings.url() + (passing ? ";DB_CLOSE_DELAY=-1" : ""));
            settings.user().ifPresent(pool::setUsername);
            settings.password().map(Secret::reveal).ifPresent(pool::setPassword);
        }
    }

    /** They compute, and hold monitors while they do: as virtual ones they would take the carriers from all others. */
    @Override
    public Thread.Builder threads() {
        return Thread.ofPlatform().daemon();
    }

    /** H2 has no transaction that may not write; what the plan makes only reads. */
    @Override
    public void begin(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(SNAPSHOT);
        lazy(connection, true);
        // A change may have left its limit; here the time in which the caller takes rows would count.
        execute(connection, "set query_timeout 0");
    }

    @Override
    public void end(Connection connection) throws SQLException {
        connection.rollback();
        lazy(connection, false);
    }

    private static void lazy(Connection connection, boolean on) throws SQLException {
        execute(connection, "set lazy_query_execution " + on);
    }

    private static void execute(Connection connection, String command) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(command);
        }
    }

    @Override
    public void cancel(Connection connection, List<PreparedStatement> statements) throws SQLException {
        for (var statement : statements) {
            statement.cancel();
        }
    }

    @Override
    public boolean isReusableAfterCancel() {
        return true;
    }

    /** Nothing: rows are in this process already. */
    @Override
    public void begin(PreparedStatement statement) {}

    @Override
    public RowAtHand row(ResultSet results, Running<?> running) {
        return new H2Row(results, running::failure);
    }

    @Override
    public Optional<StoredValue> stored(Running<?> running, SqlQuery row, StoredColumns columns) {
        return H2Stored.of(running, row, columns);
    }

    /** It does not while rows come lazily: its own limit would count the time in which the caller takes them. */
    @Override
    public Duration patience() {
        return Duration.ZERO;
    }

    @Override
    public String limitStatement() {
        return "set query_timeout " + settings.statementTimeout().toMillis();
    }
}
