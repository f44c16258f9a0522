package io.polyport.odata;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.polyport.kit.fixtures.Pattern;
import io.polyport.kit.fixtures.contract.Subject;
import io.polyport.odata.fixtures.TestBase;
import io.polyport.odata.model.Model;
import io.polyport.odata.schema.RowWriter;
import io.polyport.odata.schema.SchemaUpdate;
import io.polyport.store.PostgresServer;
import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.postgresql.ds.PGSimpleDataSource;

/** PostgreSQL with the bytes of the contract suite, a piece in each item of a catalog. Both stages of the suite share it. */
final class PiecesServer {
    static final String MODEL = "/models/contract.yaml";
    static final String USER = "polyport";

    /** As text 64 KiB. */
    private static final int PIECE = 48 << 10;

    private static final int WRITTEN_AT_ONCE = 100;

    private static PostgresServer server;
    private static int users;

    private PiecesServer() {}

    static synchronized Subject.Peer open(long size, long seed) throws IOException, SQLException {
        String obstacle = PostgresServer.obstacle();
        assumeTrue(obstacle == null, () -> "PostgreSQL can't be started here: " + obstacle);
        if (server == null) {
            server = PostgresServer.start();
            fill(size, seed);
        }
        users++;
        String url = server.url();
        int port = URI.create(url.substring("jdbc:".length())).getPort();
        return new Subject.Peer(port, PiecesServer::leave, Optional.of(() -> working(url)));
    }

    private static synchronized void leave() throws IOException {
        if (--users == 0) {
            server.close();
            server = null;
        }
    }

    private static void fill(long size, long seed) throws SQLException {
        Model model = TestBase.model(MODEL);
        var source = new PGSimpleDataSource();
        source.setUrl(server.url());
        source.setUser(USER);
        new SchemaUpdate(model, false).apply(source);
        try (var connection = source.getConnection()) {
            connection.setAutoCommit(false);
            try (var writer = new RowWriter(connection, model)) {
                write(writer, size, seed);
            }
            connection.commit();
        }
    }

    /** In the order of the keys, in which they are read. */
    private static void write(RowWriter writer, long size, long seed) throws SQLException {
        var text = Base64.getUrlEncoder();
        int number = 0;
        for (long at = 0; at < size; at += PIECE) {
            byte[] piece =
                    Pattern.bytes(seed, at, (int) Math.min(PIECE, size - at)).getBytes();
            writer.insert(
                    "Catalog_Pieces",
                    Map.of("Ref_Key", new UUID(0, ++number).toString(), "Piece", text.encodeToString(piece)));
            if (number % WRITTEN_AT_ONCE == 0) {
                writer.flush();
            }
        }
    }

    /** Sessions that have something to do, or a transaction open. */
    private static int working(String url) {
        try (Connection connection = DriverManager.getConnection(url, USER, "");
                var statement = connection.createStatement();
                var count = statement.executeQuery("select count(*) from pg_stat_activity where state <> 'idle'"
                        + " and backend_type = 'client backend' and pid <> pg_backend_pid()")) {
            count.next();
            return count.getInt(1);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
