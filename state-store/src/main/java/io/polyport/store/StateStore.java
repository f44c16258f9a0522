package io.polyport.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.polyport.kit.config.Secret;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * State that outlives its process: an H2 file for one instance, a PostgreSQL database for any number. Its tables are made and
 * brought up to date when it is opened.
 */
public final class StateStore {
    private static final String MIGRATIONS = "classpath:io/polyport/store/migrations";
    /** H2's code of a file that another process has. */
    private static final int ALREADY_OPEN = 90020;

    private final Database database;

    private StateStore(Database database) {
        this.database = database;
    }

    /**
     * Opens it, tables and all. Fails with {@code state.unavailable}, whose detail says what is wrong: the database can't be
     * reached, or the file is another process's.
     *
     * @param name of the service, for the file's name
     */
    public static Future<StateStore> open(Vertx vertx, StateSettings settings, String name) {
        return vertx.executeBlocking(() -> ready(settings, name))
                .map(source -> new StateStore(new Database(vertx, source, settings)));
    }

    private static HikariDataSource ready(StateSettings settings, String name) {
        Path file = settings.folder().toAbsolutePath().normalize().resolve(name + "-state");
        HikariDataSource source = null;
        try {
            source = new HikariDataSource(pool(settings, file, name));
            Flyway.configure(StateStore.class.getClassLoader())
                    .dataSource(source)
                    .locations(MIGRATIONS)
                    .table("schema_versions")
                    .failOnMissingLocations(true)
                    .load()
                    .migrate();
            return source;
        } catch (RuntimeException failure) {
            if (source != null) {
                source.close();
            }
            throw StateProblems.UNAVAILABLE.toException(sentence(settings, file, failure));
        }
    }

    private static HikariConfig pool(StateSettings settings, Path file, String name) {
        var pool = new HikariConfig();
        pool.setPoolName(name + "-state");
        pool.setMaximumPoolSize(settings.pool());
        pool.setMinimumIdle(0);
        pool.setConnectionTimeout(Math.max(250, settings.timeout().toMillis()));
        pool.setValidationTimeout(
                Math.max(250, Math.min(5_000, settings.timeout().toMillis())));
        pool.setInitializationFailTimeout(1);
        if (settings.isFile()) {
            // Without a delay of writes: what was told to be kept is in the file, should the process be killed next.
            pool.setJdbcUrl("jdbc:h2:file:" + file + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;DATABASE_TO_LOWER=TRUE");
            pool.setUsername("polyport");
            pool.setPassword("");
        } else {
            pool.setJdbcUrl(settings.url());
            settings.user().ifPresent(pool::setUsername);
            settings.password().map(Secret::reveal).ifPresent(pool::setPassword);
            long seconds = Math.max(1, settings.timeout().toSeconds());
            pool.addDataSourceProperty("connectTimeout", seconds);
            // A connection on which no answer comes must not hold its thread for ever.
            pool.addDataSourceProperty("socketTimeout", seconds + 1);
            pool.addDataSourceProperty("tcpKeepAlive", true);
            pool.addDataSourceProperty("ApplicationName", "polyport-" + name);
        }
        return pool;
    }

    private static String sentence(StateSettings settings, Path file, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getErrorCode() == ALREADY_OPEN && settings.isFile()) {
                return "the state in " + file
                        + ".mv.db is used by another process. Stop that one, or give this one another "
                        + "'state.folder'; for more than one instance of the service set 'state.url' to a PostgreSQL database";
            }
        }
        Throwable last = failure;
        while (last.getCause() != null && !(last instanceof FlywayException)) {
            last = last.getCause();
        }
        String where = settings.isFile() ? "in " + file + ".mv.db" : "at " + settings.url();
        return "the state " + where + " can't be used: "
                + String.valueOf(last.getMessage()).strip();
    }

    /** The records of a kind, of at most 40 characters. */
    public Records records(String kind) {
        return new Records(database, kind);
    }

    public Future<Void> close() {
        return database.close();
    }
}
