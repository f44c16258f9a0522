package io.polyport.odata.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;

/**
 * What administrators chose to publish, kept in the database so that every instance shows the same (OD-6). Needs the tables of
 * {@link SchemaUpdate}. Blocks.
 */
public final class PublishedSets {
    /** Any number; the same in every instance, and another than that of the tables' update. */
    private static final long LOCK = 7_205_759_403_792_795L;

    /** An H2 database is open in one process only. */
    private static final ReentrantLock IN_PROCESS = new ReentrantLock();

    private final DataSource source;

    public PublishedSets(DataSource source) {
        this.source = source;
    }

    /**
     * @return patterns of resource names as {@link io.polyport.odata.model.Model#published} takes them, in the order of their
     *     text; empty when nobody chose, so that what the model says holds
     */
    public Optional<List<String>> of(String publication) throws SQLException {
        try (var connection = source.getConnection();
                var statement = connection.prepareStatement("select \"pattern\" from \"polyport_published\""
                        + " where \"publication\" = ? order by \"pattern\"")) {
            statement.setString(1, publication);
            var patterns = new ArrayList<String>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    patterns.add(rows.getString(1));
                }
            }
            return patterns.isEmpty() ? Optional.empty() : Optional.of(patterns);
        }
    }

    /** Chooses; without patterns the choice is given back to the model. Of two who choose at once the later one's holds. */
    public void choose(String publication, List<String> patterns) throws SQLException {
        IN_PROCESS.lock();
        try {
            replace(publication, patterns);
        } finally {
            IN_PROCESS.unlock();
        }
    }

    private void replace(String publication, List<String> patterns) throws SQLException {
        try (var connection = source.getConnection()) {
            boolean automatic = connection.getAutoCommit();
            boolean whole = false;
            connection.setAutoCommit(false);
            try (var delete = connection.prepareStatement(
                            "delete from \"polyport_published\" where \"publication\" = ?");
                    var insert = connection.prepareStatement("insert into \"polyport_published\" values (?, ?)")) {
                lock(connection);
                delete.setString(1, publication);
                delete.executeUpdate();
                for (String pattern : patterns.stream().distinct().toList()) {
                    insert.setString(1, publication);
                    insert.setString(2, pattern);
                    insert.addBatch();
                }
                insert.executeBatch();
                connection.commit();
                whole = true;
            } finally {
                // Whatever went wrong: back in automatic mode the connection would commit what was done so far.
                if (!whole) {
                    connection.rollback();
                }
                connection.setAutoCommit(automatic);
            }
        }
    }

    /** Until the end of the transaction: each would else delete what it sees, and leave what the other inserts. */
    private static void lock(Connection connection) throws SQLException {
        if (Engine.of(connection) == Engine.POSTGRESQL) {
            try (var statement = connection.createStatement()) {
                statement.execute("select pg_advisory_xact_lock(" + LOCK + ")");
            }
        }
    }
}
