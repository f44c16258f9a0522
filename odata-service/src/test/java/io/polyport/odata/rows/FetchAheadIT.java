package io.polyport.odata.rows;

import static io.polyport.odata.rows.Opened.sql;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polyport.kit.fixtures.Eventually;
import io.polyport.kit.fixtures.Waiting;
import io.polyport.odata.problem.ODataException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Rows that PostgreSQL is asked for before they are wanted")
final class FetchAheadIT {
    /** With row 500 the database is busy for a minute; 2, 16 and 128 rows come before it is asked for that one. */
    private static final ReadingSql SLOW_LATER = ReadingSql.of(
            sql("select case when n = 500 then pg_sleep(60) is null end from generate_series(1, 1000) as n"));

    private static Opened postgresql() throws Exception {
        return Opened.of(DatabaseKind.POSTGRESQL);
    }

    private static String working(Opened opened) throws Exception {
        return sessions(opened, "active");
    }

    private static String sessions(Opened opened, String state) throws Exception {
        return opened.value("select count(*) from pg_stat_activity where datname = current_database()"
                + " and pid <> pg_backend_pid() and state = '" + state + "'");
    }

    private static void pass(Found found, int rows) {
        for (int i = 0; i < rows; i++) {
            assertThat(found.rows().next()).isTrue();
        }
    }

    @ParameterizedTest(name = "OD-60: {0} rows come, each once and in order")
    @ValueSource(ints = {0, 1, 2, 3, 17, 18, 19, 145, 146, 147, 1_145, 1_146, 1_147, 20_000})
    void all(int count) throws Exception {
        try (var opened = postgresql()) {
            int read = opened.read(ReadingSql.of(sql("select n from " + opened.numbers(count))), found -> {
                int row = 0;
                while (found.rows().next()) {
                    row++;
                    assertThat(found.rows().row().number(0)).isEqualByComparingTo(Integer.toString(row));
                }
                return row;
            });

            assertThat(read).isEqualTo(count);
        }
    }

    @Test
    @DisplayName(
            "OD-60: the database works at them while those before are written; who stops then waits for none of them")
    void ahead() throws Exception {
        try (var opened = postgresql()) {
            var enough = new CountDownLatch(1);
            var begun = opened.database.reader().begin(Opened.CALLER, SLOW_LATER, found -> {
                pass(found, 19);
                try {
                    enough.await();
                } catch (InterruptedException interrupted) {
                    throw new AssertionError(interrupted);
                }
                return "nineteen";
            });
            Eventually.passes(Opened.LIMIT, () -> assertThat(working(opened)).isEqualTo("1"));
            enough.countDown();

            assertThat(Waiting.value(begun.result(), Opened.LIMIT)).isEqualTo("nineteen");
            Eventually.passes(Opened.LIMIT, () -> assertThat(working(opened)).isEqualTo("0"));
            int next = opened.read(ReadingSql.of(sql("select n from " + opened.numbers(1))), found -> {
                pass(found, 1);
                return found.rows().row().number(0).intValue();
            });
            assertThat(next).isEqualTo(1);
        }
    }

    @Test
    @DisplayName(
            "what fails while it is fetched ahead is told when it is wanted, behind all rows that came before, and again")
    void failing() throws Exception {
        try (var opened = postgresql()) {
            var sql = ReadingSql.of(sql("select 1 / (500 - n) from " + opened.numbers(1_000)));
            int rows = opened.read(sql, found -> {
                pass(found, 2 + 16 + 128);
                for (int i = 0; i < 2; i++) {
                    assertThatThrownBy(() -> found.rows().next()).isInstanceOf(ODataException.class);
                }
                return 146;
            });
            assertThat(rows).isEqualTo(146);
        }
    }

    @Test
    @DisplayName("what failed is told, where another statement of the reading only heard that something did")
    void failingBesideOthers() throws Exception {
        try (var opened = Opened.of(
                DatabaseKind.POSTGRESQL,
                settings -> Opened.limits(settings, 1, 1, Opened.LIMIT, Duration.ofSeconds(2)))) {
            var children = new ReadingSql.Child(
                    sql("select n, m from generate_series(1, 1000) as n, generate_series(1, 50) as m order by n, m"),
                    List.of(0));
            var sql = new ReadingSql(
                    sql("select n, case when n = 500 then pg_sleep(60) is null end from generate_series(1, 1000) as n"),
                    List.of(children),
                    Optional.empty(),
                    Optional.empty());
            var begun = opened.database.reader().begin(Opened.CALLER, sql, found -> {
                pass(found, 19);
                // The rows with the one that takes long are under way, and fail meanwhile.
                Eventually.passes(
                        Opened.LIMIT,
                        () -> assertThat(sessions(opened, "idle in transaction (aborted)"))
                                .isEqualTo("1"));
                int read = 19;
                while (found.rows().next()) {
                    read++;
                }
                return read;
            });

            assertThatThrownBy(() -> Waiting.value(begun.result(), Opened.LIMIT))
                    .isInstanceOfSatisfying(ODataException.class, refusal -> {
                        assertThat(refusal.status()).isEqualTo(504);
                        assertThat(refusal.text("en")).contains("statement-timeout");
                    });
        }
    }
}
