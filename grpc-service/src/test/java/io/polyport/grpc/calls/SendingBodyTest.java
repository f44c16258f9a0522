package io.polyport.grpc.calls;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.grpc.GrpcCode;
import io.polyport.grpc.GrpcStatus;
import io.polyport.kit.bus.BusProblems;
import io.polyport.kit.bus.InlineBody;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayDeque;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A body that is sent as messages")
class SendingBodyTest {
    private final FakeCall call = new FakeCall();
    private final ArrayDeque<Runnable> later = new ArrayDeque<>();

    private static Buffer message(Buffer json) {
        if (json.toString().contains("bad")) {
            throw BusProblems.BAD_REQUEST.toException("bad");
        }
        return json.toString().contains("left out") ? null : Buffer.buffer("<" + json + ">");
    }

    private SendingBody part(String body, Future<Void> before) {
        var part = SendingBody.part(
                new InlineBody(Buffer.buffer(body)),
                call,
                1000,
                SendingBodyTest::message,
                SendingBody.Pace.ANY,
                later::add);
        part.begin(before);
        return part;
    }

    private Future<Long> whole(String body) {
        return whole(new InlineBody(Buffer.buffer(body)));
    }

    private Future<Long> whole(ReadStream<Buffer> body) {
        return SendingBody.whole(body, call, 1_000_000, SendingBodyTest::message, later::add);
    }

    /** How many turns of the event loop followed. */
    private int turns() {
        int turns = 0;
        for (Runnable next = later.poll(); next != null; next = later.poll()) {
            next.run();
            turns++;
        }
        return turns;
    }

    @Test
    @DisplayName("sends each value and completes the call behind the last; 100,000 of them need no deep stack")
    void all() {
        var done = whole("{}\n".repeat(100_000));
        turns();
        assertThat(done.result()).isEqualTo(100_000);
        assertThat(call.sent).hasSize(100_000).containsOnly("<{}>");
        assertThat(call.completed).isTrue();
        assertThat(call.cancelled).isFalse();
    }

    @Test
    @DisplayName("cuts a large piece slice by slice, with other work of the event loop between them")
    void slices() {
        var body = new Pieces();
        var done = whole(body);
        body.give("1 ".repeat(3 * SendingBody.SLICE / 2));
        body.end();
        assertThat(call.sent).hasSize(SendingBody.SLICE / 2);
        assertThat(call.completed).isFalse();
        assertThat(turns()).isEqualTo(2);
        assertThat(done.result()).isEqualTo(3 * SendingBody.SLICE / 2);
        assertThat(call.completed).isTrue();
    }

    @Test
    @DisplayName("cuts no further while the server takes nothing: what it will find there is not told yet")
    void cutsNoFurther() {
        call.takes = false;
        var done = whole("1 ".repeat(SendingBody.SLICE / 2) + "2 }");
        call.takeOne();
        assertThat(turns()).isZero();
        assertThat(done.isComplete()).isFalse();
        call.take();
        turns();
        assertThat(call.sent).hasSize(SendingBody.SLICE / 2 + 1).endsWith("<2>");
        assertThat(done.cause()).hasMessageContaining("where a value should begin");
    }

    @Test
    @DisplayName("what is wrong behind a value is told when that was sent")
    void wrongBehind() {
        var done = whole("1 2 } 3");
        assertThat(call.sent).containsExactly("<1>", "<2>");
        assertThat(done.cause()).hasMessageContaining("where a value should begin");
        assertThat(call.cancelled).isTrue();
    }

    @Test
    @DisplayName("cuts no more of a body that is stopped")
    void stoppedBetween() {
        var part = part("1 ".repeat(SendingBody.SLICE), Future.succeededFuture());
        part.stop();
        assertThat(turns()).isEqualTo(1);
        assertThat(call.sent).hasSize(SendingBody.SLICE / 2);
        assertThat(part.done().result()).isEqualTo(SendingBody.SLICE / 2);
    }

    @Test
    @DisplayName("sends nothing more, and reads nothing more, while the server takes nothing")
    void pace() {
        call.takes = false;
        var body = new Pieces();
        var done = whole(body);
        body.give("1\n2\n");
        assertThat(call.sent).containsExactly("<1>");
        assertThat(body.demand).isZero();
        call.take();
        assertThat(call.sent).containsExactly("<1>", "<2>");
        assertThat(body.demand).isEqualTo(1);
        body.give("3");
        body.end();
        assertThat(call.sent).containsExactly("<1>", "<2>", "<3>");
        assertThat(done.result()).isEqualTo(3);
    }

    @Test
    @DisplayName("a value that is no message cancels the call and is what its caller is told; those before it went")
    void wrong() {
        var done = whole("1 \"bad\" 2");
        assertThat(done.cause()).isInstanceOf(ProblemException.class).hasMessageContaining("bad");
        assertThat(call.sent).containsExactly("<1>");
        assertThat(call.cancelled).isTrue();
        assertThat(call.completed).isFalse();
    }

    @Test
    @DisplayName("a part of a stream neither completes nor cancels it, and tells how many it sent")
    void part() {
        var part = part("1 2 \"bad\" 3", Future.succeededFuture());
        assertThat(part.done().failed()).isTrue();
        assertThat(part.sent()).isEqualTo(2);
        assertThat(call.cancelled).isFalse();
        assertThat(call.completed).isFalse();
    }

    @Test
    @DisplayName("a part sends nothing before the call has room for what was sent before it")
    void afterAnother() {
        call.takes = false;
        var first = part("1 2", Future.succeededFuture());
        first.stop();
        assertThat(first.isStopped()).isTrue();
        assertThat(first.sent()).isEqualTo(1);
        var second = part("3", first.room());
        assertThat(call.sent).containsExactly("<1>");
        assertThat(second.done().isComplete()).isFalse();
        call.take();
        assertThat(call.sent).containsExactly("<1>", "<3>");
        assertThat(second.done().result()).isEqualTo(1);
    }

    @Test
    @DisplayName("a part tells when the call takes no more, though its status is not known yet")
    void refused() {
        call.give("unread");
        call.end(GrpcStatus.local(GrpcCode.OK, ""));
        var part = part("1 2", Future.succeededFuture());
        assertThat(part.isRefused()).isTrue();
        assertThat(part.done().result()).isZero();
        assertThat(call.status().isComplete()).isFalse();
    }

    @Test
    @DisplayName("words to us are no messages")
    void words() {
        assertThat(whole("1 \"left out\" 2").result()).isEqualTo(2);
        assertThat(call.sent).containsExactly("<1>", "<2>");
    }

    @Test
    @DisplayName("ends when the server ends the call, with what was sent")
    void ended() {
        call.takes = false;
        var done = whole("1 2 3");
        call.end(GrpcStatus.local(GrpcCode.ABORTED, ""));
        assertThat(done.result()).isEqualTo(0);
        assertThat(call.sent).containsExactly("<1>");
    }

    @Test
    @DisplayName("a body that is cut cancels the call")
    void cut() {
        var body = new Pieces();
        var done = whole(body);
        body.give("1\n{\"a");
        body.end();
        assertThat(done.cause()).hasMessageContaining("ends within a value");
        assertThat(call.cancelled).isTrue();
    }

    /** A body that comes piece by piece. */
    private static final class Pieces implements ReadStream<Buffer> {
        private Handler<Buffer> handler;
        private Handler<Void> endHandler;
        private long demand;

        void give(String bytes) {
            demand--;
            handler.handle(Buffer.buffer(bytes));
        }

        void end() {
            endHandler.handle(null);
        }

        @Override
        public Pieces exceptionHandler(Handler<Throwable> ignored) {
            return this;
        }

        @Override
        public Pieces handler(Handler<Buffer> newHandler) {
            handler = newHandler;
            return this;
        }

        @Override
        public Pieces endHandler(Handler<Void> newHandler) {
            endHandler = newHandler;
            return this;
        }

        @Override
        public Pieces pause() {
            demand = 0;
            return this;
        }

        @Override
        public Pieces resume() {
            return this;
        }

        @Override
        public Pieces fetch(long amount) {
            demand += amount;
            return this;
        }
    }
}
