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
import org.postgresql.PGConnection;

/** PostgreSQL: rows come in pieces through portals, of which a transaction may have several open. */
final class PostgresEngine implements Engine {
    /** Longer than the database itself takes to notice that a statement runs too long. */
    private static final int SOCKET_MARGIN_SECONDS = 10;

    /** Numbers come as the text that is written; the driver would send the others in binary form from the fifth time on. */
    private static final String TEXT_NUMBERS = "INT2,INT4,INT8,FLOAT4,FLOAT8,NUMERIC";

    private final DatabaseSettings settings;
    private final String name;

    PostgresEngine(DatabaseSettings settings, String name) {
        this.settings = settings;
        this.name = name;
    }

    @Override
    public void configure(HikariConfig pool) {
        pool.setJdbcUrl(settings.url());
        settings.user().ifPresent(pool::setUsername);
        settings.password().map(Secret::reveal).ifPresent(pool::setPassword);
        long connect = Math.max(1, settings.connectTimeout().toSeconds());
        pool.addDataSourceProperty("connectTimeout", connect);
        pool.addDataSourceProperty("socketTimeout", settings.statementTimeout().toSeconds() + SOCKET_MARGIN_SECONDS);
        pool.addDataSourceProperty("cancelSignalTimeout", connect);
        pool.addDataSourceProperty("tcpKeepAlive", true);
        pool.addDataSourceProperty("ApplicationName", "polyport-" + name);
        pool.addDataSourceProperty("binaryTransferDisable", TEXT_NUMBERS);
        pool.addDataSourceProperty("reWriteBatchedInserts", true);
    }

    /** They wait for the network and give their carrier back meanwhile. */
    @Override
    public Thread.Builder threads() {
        return Thread.ofVirtual();
    }

    @Override
    public void begin(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            // Not through the connection's own properties: they would be set, and set back, with a round trip each.
            statement.execute("set transaction isolation level repeatable read, read only; " + limitStatement());
        }
    }

    @Override
    public void end(Connection connection) throws SQLException {
        connection.rollback();
    }

    /** Not by the statement: its own cancel does nothing while a later piece of its rows is fetched. */
    @Override
    public void cancel(Connection connection, List<PreparedStatement> statements) throws SQLException {
        connection.unwrap(PGConnection.class).cancelQuery();
    }

    /** The request to stop travels by a connection of its own and may arrive late. */
    @Override
    public boolean isReusableAfterCancel() {
        return false;
    }

    @Override
    public void begin(PreparedStatement statement) throws SQLException {
        statement.setFetchSize(Math.min(RowsAtOnce.FIRST, settings.fetchSize()));
    }

    @Override
    public RowAtHand row(ResultSet results, Running<?> running) throws SQLException {
        var atOnce = RowsAtOnce.of(results.getMetaData(), settings.fetchSize());
        return new PostgresRow(new FetchAhead(results, atOnce, running::fetched));
    }

    @Override
    public Optional<StoredValue> stored(Running<?> running, SqlQuery row, StoredColumns columns) {
        return PostgresStored.of(running, row, columns);
    }

    @Override
    public Duration patience() {
        return Duration.ofSeconds(1);
    }

    @Override
    public String limitStatement() {
        return "set local statement_timeout = " + settings.statementTimeout().toMillis();
    }
}
