package io.polyport.grpc.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.grpc.GrpcCode;
import io.polyport.grpc.GrpcMethod;
import io.polyport.grpc.GrpcProblems;
import io.polyport.grpc.GrpcStatus;
import io.polyport.grpc.calls.FakeCall;
import io.polyport.grpc.calls.Statuses;
import io.polyport.grpc.json.JsonRules;
import io.polyport.kit.bus.InlineBody;
import io.polyport.kit.bus.Principal;
import io.polyport.kit.fixtures.Eventually;
import io.polyport.kit.fixtures.Waiting;
import io.polyport.kit.problem.Problem;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A stream that many requests read from and write to")
class OpenStreamTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(1);

    private final FakeCall call = new FakeCall();
    private Vertx vertx;
    private Context context;
    private OpenStream stream;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        context = vertx.getOrCreateContext();
        stream = open(GrpcMethod.Kind.BIDIRECTIONAL);
    }

    @AfterEach
    void stop() {
        Waiting.value(vertx.close());
    }

    private OpenStream open(GrpcMethod.Kind kind) {
        var method = new GrpcMethod("a.Service", "Method", kind, (json, rules) -> json, (message, rules) -> {
            if (message.toString().equals("odd")) {
                throw GrpcProblems.MESSAGE_INVALID.toException();
            }
            return message;
        });
        var subject = new OpenStream.Subject(
                "peer", "peer", method, JsonRules.USUAL, 1000, new Statuses(details -> new JsonArray()));
        var owner = new Principal("anna", "", Set.of(), new JsonObject());
        return onLoop(() -> new OpenStream(vertx, "~1", owner, subject, call, new HeldBytes(1 << 20, 1 << 20)));
    }

    private <T> T onLoop(Callable<T> work) {
        Promise<T> done = Promise.promise();
        context.runOnContext(go -> {
            try {
                done.complete(work.call());
            } catch (Exception fault) {
                done.fail(fault);
            }
        });
        return Waiting.value(done.future());
    }

    private void run(Runnable work) {
        onLoop(() -> {
            work.run();
            return null;
        });
    }

    private Future<Long> sending(String body, Duration wait) {
        return onLoop(() -> {
            try {
                return stream.send(new InlineBody(Buffer.buffer(body)), wait, gone -> {});
            } catch (ProblemException refused) {
                return Future.<Long>failedFuture(refused);
            }
        });
    }

    private static Problem problem(Future<?> refused, String code) {
        Eventually.holds(LONG, "an answer", refused::isComplete);
        assertThat(refused.cause()).isInstanceOf(ProblemException.class);
        Problem problem = ((ProblemException) refused.cause()).problem();
        assertThat(problem.code()).isEqualTo(code);
        return problem;
    }

    private JsonObject read(Duration wait) {
        Future<Buffer> reading = onLoop(() -> stream.read(100, wait, -1, gone -> {}));
        return Waiting.value(reading).toJsonObject();
    }

    @Test
    @DisplayName(
            "a server that takes nothing is told with how many were sent; it gets no more before it takes (GR-24, GR-26)")
    void blocked() {
        call.takes = false;
        assertThat(problem(sending("1 2 3", SHORT), "grpc.stream-blocked").extensions())
                .containsEntry("sent", 1L);
        for (int again = 0; again < 5; again++) {
            assertThat(problem(sending("2 3", SHORT), "grpc.stream-blocked").extensions())
                    .containsEntry("sent", 0L);
        }
        assertThat(call.sent).containsExactly("1");
        run(call::take);
        assertThat(Waiting.value(sending("2 3", SHORT))).isEqualTo(2);
        assertThat(call.sent).containsExactly("1", "2", "3");
        assertThat(stream.state().getLong("sent")).isEqualTo(3);
    }

    @Test
    @DisplayName("a sender who does not want to wait at all leaves the stream usable")
    void noWait() {
        assertThat(Waiting.value(sending("1", Duration.ZERO))).isEqualTo(1);
        call.takes = false;
        problem(sending("2", Duration.ZERO), "grpc.stream-blocked");
        run(call::take);
        assertThat(Waiting.value(sending("3", Duration.ZERO))).isEqualTo(1);
    }

    @Test
    @DisplayName("a slow server is not a blocked one: each message that it takes begins the wait anew")
    void slow() {
        call.takes = false;
        long[] taking = new long[1];
        // Eight times 100 ms are longer than the wait. Both begin in one turn: no pause can come between them.
        Future<Long> sending = onLoop(() -> {
            taking[0] = vertx.setPeriodic(100, tick -> call.takeOne());
            return stream.send(new InlineBody(Buffer.buffer("1 2 3 4 5 6 7 8")), Duration.ofMillis(400), gone -> {});
        });
        Eventually.holds(LONG, "the end", () -> {
            if (sending.isComplete()) {
                vertx.cancelTimer(taking[0]);
            }
            return sending.isComplete();
        });
        assertThat(sending.result()).isEqualTo(8);
    }

    @Test
    @DisplayName(
            "what can't be sent any more since the server has ended the call is refused, though its end is not read yet")
    void endedUnread() {
        run(() -> {
            call.give("\"last\"");
            call.end(GrpcStatus.local(GrpcCode.OK, ""));
        });
        assertThat(problem(sending("1 2", LONG), "grpc.stream-closed").extensions())
                .containsEntry("sent", 0L);
        assertThat(read(LONG).getJsonArray("messages")).containsExactly("last");
        var end = read(LONG);
        assertThat(end.getString("state")).isEqualTo("ended");
        assertThat(end.getBoolean("timedOut")).isFalse();
        assertThat(problem(sending("1", LONG), "grpc.stream-closed").extensions())
                .containsKeys("sent", "grpc");
    }

    @Test
    @DisplayName(
            "is not completed while another request sends, so that no message of it is left out; then it takes no more")
    void completed() {
        call.takes = false;
        var sending = sending("1 2", LONG);
        assertThat(onLoop(() -> {
                    try {
                        stream.complete();
                        return "completed";
                    } catch (ProblemException busy) {
                        return busy.problem().code();
                    }
                }))
                .isEqualTo("grpc.stream-busy");
        problem(sending("3", LONG), "grpc.stream-busy");
        run(call::take);
        assertThat(Waiting.value(sending)).isEqualTo(2);
        run(stream::complete);
        assertThat(call.completed).isTrue();
        problem(sending("3", LONG), "grpc.stream-closed");
        assertThat(stream.state().getString("state")).isEqualTo("completed");
    }

    @Test
    @DisplayName("a method that takes one message is not sent a second one")
    void kind() {
        stream = open(GrpcMethod.Kind.SERVER_STREAMING);
        assertThat(problem(sending("1 2", LONG), "grpc.wrong-kind").extensions())
                .containsEntry("sent", 1L);
        problem(sending("3", LONG), "grpc.wrong-kind");
        assertThat(call.sent).containsExactly("1");
    }

    @Test
    @DisplayName("a sender who leaves while the server takes nothing lets the next one send")
    void senderLeaves() {
        call.takes = false;
        Runnable[] leave = new Runnable[1];
        run(() -> stream.send(new InlineBody(Buffer.buffer("1 2")), LONG, gone -> leave[0] = gone));
        run(leave[0]);
        run(call::take);
        assertThat(Waiting.value(sending("3", LONG))).isEqualTo(1);
        assertThat(call.sent).containsExactly("1", "3");
    }

    @Test
    @DisplayName("a reader who leaves does not hold up the next one, and takes no message along")
    void readerLeaves() {
        Runnable[] leave = new Runnable[1];
        run(() -> stream.read(10, LONG, -1, gone -> leave[0] = gone));
        assertThat(onLoop(() -> stream.isIdleSince(System.nanoTime() + LONG.toNanos())))
                .isFalse();
        run(leave[0]);
        run(() -> call.give("\"a\""));
        assertThat(read(LONG).getJsonArray("messages")).containsExactly("a");
    }

    @Test
    @DisplayName("a message that does not fit its type is the stream's end, and not that somebody cancelled it")
    void odd() {
        run(() -> call.give("odd"));
        problem(onLoop(() -> stream.read(10, LONG, -1, gone -> {})), "grpc.message-invalid");
        var status = stream.state().getJsonObject("status");
        assertThat(status.getString("name")).isEqualTo("INTERNAL");
        assertThat(call.cancelled).isTrue();
    }

    @Test
    @DisplayName("a stream that is closed answers the reader who waits")
    void closedWhileRead() {
        Future<Buffer> reading = onLoop(() -> stream.read(10, LONG, -1, gone -> {}));
        run(stream::cancel);
        var last = Waiting.value(reading).toJsonObject();
        assertThat(last.getString("state")).isEqualTo("ended");
        assertThat(last.getJsonObject("status").getString("name")).isEqualTo("CANCELLED");
    }

    @Test
    @DisplayName("is idle when nobody reads or sends, and not while somebody does")
    void idle() {
        long later = System.nanoTime() + Duration.ofHours(1).toNanos();
        assertThat(onLoop(() -> stream.isIdleSince(later))).isTrue();
        run(() -> stream.read(10, LONG, -1, gone -> {}));
        assertThat(onLoop(() -> stream.isIdleSince(later))).isFalse();
    }
}
