package io.polyport.grpc.streams;

import io.polyport.grpc.GrpcCall;
import io.polyport.grpc.GrpcProblems;
import io.polyport.kit.bus.BusProblems;
import io.polyport.kit.problem.Problem;
import io.polyport.kit.problem.ProblemException;
import io.polyport.kit.stream.StreamProblems;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The messages of a stream on their way to readers who ask for some and go. Those of the last answer are kept until its
 * reader says that it has them, or asks for the next ones: an answer may be lost on its way.
 */
final class ReceivedMessages {
    private static final int MOST_BYTES = 1 << 20;

    /**
     * What a reader gets.
     *
     * @param last the number of the last message that it has then, counted from 1
     * @param timedOut none came in time; the stream goes on
     */
    record Batch(List<Buffer> messages, long last, boolean timedOut) {}

    private final Vertx vertx;
    private final GrpcCall call;
    private final Function<Buffer, Buffer> json;
    private final HeldBytes.Share held;
    /** Given with the last answer. */
    private final Deque<Buffer> kept = new ArrayDeque<>();
    /** Given to nobody yet. */
    private final Deque<Buffer> fresh = new ArrayDeque<>();

    private int freshBytes;
    private long given;
    private long count;
    private boolean ended;
    private ProblemException fault;
    private Reader reader;
    private boolean asked;
    private boolean forgotten;

    private final class Reader {
        private final int most;
        private final Promise<Batch> answer = Promise.promise();
        private final long timer;
        private boolean answering;

        Reader(int most, Duration wait) {
            this.most = most;
            this.timer = wait.isZero() ? -1 : vertx.setTimer(wait.toMillis(), late -> answer(true));
        }

        void stop() {
            if (timer >= 0) {
                vertx.cancelTimer(timer);
            }
        }
    }

    /**
     * @param json the JSON of a message; may fail with a problem, which the reader is told
     * @param held counts what is held here
     */
    ReceivedMessages(Vertx vertx, GrpcCall call, Function<Buffer, Buffer> json, HeldBytes.Share held) {
        this.vertx = vertx;
        this.call = call;
        this.json = json;
        this.held = held;
        call.messages().handler(this::came);
    }

    long count() {
        return count;
    }

    /** The message that did not fit its type. */
    Optional<ProblemException> fault() {
        return Optional.ofNullable(fault);
    }

    /** Whether every message has been given to a reader. */
    boolean isDrained() {
        return ended && fresh.isEmpty();
    }

    /** No more come. */
    void end() {
        ended = true;
        if (reader != null) {
            answer(false);
        }
    }

    Future<Batch> read(int most, Duration wait, long after) {
        if (reader != null) {
            throw GrpcProblems.STREAM_BUSY.toException();
        }
        acknowledge(after);
        if (fault != null && fresh.isEmpty()) {
            throw fault;
        }
        if (fresh.isEmpty() && !ended) {
            held.requireRoom();
        }
        reader = new Reader(most, wait);
        Future<Batch> answer = reader.answer.future();
        if (!fresh.isEmpty() || ended || wait.isZero()) {
            soon();
        }
        want();
        return answer;
    }

    /** Who was promised this is gone: what comes is for the next reader. */
    void leave(Future<Batch> answer) {
        if (reader != null && reader.answer.future() == answer) {
            Reader gone = reader;
            reader = null;
            gone.stop();
            gone.answer.fail(StreamProblems.CANCELLED.toException());
        }
    }

    /** Nobody reads any more. */
    void forget() {
        forgotten = true;
        kept.forEach(message -> held.more(-message.length()));
        fresh.forEach(message -> held.more(-message.length()));
        kept.clear();
        fresh.clear();
        if (reader != null) {
            leave(reader.answer.future());
        }
    }

    private void acknowledge(long after) {
        long first = given - kept.size();
        if (after > given || (after >= 0 && after < first)) {
            throw Problem.of(
                            BusProblems.BAD_REQUEST,
                            "The query parameter 'after' is the number of a message that can't be read again, or has not been read.")
                    .withField("query:after", "has to be from " + first + " to " + given)
                    .toException();
        }
        int has = after < 0 ? kept.size() : (int) (after - first);
        for (int i = 0; i < has; i++) {
            held.more(-kept.pollFirst().length());
        }
        // The others are given once more, before what is new.
        while (!kept.isEmpty()) {
            Buffer again = kept.pollLast();
            fresh.addFirst(again);
            freshBytes += again.length();
            given--;
        }
    }

    /** One more, as long as the reader has room. */
    private void want() {
        if (!asked
                && !ended
                && fault == null
                && reader != null
                && fresh.size() < reader.most
                && freshBytes < MOST_BYTES
                && held.hasRoom()) {
            asked = true;
            call.messages().fetch(1);
        }
    }

    private void came(Buffer message) {
        asked = false;
        if (forgotten) {
            return;
        }
        count++;
        try {
            Buffer value = json.apply(message);
            fresh.addLast(value);
            freshBytes += value.length();
            held.more(value.length());
        } catch (ProblemException unreadable) {
            fault = unreadable;
            call.cancel();
        }
        if (reader != null) {
            soon();
            want();
        }
    }

    /** At the end of this turn, when all that came with it is there. */
    private void soon() {
        Reader waiting = reader;
        if (!waiting.answering) {
            waiting.answering = true;
            vertx.getOrCreateContext().runOnContext(turn -> {
                if (reader == waiting) {
                    answer(false);
                }
            });
        }
    }

    private void answer(boolean late) {
        Reader waiting = reader;
        reader = null;
        waiting.stop();
        if (fresh.isEmpty() && fault != null) {
            waiting.answer.fail(fault);
            return;
        }
        List<Buffer> messages = new ArrayList<>();
        while (!fresh.isEmpty() && messages.size() < waiting.most) {
            Buffer next = fresh.pollFirst();
            freshBytes -= next.length();
            messages.add(next);
            kept.addLast(next);
        }
        given += messages.size();
        waiting.answer.complete(new Batch(messages, given, messages.isEmpty() && (late || !ended)));
    }
}
