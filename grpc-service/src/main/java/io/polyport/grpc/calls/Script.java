package io.polyport.grpc.calls;

import io.polyport.grpc.GrpcCall;
import io.polyport.grpc.GrpcMetadata;
import io.polyport.grpc.GrpcMethod;
import io.polyport.grpc.GrpcStatus;
import io.polyport.grpc.catalog.Catalog;
import io.polyport.grpc.json.JsonRules;
import io.polyport.kit.bus.Answer;
import io.polyport.kit.bus.BusProblems;
import io.polyport.kit.bus.Call;
import io.polyport.kit.problem.Problem;
import io.polyport.kit.problem.ProblemException;
import io.polyport.kit.stream.StreamProblems;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A call by a list (GR-25): each message of it is sent, each null waits for one message of the server. Behind its last step
 * the call is completed and read to its end, or until there are as many messages as wanted. All that came is one answer.
 */
public final class Script {
    /**
     * Where it ends at the latest.
     *
     * @param messages that are received
     * @param bytes of all of them together, as JSON
     * @param time of the whole call
     */
    public record Limits(int messages, int bytes, Optional<Duration> time) {}

    /** Why it ended. */
    private enum End {
        /** The server ended the call. */
        STATUS("status"),
        /** As many messages came as were wanted. */
        MAX_MESSAGES("max-messages"),
        /** They have more bytes than an answer may. */
        MAX_BYTES("max-bytes");

        private final String word;

        End(String word) {
            this.word = word;
        }
    }

    private static final Duration USUAL = Duration.ofSeconds(60);

    /** Others wait for the event loop, too; it looks at its connections only behind 64 turns. */
    private static final int STEPS_IN_A_TURN = 10;

    private final GrpcMethod method;
    private final JsonRules rules;
    private final Statuses statuses;
    private final Limits limits;
    private final JsonArray list;
    /** Empty for a step that waits. */
    private final List<Optional<Buffer>> steps = new ArrayList<>();

    private final Promise<Answer> done = Promise.promise();
    private final Buffer received = Buffer.buffer("[");
    private Context context;
    private GrpcCall call;
    private boolean isGone;
    private int next;
    private int sent;
    private int count;
    /** Steps so far that wait for a message: the third is over when there were three. */
    private int waits;

    private boolean wanted;
    private boolean sending;

    /** @param steps messages in JSON, and nulls */
    public Script(Catalog catalog, GrpcMethod method, JsonRules rules, JsonArray steps, Limits limits) {
        this.method = method;
        this.rules = rules;
        this.statuses = new Statuses(catalog::details);
        this.limits = limits;
        this.list = steps;
    }

    /**
     * Fails with {@code request.invalid} when a step is no message of the method; nothing has been sent then.
     *
     * @param begin begins the call, with its time
     */
    public Future<Answer> run(Call request, Function<Optional<Duration>, GrpcCall> begin) {
        context = request.context();
        request.whenGone(() -> {
            isGone = true;
            if (call != null) {
                call.cancel();
            }
        });
        read(0, () -> begin(begin));
        return done.future();
    }

    /** All steps before anything is sent; some in each turn of the event loop. */
    private void read(int from, Runnable whenRead) {
        int to = Math.min(from + STEPS_IN_A_TURN, list.size());
        try {
            for (int i = from; i < to; i++) {
                steps.add(step(i));
            }
            if (to < list.size() && !isGone) {
                context.runOnContext(turn -> read(to, whenRead));
                return;
            }
            checkCount();
        } catch (RuntimeException wrong) {
            done.fail(wrong);
            return;
        }
        whenRead.run();
    }

    private Optional<Buffer> step(int index) {
        Object step = list.getValue(index);
        if (step == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(method.request().toWire(Json.encodeToBuffer(step), rules));
        } catch (ProblemException wrong) {
            throw located(wrong.problem(), index);
        }
    }

    private void checkCount() {
        long messages = steps.stream().filter(Optional::isPresent).count();
        if (!method.kind().clientStreams() && messages > 1) {
            throw Problem.of(BusProblems.BAD_REQUEST, "The method takes one message.")
                    .withField("body:/messages", "has more than one message")
                    .toException();
        }
        if (!method.kind().clientStreams() && messages == 0) {
            steps.addFirst(Optional.of(Buffer.buffer()));
        }
    }

    /** The message's own field, seen from the body. */
    private static ProblemException located(Problem problem, int step) {
        var seen = Problem.of(problem.type(), problem.detail());
        for (Problem.FieldError error : problem.errors()) {
            String inside = error.field().replaceFirst("^body:/?", "");
            seen = seen.withField("body:/messages/" + step + (inside.isEmpty() ? "" : "/" + inside), error.detail());
        }
        return seen.toException();
    }

    private void begin(Function<Optional<Duration>, GrpcCall> begin) {
        if (isGone) {
            done.fail(StreamProblems.CANCELLED.toException());
            return;
        }
        try {
            call = begin.apply(Optional.of(limits.time().orElse(USUAL)));
        } catch (RuntimeException refused) {
            done.fail(refused);
            return;
        }
        call.messages().handler(this::received);
        call.status().onSuccess(status -> finish(End.STATUS, Optional.of(status)));
        step();
    }

    private void step() {
        for (int now = 0;
                !sending && !wanted && next < steps.size() && !done.future().isComplete();
                now++) {
            if (now == STEPS_IN_A_TURN) {
                sending = true;
                context.runOnContext(turn -> {
                    sending = false;
                    step();
                });
                return;
            }
            Optional<Buffer> step = steps.get(next++);
            if (step.isEmpty()) {
                waits++;
                if (count < waits) {
                    wanted = true;
                    call.messages().fetch(1);
                }
            } else {
                send(step.get());
            }
        }
        if (!sending && !wanted && next == steps.size()) {
            next++;
            call.complete();
            call.messages().resume();
        }
    }

    private void send(Buffer message) {
        Future<Void> taken = call.send(message);
        if (taken.succeeded()) {
            sent++;
            return;
        }
        sending = true;
        // A server may take no more before its own messages are read, and a status may be behind such.
        call.messages().resume();
        taken.onSuccess(room -> {
            sending = false;
            sent++;
            call.messages().pause();
            step();
        });
    }

    private void received(Buffer message) {
        if (done.future().isComplete()) {
            return;
        }
        Buffer json;
        try {
            json = method.answer().toJson(message, rules);
        } catch (ProblemException unreadable) {
            done.tryFail(unreadable);
            call.cancel();
            return;
        }
        if (received.length() + json.length() > limits.bytes()) {
            finish(End.MAX_BYTES, Optional.empty());
            return;
        }
        if (count++ > 0) {
            received.appendByte((byte) ',');
        }
        received.appendBuffer(json);
        if (count >= limits.messages()) {
            finish(End.MAX_MESSAGES, Optional.empty());
        } else if (wanted) {
            wanted = false;
            step();
        }
    }

    private void finish(End end, Optional<GrpcStatus> status) {
        if (done.future().isComplete()) {
            return;
        }
        var rest = new JsonObject().put("sent", sent).put("ended", end.word);
        status.ifPresent(how -> rest.put("status", statuses.json(how)));
        Buffer body = Buffer.buffer("{\"messages\":").appendBuffer(received).appendString("],");
        body.appendBuffer(rest.toBuffer().slice(1, rest.toBuffer().length()));
        call.head().onSuccess(head -> done.tryComplete(new Answer.Whole(200, headers(head), body)));
        call.cancel();
    }

    private static List<Map.Entry<String, String>> headers(GrpcMetadata head) {
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        headers.add(Map.entry("content-type", "application/json"));
        headers.addAll(Statuses.headers(head));
        return headers;
    }
}
