package io.polyport.odata.rows;

import static io.polyport.odata.rows.Opened.sql;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polyport.kit.bus.Answer;
import io.polyport.kit.fixtures.Eventually;
import io.polyport.kit.fixtures.Waiting;
import io.polyport.kit.problem.ProblemException;
import io.polyport.odata.problem.ODataException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Answers that are written while rows are read")
final class RowsAnswerIT {
    private static final int MANY = 400_000;

    /** A line of 20 bytes for each row. */
    private static void lines(Found found, Consumer<Buffer> output) {
        Buffer piece = Buffer.buffer();
        while (found.rows().next()) {
            piece.appendString("%19d\n".formatted(found.rows().row().number(0).longValueExact()));
            if (piece.length() >= 10_000) {
                output.accept(piece);
                piece = Buffer.buffer();
            }
        }
        output.accept(piece);
    }

    private static Future<Answer> answer(
            Opened opened, Context context, Consumer<Runnable> whenGone, String sql, RowsAnswer.Document document) {
        return RowsAnswer.of(
                opened.database.reader(),
                ReadingSql.of(sql(sql)),
                new RowsAnswer.Taker(Opened.CALLER, context, whenGone),
                new RowsAnswer.Head(200, List.of(Map.entry("content-type", "text/plain"))),
                document);
    }

    private static Future<Answer> answer(Opened opened, Context context, long rows) {
        return answer(
                opened,
                context,
                gone -> {},
                "select n from " + opened.numbers(rows) + " where n <= " + rows,
                RowsAnswerIT::lines);
    }

    /** Takes a body on its context; the first piece, then the rest when told. */
    private static final class Taking {
        final Answer.Streamed answer;
        final Promise<Buffer> whole = Promise.promise();
        final Promise<Void> first = Promise.promise();
        private final Buffer taken = Buffer.buffer();
        private final Context context;

        Taking(Context context, Answer answer) {
            this.context = context;
            this.answer = (Answer.Streamed) answer;
        }

        Taking begin() {
            context.runOnContext(ignored -> answer.body()
                    .pause()
                    .exceptionHandler(whole::tryFail)
                    .endHandler(ended -> whole.tryComplete(taken))
                    .handler(piece -> {
                        assertThat(context.isEventLoopContext() && io.vertx.core.Vertx.currentContext() == context)
                                .isTrue();
                        taken.appendBuffer(piece);
                        first.tryComplete();
                    })
                    .fetch(1));
            return this;
        }

        void goOn() {
            context.runOnContext(ignored -> answer.body().resume());
        }
    }

    @Test
    @DisplayName("a short document is answered whole, in one piece")
    void whole() throws Exception {
        try (var opened = Opened.of(DatabaseKind.H2)) {
            Answer answer = Waiting.value(answer(opened, opened.vertx.getOrCreateContext(), 3_000));

            assertThat(answer).isInstanceOf(Answer.Whole.class);
            assertThat(((Answer.Whole) answer).body().length()).isEqualTo(60_000);
            assertThat(answer.headers()).containsExactly(Map.entry("content-type", "text/plain"));
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("OD-60: a long document comes while its rows are read, and only as fast as it is taken")
    void streamed(DatabaseKind kind) throws Exception {
        try (var opened = Opened.of(kind)) {
            var context = opened.vertx.getOrCreateContext();
            var taking = new Taking(context, Waiting.value(answer(opened, context, MANY), Opened.LIMIT)).begin();
            Waiting.value(taking.first.future());

            // What was taken, what waits, and what is in the writer's hands: 20 bytes a row.
            double most = (RowsAnswer.PIECE * 3 + Pieces.MOST_WAITING) / 20.0;
            Eventually.stays(
                    Duration.ofMillis(500), "the reading waits", () -> opened.meter("polyport.odata.rows") <= most);
            assertThat(opened.meter("polyport.odata.readings.running")).isEqualTo(1);

            taking.goOn();
            String text = Waiting.value(taking.whole.future()).toString(StandardCharsets.US_ASCII);
            assertThat(text).hasSize(MANY * 20);
            long expected = 0;
            for (String line : text.split("\n")) {
                assertThat(Long.parseLong(line.strip())).isEqualTo(++expected);
            }
            assertThat(opened.meter("polyport.odata.rows")).isEqualTo(MANY);
            assertThat(opened.meter("polyport.odata.readings.running")).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("OD-60: a caller who leaves in the middle ends the reading and its transaction within a second")
    void left(DatabaseKind kind) throws Exception {
        try (var opened = Opened.of(kind)) {
            var context = opened.vertx.getOrCreateContext();
            int tries = Promptly.done(() -> {
                var taking = new Taking(context, Waiting.value(answer(opened, context, MANY), Opened.LIMIT)).begin();
                Waiting.value(taking.first.future());

                long left = System.nanoTime();
                context.runOnContext(ignored -> taking.answer.abort().run());

                Eventually.passes(Opened.LIMIT, () -> {
                    assertThat(opened.meter("polyport.odata.readings.running")).isZero();
                    if (kind == DatabaseKind.POSTGRESQL) {
                        assertThat(opened.value("select count(*) from pg_stat_activity"
                                        + " where datname = current_database()"
                                        + " and pid <> pg_backend_pid() and state <> 'idle'"))
                                .isEqualTo("0");
                    }
                });
                return left;
            });
            // Counted by the caller's thread, while the reading's ends.
            Eventually.passes(
                    Opened.LIMIT,
                    () -> assertThat(opened.meter("polyport.odata.readings.cancelled"))
                            .isEqualTo(tries));
            assertThat(opened.meter("polyport.odata.rows")).isLessThan(MANY);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a caller who leaves before the first byte ends the reading too")
    void leftBefore(DatabaseKind kind) throws Exception {
        try (var opened = Opened.of(kind)) {
            var gone = new ArrayList<Runnable>();
            var answer = answer(
                    opened,
                    opened.vertx.getOrCreateContext(),
                    gone::add,
                    kind == DatabaseKind.H2
                            ? "select a.x from system_range(1, 1000000) a, system_range(1, 1000000) b"
                                    + " where a.x * b.x = -1"
                            : "select 1 from pg_sleep(60)",
                    RowsAnswerIT::lines);
            Eventually.passes(
                    Opened.LIMIT,
                    () -> assertThat(opened.meter("polyport.odata.readings.running"))
                            .isEqualTo(1));

            gone.forEach(Runnable::run);

            assertThat(Waiting.problemCode(answer, Opened.LIMIT)).isEqualTo("bus.cancelled");
        }
    }

    @Test
    @DisplayName("what fails before the first piece is the answer's failure, with what was written thrown away")
    void failsBefore() throws Exception {
        try (var opened = Opened.of(DatabaseKind.H2)) {
            var answer = answer(
                    opened,
                    opened.vertx.getOrCreateContext(),
                    gone -> {},
                    "select 1 / (3 - n) from " + opened.numbers(5),
                    RowsAnswerIT::lines);

            assertThatThrownBy(() -> Waiting.value(answer)).isInstanceOf(ODataException.class);
        }
    }

    @Test
    @DisplayName("what fails later breaks the answer off: its end is never told")
    void failsLater() throws Exception {
        try (var opened = Opened.of(DatabaseKind.H2)) {
            var context = opened.vertx.getOrCreateContext();
            var answer = Waiting.value(answer(
                    opened,
                    context,
                    gone -> {},
                    "select 1 / (4000 - n) from " + opened.numbers(9_000),
                    RowsAnswerIT::lines));
            // The failure is there before anybody asks for the body.
            Eventually.passes(
                    Opened.LIMIT,
                    () -> assertThat(opened.meter("polyport.odata.readings.running"))
                            .isZero());
            var taking = new Taking(context, answer).begin();
            taking.goOn();

            assertThatThrownBy(() -> Waiting.value(taking.whole.future()))
                    .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.type(ProblemException.class))
                    .satisfies(problem -> assertThat(problem.problem().code()).isEqualTo("odata.broken-off"));
        }
    }
}
