package io.polyport.grpc.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.grpc.GrpcCode;
import io.polyport.grpc.GrpcProblems;
import io.polyport.grpc.GrpcStatus;
import io.polyport.grpc.calls.FakeCall;
import io.polyport.kit.bus.Principal;
import io.polyport.kit.fixtures.Waiting;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Messages of a stream, for readers who come and go")
class ReceivedMessagesTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration NONE = Duration.ZERO;

    private final FakeCall call = new FakeCall();
    private static final Principal.Identity ANNA = new Principal.Identity("", "anna");
    private static final Principal.Identity BORIS = new Principal.Identity("", "boris");

    private final HeldBytes held = new HeldBytes(2 << 20, 1 << 20);
    private Vertx vertx;
    private Context context;
    private ReceivedMessages received;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        context = vertx.getOrCreateContext();
        onLoop(() -> {
            received = new ReceivedMessages(
                    vertx,
                    call,
                    message -> {
                        if (message.toString().equals("odd")) {
                            throw GrpcProblems.MESSAGE_INVALID.toException();
                        }
                        return message;
                    },
                    held.of(ANNA));
            call.status().onSuccess(status -> received.end());
            return null;
        });
    }

    @AfterEach
    void stop() {
        Waiting.value(vertx.close());
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

    private Future<ReceivedMessages.Batch> reading(int most, Duration wait, long after) {
        return onLoop(() -> {
            try {
                return received.read(most, wait, after);
            } catch (ProblemException refused) {
                return Future.<ReceivedMessages.Batch>failedFuture(refused);
            }
        });
    }

    private List<String> texts(ReceivedMessages.Batch batch) {
        return batch.messages().stream().map(Buffer::toString).toList();
    }

    private void give(String... messages) {
        onLoop(() -> {
            List.of(messages).forEach(call::give);
            return null;
        });
    }

    @Test
    @DisplayName(
            "a reader waits for the first message and has all that came with it; nobody's are left at the server (GR-24)")
    void waits() {
        var reading = reading(10, LONG, -1);
        give("a", "b", "c");
        var batch = Waiting.value(reading);
        assertThat(texts(batch)).containsExactly("a", "b", "c");
        assertThat(batch.last()).isEqualTo(3);
        assertThat(batch.timedOut()).isFalse();
        give("d", "e", "f");
        // One was asked for before the answer went; the others wait where they came from.
        assertThat(call.held()).isEqualTo(2);
    }

    @Test
    @DisplayName("a reader has at most as many as it wants, in order, and the next one goes on there")
    void most() {
        give("a", "b", "c", "d", "e");
        assertThat(texts(Waiting.value(reading(2, LONG, -1)))).containsExactly("a", "b");
        assertThat(texts(Waiting.value(reading(2, LONG, -1)))).containsExactly("c", "d");
        assertThat(texts(Waiting.value(reading(2, LONG, -1)))).containsExactly("e");
    }

    @Test
    @DisplayName("no message in time is told, and the stream goes on")
    void late() {
        var none = Waiting.value(reading(5, Duration.ofMillis(30), -1));
        assertThat(none.messages()).isEmpty();
        assertThat(none.timedOut()).isTrue();
        assertThat(none.last()).isZero();
        give("a");
        assertThat(texts(Waiting.value(reading(5, NONE, -1)))).containsExactly("a");
    }

    @Test
    @DisplayName("what an answer had is given again to who has not got it, until the next answer")
    void again() {
        give("a", "b", "c", "d");
        assertThat(texts(Waiting.value(reading(3, LONG, -1)))).containsExactly("a", "b", "c");
        var again = Waiting.value(reading(3, LONG, 1));
        assertThat(texts(again)).containsExactly("b", "c", "d");
        assertThat(again.last()).isEqualTo(4);
        assertThat(texts(Waiting.value(reading(3, NONE, 3)))).containsExactly("d");
        assertThat(Waiting.value(reading(3, NONE, 4)).timedOut()).isTrue();
    }

    @Test
    @DisplayName("a number that can't be given again, or was never given, is refused")
    void unknown() {
        give("a", "b");
        Waiting.value(reading(1, LONG, -1));
        Waiting.value(reading(1, LONG, -1));
        assertThat(reading(1, NONE, 0).cause()).hasMessageContaining("after");
        assertThat(reading(1, NONE, 3).cause()).hasMessageContaining("after");
        assertThat(reading(1, NONE, 1).failed()).isFalse();
    }

    @Test
    @DisplayName("the end is told at once, behind the last message, and is no time-out")
    void end() {
        var reading = reading(5, LONG, -1);
        onLoop(() -> {
            call.give("a");
            call.end(GrpcStatus.local(GrpcCode.OK, ""));
            return null;
        });
        var batch = Waiting.value(reading);
        assertThat(texts(batch)).containsExactly("a");
        assertThat(batch.timedOut()).isFalse();
        assertThat(received.isDrained()).isTrue();
        var after = Waiting.value(reading(5, LONG, -1));
        assertThat(after.messages()).isEmpty();
        assertThat(after.timedOut()).isFalse();
    }

    @Test
    @DisplayName("two readers at once: the second is refused")
    void two() {
        var first = reading(5, LONG, -1);
        assertThat(reading(5, LONG, -1).cause())
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.problem().code()).isEqualTo("grpc.stream-busy"));
        give("a");
        assertThat(texts(Waiting.value(first))).containsExactly("a");
    }

    @Test
    @DisplayName("a message that does not fit its type is told behind those before it, and ends the call")
    void odd() {
        give("a", "odd", "b");
        assertThat(texts(Waiting.value(reading(5, LONG, -1)))).containsExactly("a");
        assertThat(reading(5, LONG, -1).cause()).hasMessageContaining("grpc.message-invalid");
        assertThat(call.cancelled).isTrue();
    }

    @Test
    @DisplayName("many large ones are not all taken for one reader")
    void bytes() {
        String large = "x".repeat(300_000);
        give(large, large, large, large, large, large, large, large);
        var batch = Waiting.value(reading(8, LONG, -1));
        assertThat(batch.messages()).hasSizeBetween(4, 5);
        assertThat(call.held()).isGreaterThanOrEqualTo(3);
    }

    @Test
    @DisplayName("a reader who has gone is given nothing: the message is for the next one, who is not refused (GR-24)")
    void gone() {
        var gone = reading(5, LONG, -1);
        onLoop(() -> {
            received.leave(gone);
            return null;
        });
        assertThat(gone.failed()).isTrue();
        give("a");
        var next = Waiting.value(reading(5, LONG, -1));
        assertThat(texts(next)).containsExactly("a");
        onLoop(() -> {
            received.leave(gone);
            return null;
        });
        assertThat(next.last()).isEqualTo(1);
    }

    @Test
    @DisplayName("what is held is counted until the reader has it, and given back with the stream")
    void counted() {
        give("abc", "de");
        Waiting.value(reading(1, LONG, -1));
        assertThat(held.held()).isEqualTo(3);
        Waiting.value(reading(1, LONG, 0));
        assertThat(held.held()).isEqualTo(3);
        Waiting.value(reading(1, LONG, 1));
        assertThat(held.held()).isEqualTo(2);
        onLoop(() -> {
            received.forget();
            return null;
        });
        assertThat(held.held()).isZero();
        assertThat(held.callers()).isZero();
    }

    @Test
    @DisplayName("nothing more is taken while all streams together hold too much, and again when they do not")
    void full() {
        held.of(BORIS).more(2 << 20);
        give("a");
        assertThat(reading(1, LONG, -1).cause()).hasMessageContaining("grpc.no-place-for-messages");
        assertThat(call.held()).isEqualTo(1);
        held.of(BORIS).more(-(2 << 20));
        assertThat(texts(Waiting.value(reading(1, LONG, -1)))).containsExactly("a");
    }

    @Test
    @DisplayName("one caller's streams can't fill the place of all: nothing more is taken for them, but for others")
    void fullOfOne() {
        held.of(BORIS).more(1 << 20);
        give("a", "b");
        assertThat(texts(Waiting.value(reading(1, LONG, -1)))).containsExactly("a");
        held.of(BORIS).more(-(1 << 20));
        held.of(ANNA).more(1 << 20);
        assertThat(reading(1, LONG, 1).cause()).hasMessageContaining("grpc.too-many-messages");
        assertThat(call.held()).isEqualTo(1);
        held.of(ANNA).more(-(1 << 20));
        assertThat(texts(Waiting.value(reading(1, LONG, 1)))).containsExactly("b");
    }
}
