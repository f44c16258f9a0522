package io.polyport.standalone.trade;

import io.polyport.odata.model.Model;
import io.polyport.odata.schema.SchemaUpdate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import org.h2.jdbcx.JdbcDataSource;

/**
 * The demo's database, an H2 file that is made once. It is made under another name and renamed when it is whole, so that a
 * start that was killed leaves nothing that the next one would take for a base.
 *
 * @param url for JDBC; the user is {@link #USER}, the password empty
 * @param model folder of the files of its model
 */
public record TradeBase(String url, Path model) {
    /** User of the database. */
    public static final String USER = "polyport";

    private static final String NAME = "odata-demo";
    private static final String MAKING = "odata-demo.making";
    private static final String SUFFIX = ".mv.db";
    /** What was told to be kept is in the file, should the process be killed next. */
    private static final String OPTIONS = ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";
    /** Kilobytes, since the whole house has a small heap; what fails is made anew, so nothing must be kept before the
     * end, where the file is compacted once. */
    private static final String WHILE_MAKING =
            ";CACHE_SIZE=16384;WRITE_DELAY=2000;RETENTION_TIME=0;AUTO_COMPACT_FILL_RATE=0;DB_CLOSE_ON_EXIT=FALSE";

    /**
     * Makes the base unless it is there. Takes seconds the first time, so not for an event loop.
     *
     * @param folder the data folder; made when it is missing
     * @throws UncheckedIOException when files can't be written there
     * @throws IllegalStateException when another process is just making the same base, or the database fails
     */
    public static TradeBase ensure(Path folder) {
        Path whole = folder.resolve(NAME + SUFFIX);
        var base = new TradeBase(url(folder, NAME, OPTIONS), TradeModel.unpack(folder.resolve(NAME + "-model")));
        if (Files.exists(whole)) {
            return base;
        }
        Path lock = folder.resolve(NAME + ".lock");
        try (var channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var held = channel.tryLock()) {
            if (held == null) {
                throw beingMade(folder);
            }
            // Another process may have made it before this one got the lock.
            if (!Files.exists(whole)) {
                make(folder, TradeModel.read(base.model()));
                Files.move(folder.resolve(MAKING + SUFFIX), whole, StandardCopyOption.ATOMIC_MOVE);
            }
            return base;
        } catch (OverlappingFileLockException sameProcess) {
            throw beingMade(folder);
        } catch (IOException failure) {
            throw new UncheckedIOException(
                    "the demo base can't be made in " + folder + "; make room there, or set demo.enabled: false",
                    failure);
        }
    }

    private static IllegalStateException beingMade(Path folder) {
        return new IllegalStateException("another Polyport is just making the demo base in " + folder
                + "; wait for it, or give this one another data-folder");
    }

    private static void make(Path folder, Model model) throws IOException {
        Files.deleteIfExists(folder.resolve(MAKING + SUFFIX));
        Files.deleteIfExists(folder.resolve(MAKING + ".trace.db"));
        var source = source(url(folder, MAKING, WHILE_MAKING));
        try (var connection = source.getConnection()) {
            var schema = new SchemaUpdate(model, false);
            schema.apply(source);
            dropIndexes(connection);
            connection.setAutoCommit(false);
            Trade.write(connection, model);
            // Makes the indexes again, each in one go.
            schema.apply(source);
            try (var statement = connection.createStatement()) {
                statement.execute("shutdown compact");
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("the demo base can't be made: " + failure.getMessage(), failure);
        }
    }

    /** All but those of keys: growing row by row, they would take most of the time and of the file. */
    private static void dropIndexes(Connection connection) throws SQLException {
        var names = new ArrayList<String>();
        try (var statement = connection.createStatement()) {
            try (var indexes = statement.executeQuery("select index_name from information_schema.indexes"
                    + " where table_schema = 'PUBLIC' and index_type_name = 'INDEX'")) {
                while (indexes.next()) {
                    names.add(indexes.getString(1));
                }
            }
            for (String name : names) {
                if (!name.startsWith("polyport")) {
                    statement.execute("drop index \"" + name + '"');
                }
            }
        }
    }

    static JdbcDataSource source(String url) {
        var source = new JdbcDataSource();
        source.setURL(url);
        source.setUser(USER);
        source.setPassword("");
        return source;
    }

    private static String url(Path folder, String name, String options) {
        return "jdbc:h2:file:" + folder.resolve(name).toAbsolutePath().normalize() + options;
    }
}
