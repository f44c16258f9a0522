package io.polyport.odata.rows;

import static io.polyport.odata.rows.Opened.sql;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.polyport.kit.bus.Answer;
import io.polyport.kit.fixtures.JavaProcess;
import io.polyport.kit.fixtures.Waiting;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A program of 64 MiB heap whose callers read large values, all at the same time. */
final class LargeValues {
    /** Of one storage, bytes. */
    static final int STORAGE = 30 * 1024 * 1024;

    private static final int CALLERS = 24;
    /** Of them read rows, too. */
    private static final int READERS = 2;

    private static final int LARGE_ROWS = 60;
    private static final int SMALL_ROWS = 20;
    /** Of a large row, bytes. */
    private static final int TEXT = 3 * 1024 * 1024;

    private static final int BYTES = 1024 * 1024;

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String MARK = "taken: ";

    private LargeValues() {}

    /** Two storages, {@code full} and {@code empty}. */
    static void fill(Opened opened, int size) throws SQLException {
        boolean h2 = opened.settings.kind() == DatabaseKind.H2;
        opened.run(
                "create table store(k varchar(10) not null, t varchar(500), b " + (h2 ? "blob" : "bytea") + ")",
                "insert into store values ('empty', '', null)");
        try (var connection = opened.connect();
                var store = connection.prepareStatement("insert into store values ('full', 'image/png', ?)")) {
            store.setBytes(1, random(size));
            store.execute();
        }
    }

    /** Of PostgreSQL, which hands rows over whole and many at once: small ones, then large ones. */
    static void fillRows(Opened opened) throws SQLException {
        opened.run("create table large(n integer not null, t text not null, b bytea not null)");
        try (var connection = opened.connect();
                var large = connection.prepareStatement("insert into large values (?, ?, ?)")) {
            for (int n = 0; n < SMALL_ROWS + LARGE_ROWS; n++) {
                large.setInt(1, n);
                large.setString(2, "x".repeat(n < SMALL_ROWS ? 10 : TEXT));
                large.setBytes(3, n < SMALL_ROWS ? new byte[10] : random(BYTES));
                large.execute();
            }
        }
    }

    /** Always the same. */
    static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    static ReadingSql storage(String key) {
        return ReadingSql.of(sql("select k, t, b from store where k = ?", key));
    }

    /** Runs the program and requires that it has read everything. */
    static void run(Opened opened) throws Exception {
        boolean h2 = opened.settings.kind() == DatabaseKind.H2;
        if (h2) {
            // The file is the program's now.
            opened.close();
        }
        try (var program = JavaProcess.of(LargeValues.class)
                .jvm("-Xmx64m", "-XX:+ExitOnOutOfMemoryError")
                .arguments(opened.settings.url(), Integer.toString(h2 ? 0 : READERS))
                .start()) {
            int exit = program.awaitExit(LIMIT);
            assertThat(exit).as(program.output()).isZero();
            long taken = (long) CALLERS * STORAGE + (h2 ? 0 : READERS) * (long) LARGE_ROWS * (TEXT + BYTES);
            assertThat(program.output()).contains(MARK + taken);
        }
    }

    /** @param arguments the database's address, and how many read rows */
    public static void main(String[] arguments) {
        var vertx = Vertx.vertx();
        var database =
                Waiting.value(Database.open(vertx, patient(arguments[0]), new SimpleMeterRegistry(), "large-values"));
        List<Future<Long>> all = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            all.add(take(database, vertx.getOrCreateContext(), "caller" + i % 8));
            if (i < Integer.parseInt(arguments[1])) {
                all.add(rows(database, "caller" + i));
            }
        }
        try {
            System.out.println(MARK
                    + Waiting.value(Future.all(all), LIMIT).<Long>list().stream()
                            .mapToLong(Long::longValue)
                            .sum());
        } catch (RuntimeException failure) {
            System.out.println("failed: " + failure);
        }
        Waiting.value(database.close(Duration.ofSeconds(5)));
        Waiting.value(vertx.close());
    }

    /** With time for all to get their turn on a slow machine. */
    private static DatabaseSettings patient(String url) {
        var settings = DatabaseSettings.at(url, Optional.of("polyport"));
        return Opened.limits(settings, settings.readings(), settings.waiting(), LIMIT, LIMIT);
    }

    private static Future<Long> take(Database database, Context context, String caller) {
        Promise<Long> done = Promise.promise();
        long[] taken = {0};
        RowsAnswer.ofStored(
                        database.reader(),
                        storage("full"),
                        new StoredColumns(1, 2),
                        new RowsAnswer.Taker(Opened.caller(caller), context, gone -> {}),
                        stored -> new RowsAnswer.Head(200, List.of()))
                .onFailure(done::fail)
                .onSuccess(answer -> ((Answer.Streamed) answer)
                        .body()
                        .exceptionHandler(done::fail)
                        .endHandler(ended -> done.complete(taken[0]))
                        .handler((Buffer piece) -> taken[0] += piece.length()));
        return done.future();
    }

    /** Looks at every value, as a writer does. */
    private static Future<Long> rows(Database database, String caller) {
        return database.reader()
                .begin(
                        Opened.caller(caller),
                        ReadingSql.of(sql("select n, t, b from large order by n")),
                        LargeValues::sizes)
                .result();
    }

    private static long sizes(Found found) {
        long bytes = 0;
        while (found.rows().next()) {
            var row = found.rows().row();
            boolean large = row.number(0).intValueExact() >= SMALL_ROWS;
            int size = row.utf8(1).length + row.bytes(2).length;
            bytes += large ? size : 0;
        }
        return bytes;
    }
}
