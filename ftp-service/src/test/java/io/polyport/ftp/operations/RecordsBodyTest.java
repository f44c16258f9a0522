package io.polyport.ftp.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.FtpProblems;
import io.polyport.kit.fixtures.Waiting;
import io.polyport.kit.stream.RecordStream;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Records as a body")
class RecordsBodyTest {
    private Vertx vertx;
    private Context context;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        context = vertx.getOrCreateContext();
    }

    @AfterEach
    void stop() {
        Waiting.value(vertx.close());
    }

    /** Numbers, made as they are asked for, a turn of the event loop each hundred. */
    private static final class Numbers implements ReadStream<Integer> {
        private final Context context;
        private final int count;
        private final Throwable failure;
        private Handler<Integer> handler;
        private Handler<Throwable> exceptionHandler;
        private Handler<Void> endHandler;
        private long demand;
        private int made;
        private boolean over;

        Numbers(Context context, int count, Throwable failure) {
            this.context = context;
            this.count = count;
            this.failure = failure;
        }

        private void step() {
            for (int i = 0; i < 100 && demand > 0 && !over; i++) {
                if (made < count) {
                    demand -= demand == Long.MAX_VALUE ? 0 : 1;
                    handler.handle(made++);
                } else {
                    over = true;
                    if (failure == null) {
                        endHandler.handle(null);
                    } else {
                        exceptionHandler.handle(failure);
                    }
                }
            }
            if (demand > 0 && !over) {
                context.runOnContext(next -> step());
            }
        }

        @Override
        public Numbers exceptionHandler(Handler<Throwable> newHandler) {
            exceptionHandler = newHandler;
            return this;
        }

        @Override
        public Numbers handler(Handler<Integer> newHandler) {
            handler = newHandler;
            return this;
        }

        @Override
        public Numbers endHandler(Handler<Void> newHandler) {
            endHandler = newHandler;
            return this;
        }

        @Override
        public Numbers pause() {
            demand = 0;
            return this;
        }

        @Override
        public Numbers resume() {
            return fetch(Long.MAX_VALUE);
        }

        @Override
        public Numbers fetch(long amount) {
            demand = demand + amount < 0 ? Long.MAX_VALUE : demand + amount;
            context.runOnContext(next -> step());
            return this;
        }
    }

    /** What a reader saw. */
    private static final class Seen {
        private final List<Buffer> pieces = new ArrayList<>();
        private boolean ended;
        private Throwable failure;

        String text() {
            var all = Buffer.buffer();
            pieces.forEach(all::appendBuffer);
            return all.toString();
        }
    }

    private record Stage(Numbers source, RecordStream<Integer> body, Seen seen) {}

    private Stage stage(int count, Throwable failure, boolean lines) {
        var source = new Numbers(context, count, failure);
        var body = RecordsBody.of(context, source, number -> new JsonObject().put("n", number), lines);
        var seen = new Seen();
        body.handler(seen.pieces::add);
        body.endHandler(ended -> seen.ended = true);
        body.exceptionHandler(failed -> seen.failure = failed);
        return new Stage(source, body, seen);
    }

    private <T> T onLoop(Consumer<Promise<T>> work) {
        Promise<T> done = Promise.promise();
        context.runOnContext(go -> work.accept(done));
        return Waiting.value(done.future());
    }

    /** Gives everything that is still on its way time to happen. */
    private Future<Void> turns(int count) {
        Promise<Void> done = Promise.promise();
        turn(count, done);
        return done.future();
    }

    private void turn(int left, Promise<Void> done) {
        if (left == 0) {
            done.complete();
        } else {
            context.runOnContext(next -> turn(left - 1, done));
        }
    }

    private Seen read(int count, Throwable failure, boolean lines) {
        return onLoop(done -> {
            var stage = stage(count, failure, lines);
            stage.body().endHandler(ended -> {
                stage.seen().ended = true;
                done.complete(stage.seen());
            });
            stage.body().exceptionHandler(failed -> {
                stage.seen().failure = failed;
                done.complete(stage.seen());
            });
            stage.body().resume();
        });
    }

    @ParameterizedTest(name = "FT-10 {0} records are one JSON document, or a line each and a status")
    @ValueSource(ints = {0, 1, 2, 20_000})
    void forms(int count) {
        var document = new JsonObject(read(count, null, false).text()).getJsonArray("entries");
        var lines = read(count, null, true).text().lines().map(JsonObject::new).toList();

        assertThat(document).hasSize(count);
        assertThat(lines).hasSize(count + 1);
        assertThat(lines.getLast())
                .isEqualTo(new JsonObject()
                        .put("status", new JsonObject().put("code", "ok").put("entries", count)));
        for (int i = 0; i < count; i++) {
            assertThat(document.getJsonObject(i).getInteger("n")).isEqualTo(i);
            assertThat(lines.get(i).getInteger("n")).isEqualTo(i);
        }
    }

    @Test
    @DisplayName("FT-40 no record is made before a piece is asked for, and no more than fit into it then")
    void onDemand() {
        var stage = onLoop((Promise<Stage> done) -> {
            var begun = stage(1_000_000, null, true);
            turns(20).onSuccess(later -> done.complete(begun));
        });
        assertThat(stage.source().made).isZero();

        for (int pieces = 1; pieces <= 5; pieces++) {
            onLoop((Promise<Void> done) -> {
                stage.body().fetch(1);
                turns(300).onComplete(done);
            });
            int length = stage.seen().pieces.stream().mapToInt(Buffer::length).sum();
            long lines = stage.seen().text().lines().count();
            assertThat(stage.seen().pieces).hasSize(pieces);
            assertThat(length).isLessThan(pieces * 17_000);
            assertThat(stage.source().made).as("records made").isEqualTo((int) lines);
        }
    }

    @Test
    @DisplayName("FT-10 records that come slowly are not kept until a piece is full")
    void slowSource() {
        var seen = onLoop((Promise<Seen> done) -> {
            var stage = stage(100, null, true);
            stage.body().resume();
            stage.source().pause().fetch(1);
            turns(20).onSuccess(later -> done.complete(stage.seen()));
        });

        assertThat(seen.text()).isEqualTo("{\"n\":0}\n");
    }

    @Test
    @DisplayName("FT-10 a source that fails is a status behind the records that came, and a JSON body is broken off")
    void failing() {
        var problem = FtpProblems.TRANSFER_CUT.toException("It broke.");
        var lines = read(3, problem, true);
        var document = read(3, problem, false);

        assertThat(lines.ended).isTrue();
        assertThat(lines.failure).isNull();
        var last = new JsonObject(lines.text().lines().toList().getLast()).getJsonObject("status");
        assertThat(last.getString("code")).isEqualTo("ftp.transfer-cut");
        assertThat(last.getInteger("entries")).isEqualTo(3);
        assertThat(document.ended).isFalse();
        assertThat(document.failure).isSameAs(problem);
        assertThat(document.text()).doesNotContain("]");
    }

    @Test
    @DisplayName("FT-40 a reader that pauses over the last piece is not told the end before it goes on")
    void endWaits() {
        var stage = onLoop((Promise<Stage> done) -> {
            var begun = stage(3, null, true);
            begun.body().handler(piece -> {
                begun.seen().pieces.add(piece);
                begun.body().pause();
            });
            begun.body().resume();
            turns(50).onSuccess(later -> done.complete(begun));
        });
        assertThat(stage.seen().ended).isFalse();

        for (int i = 0; i < 3 && !stage.seen().ended; i++) {
            onLoop((Promise<Void> done) -> {
                stage.body().resume();
                turns(50).onComplete(done);
            });
        }
        assertThat(stage.seen().ended).isTrue();
        assertThat(stage.seen().text().lines()).hasSize(4);
    }
}
