package io.polyport.odata.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polyport.kit.bus.Answer;
import io.polyport.kit.bus.Principal;
import io.polyport.kit.fixtures.Eventually;
import io.polyport.kit.fixtures.Waiting;
import io.polyport.odata.problem.InnerCode;
import io.polyport.odata.problem.ODataException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("What value storages hold")
final class StoredIT {
    /** No whole number of pieces, and less than may wait in all, so that only the turn's end tells that it was taken. */
    private static final int SIZE = StoredValue.PIECE - 1;

    private static final int LARGE = 5 * StoredValue.PIECE + 1;

    private static Future<Answer> answer(Opened opened, Context context, String key) {
        return answer(opened, Opened.CALLER, context, key);
    }

    private static Future<Answer> answer(Opened opened, Principal.Identity caller, Context context, String key) {
        return RowsAnswer.ofStored(
                opened.database.reader(),
                LargeValues.storage(key),
                new StoredColumns(1, 2),
                new RowsAnswer.Taker(caller, context, gone -> {}),
                stored ->
                        head(stored.orElseThrow(() -> new ODataException(InnerCode.ENTITY_NOT_FOUND, "нет", "none"))));
    }

    private static RowsAnswer.Head head(RowsAnswer.Stored stored) {
        return new RowsAnswer.Head(
                stored.length() == 0 ? 204 : 200, List.of(Map.entry(stored.mediaType(), "" + stored.length())));
    }

    private static Future<Buffer> whole(Context context, Answer answer) {
        Promise<Buffer> whole = Promise.promise();
        var taken = Buffer.buffer();
        context.runOnContext(ignored -> ((Answer.Streamed) answer)
                .body()
                .exceptionHandler(whole::fail)
                .endHandler(ended -> whole.complete(taken))
                .handler(taken::appendBuffer));
        return whole.future();
    }

    private static double running(Opened opened) {
        return opened.meter("polyport.odata.readings.running");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("OD-60: come in pieces, byte for byte, with type and length before them")
    void bytes(DatabaseKind kind) throws Exception {
        try (var opened = Opened.of(kind)) {
            LargeValues.fill(opened, LARGE);
            var context = opened.vertx.getOrCreateContext();

            var answer = Waiting.value(answer(opened, context, "full"), Opened.LIMIT);

            assertThat(answer.headers()).containsExactly(Map.entry("image/png", "" + LARGE));
            assertThat(Waiting.value(whole(context, answer)).getBytes()).isEqualTo(LargeValues.random(LARGE));
            assertThat(running(opened)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("may be nothing, and may have no row")
    void nothing(DatabaseKind kind) throws Exception {
        try (var opened = Opened.of(kind)) {
            LargeValues.fill(opened, 1);
            var context = opened.vertx.getOrCreateContext();

            assertThat(Waiting.value(answer(opened, context, "empty")).status()).isEqualTo(204);
            assertThatThrownBy(() -> Waiting.value(answer(opened, context, "none")))
                    .isInstanceOf(ODataException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("OD-60: hold their turn until the last byte is taken")
    void turn(DatabaseKind kind) throws Exception {
        try (var opened = Opened.of(kind)) {
            LargeValues.fill(opened, SIZE);
            var context = opened.vertx.getOrCreateContext();
            var answer = Waiting.value(answer(opened, context, "full"), Opened.LIMIT);

            Eventually.stays(Duration.ofMillis(300), "the turn is held", () -> running(opened) == 1);
            var whole = Waiting.value(whole(context, answer));

            assertThat(whole.length()).isEqualTo(SIZE);
            assertThat(running(opened)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("OD-60: give their turn back when the caller leaves")
    void left(DatabaseKind kind) throws Exception {
        try (var opened = Opened.of(kind)) {
            LargeValues.fill(opened, LARGE);
            var context = opened.vertx.getOrCreateContext();
            var answer = (Answer.Streamed) Waiting.value(answer(opened, context, "full"), Opened.LIMIT);
            Eventually.stays(Duration.ofMillis(100), "the turn is held", () -> running(opened) == 1);

            context.runOnContext(ignored -> answer.abort().run());

            Eventually.holds(Opened.LIMIT, "the turn is given back", () -> running(opened) == 0);
        }
    }

    @Test
    @DisplayName("OD-65: a caller who takes none of his many answers does not keep another from reading")
    void slowCaller() throws Exception {
        try (var opened = Opened.of(DatabaseKind.H2)) {
            LargeValues.fill(opened, LARGE);
            var context = opened.vertx.getOrCreateContext();
            for (int i = 0; i < 2 * opened.settings.readings(); i++) {
                answer(opened, Opened.caller("slow"), context, "full");
            }
            int share = opened.settings.readings() / 2;
            Eventually.holds(Opened.LIMIT, "his share is running", () -> running(opened) == share);

            var answer = Waiting.value(answer(opened, context, "full"), Opened.LIMIT);

            assertThat(Waiting.value(whole(context, answer)).length()).isEqualTo(LARGE);
            assertThat(running(opened)).isEqualTo(share);
            assertThat(opened.meter("polyport.odata.readings.waiting")).isEqualTo(3 * share);
        }
    }

    @Test
    @DisplayName("OD-60: 24 callers take 30 MiB each out of an H2 file in 64 MiB of heap")
    void memoryOfH2(@TempDir Path folder) throws Exception {
        var opened = Opened.at(DatabaseSettings.at("jdbc:h2:file:" + folder.resolve("data"), Optional.of("polyport")));
        LargeValues.fill(opened, LargeValues.STORAGE);
        LargeValues.run(opened);
    }

    @Test
    @DisplayName("OD-60: and out of PostgreSQL, while others read rows of 4 MiB")
    void memoryOfPostgres() throws Exception {
        try (var opened = Opened.of(DatabaseKind.POSTGRESQL)) {
            LargeValues.fill(opened, LargeValues.STORAGE);
            LargeValues.fillRows(opened);
            LargeValues.run(opened);
        }
    }
}
