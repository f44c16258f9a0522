package io.polyport.odata.rows;

import static io.polyport.odata.rows.Opened.sql;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.polyport.kit.fixtures.Eventually;
import io.polyport.kit.fixtures.Waiting;
import io.polyport.odata.problem.ODataException;
import io.polyport.store.PostgresServer;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Readings that are stopped, on H2 and PostgreSQL")
final class StoppingIT {
    /** Of the database for one statement: what is read afterwards has it, too, and the machine may stand still meanwhile. */
    private static final Duration STATEMENT = Duration.ofSeconds(3);

    /** Works for a minute or longer before its first row. */
    private static ReadingSql slowFirst(DatabaseKind kind) {
        return ReadingSql.of(
                kind == DatabaseKind.H2
                        ? sql("select count(*) from system_range(1, 1000000) a, system_range(1, 1000000) b"
                                + " where a.x * b.x = -1")
                        : sql("select cast(pg_sleep(60) as text)"));
    }

    /** Gives some rows at once, then works as long. */
    private static ReadingSql slowLater(DatabaseKind kind) {
        return ReadingSql.of(
                kind == DatabaseKind.H2
                        ? sql("select a.x from system_range(1, 1000000) a, system_range(1, 1000000) b"
                                + " where (a.x = 1 and b.x <= 50) or a.x * b.x = -1")
                        : sql("select case when n = 500 then cast(pg_sleep(60) as text) else '' end"
                                + " from generate_series(1, 1000) as n"));
    }

    private static int all(Found found) {
        int rows = 0;
        while (found.rows().next()) {
            rows++;
        }
        return rows;
    }

    /** How many sessions work at something or are in a transaction, but for the one that asks. */
    private static String busySessions(Opened opened) throws Exception {
        return opened.settings.kind() == DatabaseKind.POSTGRESQL
                ? opened.value("select count(*) from pg_stat_activity where datname = current_database()"
                        + " and pid <> pg_backend_pid() and state <> 'idle'")
                : opened.value("select count(*) from information_schema.sessions"
                        + " where executing_statement is not null and session_id <> session_id()");
    }

    private static void assertGone(Opened opened) {
        Eventually.passes(Opened.LIMIT, () -> {
            assertThat(busySessions(opened)).isEqualTo("0");
            assertThat(opened.meter("polyport.odata.readings.running")).isZero();
        });
    }

    /** Returns when nothing is left of it; when its caller left. */
    private static long leave(Opened opened, Reader.Begun<?> begun) {
        long left = System.nanoTime();
        begun.cancel().run();
        assertGone(opened);
        assertThat(Waiting.problemCode(begun.result(), Opened.LIMIT)).isEqualTo("bus.cancelled");
        return left;
    }

    private static void assertServes(Opened opened) {
        for (int round = 0; round < 5; round++) {
            int rows = opened.read(ReadingSql.of(sql("select n from " + opened.numbers(2_000))), StoppingIT::all);
            assertThat(rows).isEqualTo(2_000);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "OD-60: what the database works at before the first row is gone within a second after its caller has left")
    void leftBeforeFirstRow(DatabaseKind kind) throws Exception {
        try (var opened = Opened.of(kind)) {
            int tries = Promptly.done(() -> {
                var begun = opened.database.reader().begin(Opened.CALLER, slowFirst(kind), StoppingIT::all);
                Eventually.passes(
                        Opened.LIMIT, () -> assertThat(busySessions(opened)).isEqualTo("1"));

                return leave(opened, begun);
            });

            assertThat(opened.meter("polyport.odata.readings.cancelled")).isEqualTo(tries);
            assertThat(opened.meter("polyport.odata.readings.timeouts")).isZero();
            assertServes(opened);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("OD-60: so is what it works at between two rows")
    void leftBetweenRows(DatabaseKind kind) throws Exception {
        try (var opened = Opened.of(kind)) {
            Promptly.done(() -> {
                var some = new CountDownLatch(50);
                var begun = opened.database.reader().begin(Opened.CALLER, slowLater(kind), found -> {
                    while (found.rows().next()) {
                        some.countDown();
                    }
                    return "";
                });
                assertThat(some.await(20, TimeUnit.SECONDS)).isTrue();

                return leave(opened, begun);
            });

            assertServes(opened);
        }
    }

    private static Opened impatient(DatabaseKind kind, Duration statement) throws Exception {
        return Opened.of(kind, settings -> Opened.limits(settings, 2, 2, Opened.LIMIT, statement));
    }

    private static void assertTimedOut(Opened opened, Future<?> result) {
        assertThatThrownBy(() -> Waiting.value(result, Opened.LIMIT))
                .asInstanceOf(InstanceOfAssertFactories.type(ODataException.class))
                .satisfies(refusal -> {
                    assertThat(refusal.status()).isEqualTo(504);
                    assertThat(refusal.text("en")).contains("statement-timeout", "3 s");
                    assertThat(refusal.text("ru")).contains("statement-timeout", "3 с");
                });
        assertThat(opened.meter("polyport.odata.readings.timeouts")).isEqualTo(1);
        assertThat(opened.meter("polyport.odata.readings.cancelled")).isZero();
        assertGone(opened);
        assertServes(opened);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("OD-65: a statement that takes too long before its first row is refused by the statement timeout")
    void timeoutBeforeFirstRow(DatabaseKind kind) throws Exception {
        try (var opened = impatient(kind, STATEMENT)) {
            assertTimedOut(
                    opened,
                    opened.database
                            .reader()
                            .begin(Opened.CALLER, slowFirst(kind), StoppingIT::all)
                            .result());
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("OD-65: so is one that takes too long between two rows")
    void timeoutBetweenRows(DatabaseKind kind) throws Exception {
        try (var opened = impatient(kind, STATEMENT)) {
            assertTimedOut(
                    opened,
                    opened.database
                            .reader()
                            .begin(Opened.CALLER, slowLater(kind), StoppingIT::all)
                            .result());
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("OD-65: the time in which a caller takes rows does not count as the database's")
    void slowCaller(DatabaseKind kind) throws Exception {
        try (var opened = impatient(kind, Duration.ofMillis(400))) {
            int rows = unlessStill(() ->
                    opened.read(ReadingSql.of(sql("select n from " + opened.numbers(5_000))), found -> {
                        assertThat(found.rows().next()).isTrue();
                        var later = new CountDownLatch(1);
                        opened.vertx.setTimer(1_000, ignored -> later.countDown());
                        try {
                            later.await();
                        } catch (InterruptedException interrupted) {
                            throw new AssertionError(interrupted);
                        }
                        return 1 + all(found);
                    }));

            assertThat(rows).isEqualTo(5_000);
        }
    }

    /** A machine that stands still while the database works lets its time run out, too; not in each of a few tries. */
    private static <T> T unlessStill(Supplier<T> reading) {
        for (int others = 4; ; others--) {
            try {
                return reading.get();
            } catch (ODataException refusal) {
                if (refusal.status() != 504 || others == 0) {
                    throw refusal;
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a database that is closed ends what is read and what waits, and leaves no session")
    void closed(DatabaseKind kind) throws Exception {
        try (var opened =
                Opened.of(kind, settings -> Opened.limits(settings, 1, 5, Opened.LIMIT, Duration.ofMinutes(1)))) {
            var reader = opened.database.reader();
            var running = reader.begin(Opened.CALLER, slowFirst(kind), StoppingIT::all);
            var waiting = reader.begin(Opened.CALLER, slowFirst(kind), StoppingIT::all);
            Eventually.passes(
                    Opened.LIMIT, () -> assertThat(busySessions(opened)).isEqualTo("1"));

            // Done long before it would no longer wait.
            Waiting.value(opened.database.close(Duration.ofMinutes(1)), Opened.LIMIT);

            for (var one : java.util.List.of(
                    running, waiting, reader.begin(Opened.CALLER, slowFirst(kind), StoppingIT::all))) {
                assertThatThrownBy(() -> Waiting.value(one.result(), Opened.LIMIT))
                        .asInstanceOf(InstanceOfAssertFactories.type(ODataException.class))
                        .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(503));
            }
            assertThat(busySessions(opened)).isEqualTo("0");
        }
    }

    @Test
    @DisplayName(
            "a server that goes away is told as 503, in the middle of a reading and at the next one; it may come back")
    void serverGone() throws Exception {
        assumeTrue(PostgresServer.obstacle() == null, "PostgreSQL can't be started here");
        try (var server = PostgresServer.start();
                var opened = Opened.at(impatientlyConnected(server.url()))) {
            var begun =
                    opened.database.reader().begin(Opened.CALLER, slowLater(DatabaseKind.POSTGRESQL), StoppingIT::all);
            Eventually.passes(
                    Opened.LIMIT, () -> assertThat(busySessions(opened)).isEqualTo("1"));

            server.end();

            assertUnavailable(begun.result());
            assertUnavailable(opened.database
                    .reader()
                    .begin(Opened.CALLER, slowFirst(DatabaseKind.POSTGRESQL), StoppingIT::all)
                    .result());
            server.begin();
            assertServes(opened);
        }
    }

    private static DatabaseSettings impatientlyConnected(String url) {
        var settings = DatabaseSettings.at(url, Optional.of("polyport"));
        return new DatabaseSettings(
                url,
                settings.folder(),
                settings.user(),
                settings.password(),
                settings.pool(),
                settings.readings(),
                settings.readingsPerCaller(),
                settings.waiting(),
                settings.waitingPerCaller(),
                settings.turnTimeout(),
                Duration.ofSeconds(5),
                settings.statementTimeout(),
                settings.fetchSize());
    }

    private static void assertUnavailable(Future<?> result) {
        assertThatThrownBy(() -> Waiting.value(result, Duration.ofSeconds(30)))
                .asInstanceOf(InstanceOfAssertFactories.type(ODataException.class))
                .satisfies(refusal -> {
                    assertThat(refusal.status()).isEqualTo(503);
                    assertThat(refusal.text("en")).contains("can't be reached");
                });
    }
}
