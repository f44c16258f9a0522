package io.polyport.odata.rows;

import com.zaxxer.hikari.HikariConfig;
import io.polyport.odata.sql.SqlQuery;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What differs between the databases when rows are read. */
interface Engine {
    static Engine of(DatabaseSettings settings, String name) {
        return switch (settings.kind()) {
            case H2 -> new H2Engine(settings, name);
            case POSTGRESQL -> new PostgresEngine(settings, name);
        };
    }

    /** Where the database is and what its driver needs. */
    void configure(HikariConfig pool);

    /** The threads that readings wait in. */
    Thread.Builder threads();

    /** Begins a transaction whose statements see one state of the database and change nothing. */
    void begin(Connection connection) throws SQLException;

    /** Gives the connection up, whatever state it is in. */
    void end(Connection connection) throws SQLException;

    /** Stops what the connection works at, if anything; from any thread. */
    void cancel(Connection connection, List<PreparedStatement> statements) throws SQLException;

    /** Whether a connection may work on for others after {@link #cancel}. */
    boolean isReusableAfterCancel();

    /** Sets how many rows come at once. */
    void begin(PreparedStatement statement) throws SQLException;

    /** The row at which the results stand. */
    RowAtHand row(ResultSet results, Running<?> running) throws SQLException;

    /**
     * The value of a value storage, without its bytes; nothing when there is no such row.
     *
     * @param row reads one row
     * @param columns where in it the value is
     */
    Optional<StoredValue> stored(Running<?> running, SqlQuery row, StoredColumns columns);

    /** How much longer than the statement timeout we wait, where the database itself stops what takes too long. */
    Duration patience();

    /** Bounds each statement of the transaction that a change has begun, in the database itself. */
    String limitStatement();
}
