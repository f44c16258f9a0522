package io.polyport.grpc.streams;

import io.polyport.grpc.GrpcCall;
import io.polyport.grpc.GrpcMetadata;
import io.polyport.grpc.GrpcMethod;
import io.polyport.grpc.GrpcProblems;
import io.polyport.grpc.GrpcStatus;
import io.polyport.grpc.calls.SendingBody;
import io.polyport.grpc.calls.Statuses;
import io.polyport.grpc.json.JsonRules;
import io.polyport.kit.bus.Opened;
import io.polyport.kit.bus.Principal;
import io.polyport.kit.problem.Problem;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.core.streams.ReadStream;
import java.time.Duration;

/**
 * One call that its caller reads from and writes to with many requests. Messages are taken from the server only for a
 * reader who waits; one that reads no more stops the server's sender.
 */
public final class OpenStream implements Opened {
    /** What it is a call of. */
    public record Subject(String connection, GrpcMethod method, JsonRules rules, int mostJson, Statuses statuses) {}

    private final String id;
    private final Principal owner;
    private final Subject subject;
    private final GrpcCall call;
    private final Vertx vertx;
    private final ReceivedMessages received;
    private GrpcMetadata head = GrpcMetadata.NONE;
    private GrpcStatus status;
    private long sent;
    private boolean completed;
    private boolean sending;
    private int inUse;
    private long lastUse = System.nanoTime();

    OpenStream(Vertx vertx, String id, Principal owner, Subject subject, GrpcCall call) {
        this.vertx = vertx;
        this.id = id;
        this.owner = owner;
        this.subject = subject;
        this.call = call;
        this.received = new ReceivedMessages(
                vertx, call, message -> subject.method().answer().toJson(message, subject.rules()));
        call.head().onSuccess(began -> head = began);
        call.status().onSuccess(how -> {
            status = how;
            received.end();
        });
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Principal owner() {
        return owner;
    }

    @Override
    public JsonObject summary() {
        return new JsonObject()
                .put("id", id)
                .put("kind", "stream")
                .put("connection", subject.connection())
                .put("service", subject.method().service())
                .put("method", subject.method().name());
    }

    /** Everything about it, its status when it has ended. */
    public JsonObject state() {
        var json = summary().put("state", word()).put("sent", sent).put("received", received.count());
        if (!head.entries().isEmpty()) {
            json.put("metadata", Statuses.json(head));
        }
        return status == null ? json : json.put("status", subject.statuses().json(status));
    }

    private String word() {
        if (status != null) {
            return "ended";
        }
        return completed ? "completed" : "open";
    }

    boolean isIdleSince(long nanos) {
        return inUse == 0 && lastUse - nanos < 0;
    }

    private <T> Future<T> inUse(Future<T> work) {
        inUse++;
        return work.onComplete(done -> {
            inUse--;
            lastUse = System.nanoTime();
        });
    }

    /**
     * Sends a body's messages.
     *
     * @param wait how long the server may take none before {@code grpc.stream-blocked}
     * @return how many were sent; a problem has the member {@code sent}
     */
    public Future<Long> send(ReadStream<Buffer> body, Duration wait) {
        if (sending) {
            throw GrpcProblems.STREAM_BUSY.toException();
        }
        if (completed || status != null) {
            throw closed(0);
        }
        sending = true;
        var part = SendingBody.part(
                body,
                call,
                subject.mostJson(),
                json -> subject.method().request().toWire(json, subject.rules()));
        Promise<Long> done = Promise.promise();
        long timer = vertx.setTimer(wait.toMillis(), late -> {
            if (done.tryFail(told(Problem.of(GrpcProblems.STREAM_BLOCKED), part.sent()))) {
                part.stop();
            }
        });
        part.done().onComplete(all -> {
            vertx.cancelTimer(timer);
            sending = false;
            sent += part.sent();
            if (all.failed()) {
                done.tryFail(
                        all.cause() instanceof ProblemException wrong
                                ? told(wrong.problem(), part.sent())
                                : all.cause());
            } else if (status != null) {
                done.tryFail(closed(part.sent()));
            } else {
                done.tryComplete(part.sent());
            }
        });
        return inUse(done.future());
    }

    private ProblemException closed(long sentNow) {
        var problem = Problem.of(GrpcProblems.STREAM_CLOSED);
        return told(
                status == null
                        ? problem
                        : problem.with("grpc", subject.statuses().json(status)),
                sentNow);
    }

    private static ProblemException told(Problem problem, long sentNow) {
        return problem.with("sent", sentNow).toException();
    }

    public void complete() {
        lastUse = System.nanoTime();
        completed = true;
        call.complete();
    }

    /**
     * Messages that have come, or that come within a time: {@code {"messages","last","state","timedOut"}}, and
     * {@code status} when the call has ended and there are no more.
     *
     * @param after the number of the last message that the caller has; -1: of the last one that it was given
     */
    public Future<Buffer> read(int most, Duration wait, long after) {
        return inUse(received.read(most, wait, after).map(this::answer));
    }

    private Buffer answer(ReceivedMessages.Batch batch) {
        Buffer body = Buffer.buffer("{\"messages\":[");
        for (int i = 0; i < batch.messages().size(); i++) {
            if (i > 0) {
                body.appendByte((byte) ',');
            }
            body.appendBuffer(batch.messages().get(i));
        }
        var rest = new JsonObject().put("last", batch.last()).put("timedOut", batch.timedOut());
        rest.put("state", word());
        if (status != null && received.isDrained()) {
            rest.put("status", subject.statuses().json(status));
        }
        Buffer end = rest.toBuffer();
        return body.appendString("],").appendBuffer(end.slice(1, end.length()));
    }

    void cancel() {
        call.cancel();
    }
}
