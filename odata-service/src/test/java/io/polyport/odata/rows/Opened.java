package io.polyport.odata.rows;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.polyport.kit.bus.Principal;
import io.polyport.kit.fixtures.Waiting;
import io.polyport.odata.sql.SqlQuery;
import io.polyport.store.PostgresServer;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** An empty database of a test's own, opened as a service opens it. */
final class Opened implements AutoCloseable {
    static final Duration LIMIT = Duration.ofSeconds(20);

    /** Somebody. */
    static final Principal.Identity CALLER = caller("anna");

    private static PostgresServer server;

    final Vertx vertx = Vertx.vertx();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final DatabaseSettings settings;
    final Database database;

    private Opened(DatabaseSettings settings) {
        this.settings = settings;
        this.database = Waiting.value(Database.open(vertx, settings, meters, "test"));
    }

    static Principal.Identity caller(String subject) {
        return new Principal.Identity("", subject);
    }

    static Opened of(DatabaseKind kind) throws Exception {
        return of(kind, settings -> settings);
    }

    static Opened of(DatabaseKind kind, Function<DatabaseSettings, DatabaseSettings> changed) throws Exception {
        return new Opened(changed.apply(DatabaseSettings.at(url(kind), Optional.of("polyport"))));
    }

    /** A database that is there already. */
    static Opened at(DatabaseSettings settings) {
        return new Opened(settings);
    }

    /** An H2 file of this folder. */
    static Opened inFile(Path folder) {
        return new Opened(DatabaseSettings.at("jdbc:h2:file:" + folder.resolve("data"), Optional.of("polyport")));
    }

    private static String url(DatabaseKind kind) throws Exception {
        String name = "t" + UUID.randomUUID().toString().replace("-", "");
        if (kind == DatabaseKind.H2) {
            return "jdbc:h2:mem:" + name;
        }
        String postgres = server().url();
        try (var connection = DriverManager.getConnection(postgres, "polyport", "");
                var statement = connection.createStatement()) {
            statement.execute("create database " + name);
        }
        return postgres.substring(0, postgres.lastIndexOf('/') + 1) + name;
    }

    private static synchronized PostgresServer server() throws IOException {
        String obstacle = PostgresServer.obstacle();
        assumeTrue(obstacle == null, () -> "PostgreSQL can't be started here: " + obstacle);
        if (server == null) {
            server = PostgresServer.start();
            Runtime.getRuntime().addShutdownHook(new Thread(Opened::endServer, "PostgreSQL's end"));
        }
        return server;
    }

    private static void endServer() {
        try {
            server.close();
        } catch (IOException leftBehind) {
            System.err.println("PostgreSQL could not be ended: " + leftBehind);
        }
    }

    /** With limits that a test needs. */
    static DatabaseSettings limits(
            DatabaseSettings settings, int readings, int waiting, Duration turn, Duration statement) {
        return new DatabaseSettings(
                settings.url(),
                settings.folder(),
                settings.user(),
                settings.password(),
                settings.pool(),
                readings,
                Optional.of(readings),
                waiting,
                Optional.of(waiting),
                turn,
                settings.connectTimeout(),
                statement,
                settings.fetchSize());
    }

    /** Runs statements over a connection that the database under test knows nothing of. */
    void run(String... statements) throws SQLException {
        try (Connection connection = connect();
                var statement = connection.createStatement()) {
            for (String one : statements) {
                statement.execute(one);
            }
        }
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(settings.url(), "polyport", "");
    }

    /** The first column of the first row. */
    String value(String query) throws SQLException {
        try (Connection connection = connect();
                var statement = connection.createStatement();
                var results = statement.executeQuery(query)) {
            return results.next() ? results.getString(1) : "(no row)";
        }
    }

    <T> T read(ReadingSql sql, Function<Found, T> work) {
        return Waiting.value(database.reader().begin(CALLER, sql, work).result(), LIMIT);
    }

    static SqlQuery sql(String text, Object... values) {
        return new SqlQuery(text, List.of(values));
    }

    /** Numbers from 1. */
    String numbers(long count) {
        return numbers(1, count);
    }

    String numbers(long first, long last) {
        return settings.kind() == DatabaseKind.H2
                ? "system_range(" + first + ", " + last + ") as n(n)"
                : "generate_series(cast(" + first + " as bigint), " + last + ") as n(n)";
    }

    double meter(String name) {
        return meters.get(name).meter().measure().iterator().next().getValue();
    }

    @Override
    public void close() throws SQLException {
        if (settings.kind() == DatabaseKind.H2) {
            run("shutdown");
        }
        Waiting.value(database.close(LIMIT), LIMIT.multipliedBy(2));
        Waiting.value(vertx.close());
    }
}
