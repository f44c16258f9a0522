package io.polyport.odata.schema;

import io.polyport.odata.model.Model;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;

/**
 * Brings the tables of a database to those of a model. The difference is computed, so that a change of the model needs no
 * migration of its own, and a run that ended half way is gone on with by the next. Whatever would lose data is refused.
 * One model has one database, or one schema of it. Blocks while it works.
 */
public final class SchemaUpdate {
    /** Any number; the same in every instance. */
    private static final long LOCK = 7_205_759_403_792_794L;

    private static final String LONGEST_WAIT = "10min";
    /** An H2 database is open in one process only. */
    private static final ReentrantLock IN_PROCESS = new ReentrantLock();

    private final Model model;
    private final boolean allowDrop;

    /** @param allowDrop whether tables, columns and parts of values that the model no longer has may be lost */
    public SchemaUpdate(Model model, boolean allowDrop) {
        this.model = model;
        this.allowDrop = allowDrop;
    }

    /**
     * The statements that {@link #apply} would run on the model's tables, in order.
     *
     * @throws SchemaException when a change would lose data and that isn't allowed, or the database is none that can be used
     */
    public List<String> plan(DataSource source) {
        try (var connection = source.getConnection()) {
            return statements(changes(connection));
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /**
     * Makes the changes. Two instances that start at once do it one after the other.
     *
     * @return the statements that were run; none when the tables were right
     * @throws SchemaException as {@link #plan}, and when a statement fails; what was done before stays done
     */
    public List<String> apply(DataSource source) {
        try (var connection = source.getConnection()) {
            return Engine.of(connection) == Engine.H2
                    ? inProcess(source, connection)
                    : betweenProcesses(source, connection);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private List<String> inProcess(DataSource source, Connection connection) throws SQLException {
        IN_PROCESS.lock();
        try {
            return locked(source, connection);
        } finally {
            IN_PROCESS.unlock();
        }
    }

    private List<String> betweenProcesses(DataSource source, Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("set lock_timeout = '" + LONGEST_WAIT + "'");
            statement.execute("select pg_advisory_lock(" + LOCK + ")");
            try {
                return locked(source, connection);
            } finally {
                statement.execute("select pg_advisory_unlock(" + LOCK + ")");
                statement.execute("reset lock_timeout");
            }
        }
    }

    private List<String> locked(DataSource source, Connection connection) throws SQLException {
        SystemTables.migrate(source);
        var changes = changes(connection);
        // Names first and their end last: a table without a name would be taken for somebody else's after a crash.
        var names = new TableNames(Layout.of(model));
        names.add(connection);
        for (Change change : changes) {
            run(connection, change);
        }
        names.removeGone(connection);
        return statements(changes);
    }

    private List<Change> changes(Connection connection) throws SQLException {
        var engine = Engine.of(connection);
        var changes = Difference.of(engine, Actual.read(connection, engine), Layout.of(model));
        var losses = changes.stream()
                .filter(Change::loses)
                .map(Change::loss)
                .distinct()
                .toList();
        if (!losses.isEmpty() && !allowDrop) {
            throw new SchemaException(losses);
        }
        return changes;
    }

    private static List<String> statements(List<Change> changes) {
        return changes.stream().flatMap(change -> change.statements().stream()).toList();
    }

    /** PostgreSQL does the whole change or nothing of it; not all changes together, since each holds its locks to the end. */
    private static void run(Connection connection, Change change) throws SQLException {
        boolean automatic = connection.getAutoCommit();
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            for (String text : change.statements()) {
                statement.execute(text);
            }
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(automatic);
        }
    }

    private static SchemaException failed(SQLException e) {
        return new SchemaException("the tables of the model can't be brought up to date: " + e.getMessage(), e);
    }
}
