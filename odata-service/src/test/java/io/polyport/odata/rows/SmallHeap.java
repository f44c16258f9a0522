package io.polyport.odata.rows;

import static io.polyport.odata.rows.Opened.sql;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.polyport.kit.bus.Answer;
import io.polyport.kit.fixtures.JavaProcess;
import io.polyport.kit.fixtures.Waiting;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A program of 64 MiB heap that answers with all rows of a {@link WideTable} and their sections, and what it needs for it. */
final class SmallHeap {
    private static final Duration LIMIT = Duration.ofMinutes(20);
    private static final String MARK = "answered: ";
    private static final long MIB = 1024 * 1024;
    private static final long FLAT = 6 * MIB;

    private SmallHeap() {}

    /** Fills the database, runs the program and judges it; answers its figures. */
    static JsonObject run(Opened opened, long rows) throws Exception {
        WideTable.fill(opened, rows);
        if (opened.settings.kind() == DatabaseKind.H2) {
            // The file is the program's now.
            opened.close();
        }
        try (var program = JavaProcess.of(SmallHeap.class)
                .jvm("-Xmx64m", "-XX:TieredStopAtLevel=4")
                .arguments(opened.settings.url(), Long.toString(rows))
                .start()) {
            int exit = program.awaitExit(LIMIT);
            assertThat(exit).as(program.output()).isZero();
            String line = program.awaitLine("its figures", LIMIT, one -> one.startsWith(MARK));
            System.out.println(opened.settings.kind() + ", " + rows + " rows: " + line);
            var figures = new JsonObject(line.substring(MARK.length()));
            judge(figures, rows);
            return figures;
        }
    }

    private static void judge(JsonObject figures, long rows) {
        assertThat(figures.getLong("rows")).isEqualTo(2 * rows);
        assertThat(figures.getLong("bytes")).isGreaterThan(rows * 250);
        JsonArray heap = figures.getJsonArray("heap");
        assertThat(heap).hasSize(4);
        for (int i = 1; i < heap.size(); i++) {
            assertThat(heap.getLong(i)).as("used after each quarter: %s", heap).isLessThan(heap.getLong(0) + FLAT);
        }
    }

    /** @param arguments the database's address, and how many rows it has */
    public static void main(String[] arguments) {
        long rows = Long.parseLong(arguments[1]);
        var vertx = Vertx.vertx();
        var meters = new SimpleMeterRegistry();
        var database = Waiting.value(
                Database.open(vertx, DatabaseSettings.at(arguments[0], Optional.of("polyport")), meters, "small-heap"));
        var heap = new JsonArray();
        long begin = System.nanoTime();
        long bytes =
                Waiting.value(answer(vertx, database, new Quarters(rows, heap)).future(), LIMIT);
        System.out.println(MARK
                + new JsonObject()
                        .put("rows", (long)
                                meters.get("polyport.odata.rows").counter().count())
                        .put("bytes", bytes)
                        .put("millis", (System.nanoTime() - begin) / 1_000_000)
                        .put("heap", heap)
                        .encode());
        Waiting.value(database.close(Duration.ofSeconds(5)));
        Waiting.value(vertx.close());
    }

    /** Looks at the heap after each quarter of the rows; more than 280 bytes are written for each. */
    private static final class Quarters implements Consumer<Buffer> {
        private final long rows;
        private final JsonArray heap;
        private long bytes;

        Quarters(long rows, JsonArray heap) {
            this.rows = rows;
            this.heap = heap;
        }

        @Override
        public void accept(Buffer piece) {
            bytes += piece.length();
            if (heap.size() < 4 && bytes > rows * 70 * (heap.size() + 1)) {
                System.gc();
                heap.add(Runtime.getRuntime().totalMemory()
                        - Runtime.getRuntime().freeMemory());
            }
        }
    }

    private static Promise<Long> answer(Vertx vertx, Database database, Quarters quarters) {
        var sql = new ReadingSql(
                sql("select " + WideTable.COLUMNS + " from wide order by k"),
                List.of(new ReadingSql.Child(sql("select k, line, what from part order by k, line"), List.of(0))),
                Optional.empty(),
                Optional.empty());
        Promise<Long> done = Promise.promise();
        long[] taken = {0};
        RowsAnswer.of(
                        database.reader(),
                        sql,
                        new RowsAnswer.Taker(Opened.CALLER, vertx.getOrCreateContext(), gone -> {}),
                        new RowsAnswer.Head(200, List.of()),
                        (found, output) -> new LinesWriter(output.andThen(quarters)).write(found, true))
                .onFailure(done::fail)
                .onSuccess(answer -> ((Answer.Streamed) answer)
                        .body()
                        .exceptionHandler(done::fail)
                        .endHandler(ended -> done.complete(taken[0]))
                        .handler(piece -> taken[0] += piece.length()));
        return done;
    }
}
