package io.polyport.system.odata;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.polyport.odata.model.Model;
import io.polyport.odata.model.yaml.ModelReader;
import io.polyport.odata.schema.RowWriter;
import io.polyport.odata.schema.SchemaUpdate;
import io.polyport.store.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.postgresql.ds.PGSimpleDataSource;

/** PostgreSQL with the goods of some areas, and what the programs do there. */
final class GoodsBase implements AutoCloseable {
    static final String USER = "polyport";
    private static final int FETCHED_AT_ONCE = 1_000;

    private final PostgresServer server;
    private final Path modelFile;
    private final Model model;

    private GoodsBase(PostgresServer server, Path modelFile) {
        this.server = server;
        this.modelFile = modelFile;
        this.model = ModelReader.read(modelFile);
    }

    /** With its tables, empty; skips the test where there is no PostgreSQL. */
    static GoodsBase start() {
        String obstacle = PostgresServer.obstacle();
        assumeTrue(obstacle == null, () -> "PostgreSQL can't be started here: " + obstacle);
        try {
            var base = new GoodsBase(
                    PostgresServer.start(),
                    Path.of(GoodsBase.class.getResource("/odata/goods.yaml").toURI()));
            var source = new PGSimpleDataSource();
            source.setUrl(base.url());
            source.setUser(USER);
            new SchemaUpdate(base.model, false).apply(source);
            return base;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    Path modelFile() {
        return modelFile;
    }

    String url() {
        return server.url();
    }

    /** @param note characters of each row beyond the usual ones */
    GoodsBase fill(String area, int rows, int note) {
        try (var connection = connect()) {
            connection.setAutoCommit(false);
            try (var writer = new RowWriter(connection, model)) {
                for (int number = 1; number <= rows; number++) {
                    writer.insert(Goods.SET, Goods.row(area, number, note));
                }
            }
            connection.commit();
            try (var statement = connection.createStatement()) {
                statement.execute("analyze");
                connection.commit();
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
        return this;
    }

    /** What the table itself holds, by the names that it says of its columns. */
    Goods.Content content(String area) {
        try (var connection = connect()) {
            connection.setAutoCommit(false);
            Map<String, String> columns = columns(connection);
            String table = '"' + model.set(Goods.SET).orElseThrow().table() + '"';
            String created = columns.get("Создан");
            List<String> wanted = new ArrayList<>();
            for (String name : Goods.PROPERTIES) {
                String column = columns.get(name);
                wanted.add(
                        switch (name) {
                            case "Создан" -> "to_char(" + created + ", 'YYYY-MM-DD\"T\"HH24:MI:SS')";
                            case "Ref_Key", "Продан", "Цена" -> column + "::text";
                            default -> column;
                        });
            }
            try (var rows = connection.prepareStatement("select " + String.join(", ", wanted) + " from " + table
                    + " where " + columns.get("Область") + " = ? order by " + columns.get("Ref_Key"))) {
                rows.setFetchSize(FETCHED_AT_ONCE);
                rows.setString(1, area);
                return content(rows);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static Goods.Content content(java.sql.PreparedStatement statement) throws SQLException {
        var tally = new Goods.Tally();
        try (var rows = statement.executeQuery()) {
            Map<String, String> values = new HashMap<>();
            while (rows.next()) {
                for (int i = 0; i < Goods.PROPERTIES.size(); i++) {
                    values.put(Goods.PROPERTIES.get(i), rows.getString(i + 1));
                }
                tally.add(values);
            }
        }
        return tally.content();
    }

    private Map<String, String> columns(Connection connection) throws SQLException {
        Map<String, String> columns = new HashMap<>();
        try (var names = connection.prepareStatement(
                "select name, column_name from polyport_names where table_name = ? and column_name <> ''")) {
            names.setString(1, model.set(Goods.SET).orElseThrow().table());
            try (var rows = names.executeQuery()) {
                while (rows.next()) {
                    columns.put(rows.getString(1), '"' + rows.getString(2) + '"');
                }
            }
        }
        return columns;
    }

    /** Sessions of the programs that work at a statement, or hold a transaction (and with it a cursor) open. */
    List<String> working() {
        try (var connection = connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "select pid || ' ' || state || ' ' || left(query, 60) from pg_stat_activity where state <>"
                                + " 'idle' and application_name like 'polyport-odata-%'")) {
            List<String> sessions = new ArrayList<>();
            while (rows.next()) {
                sessions.add(rows.getString(1));
            }
            return sessions;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Lets every statement on the goods wait until it is closed. */
    Connection lock() {
        try {
            var connection = connect();
            connection.setAutoCommit(false);
            try (var statement = connection.createStatement()) {
                statement.execute(
                        "lock table \"" + model.set(Goods.SET).orElseThrow().table() + "\" in access exclusive mode");
            }
            return connection;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Ends the server as a crash would. */
    void end() {
        run(server::end);
    }

    /** Starts what was ended. */
    void begin() {
        run(server::begin);
    }

    private interface Step {
        void run() throws IOException;
    }

    private static void run(Step step) {
        try {
            step.run();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), USER, "");
    }

    @Override
    public void close() {
        run(server::close);
    }
}
