package io.polyport.grpc.streams;

import io.polyport.grpc.GrpcCall;
import io.polyport.grpc.GrpcCode;
import io.polyport.grpc.GrpcMetadata;
import io.polyport.grpc.GrpcMethod;
import io.polyport.grpc.GrpcProblems;
import io.polyport.grpc.GrpcStatus;
import io.polyport.grpc.calls.SendingBody;
import io.polyport.grpc.calls.Statuses;
import io.polyport.grpc.json.JsonRules;
import io.polyport.kit.bus.Call;
import io.polyport.kit.bus.Opened;
import io.polyport.kit.bus.Principal;
import io.polyport.kit.problem.Problem;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.core.streams.ReadStream;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * One call that its caller reads from and writes to with many requests. Messages are taken from the server only for a
 * reader who waits; one that reads no more stops the server's sender.
 */
public final class OpenStream implements Opened {
    /**
     * What it is a call of.
     *
     * @param origin what policies call the connection
     */
    public record Subject(
            String connection, String origin, GrpcMethod method, JsonRules rules, int mostJson, Statuses statuses) {}

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
    /** What is being sent; null for nothing. */
    private SendingBody part;
    /** When the call takes the next message. */
    private Future<Void> room = Future.succeededFuture();

    private int inUse;
    private long lastUse = System.nanoTime();

    OpenStream(Vertx vertx, String id, Principal owner, Subject subject, GrpcCall call, HeldBytes held) {
        this.vertx = vertx;
        this.id = id;
        this.owner = owner;
        this.subject = subject;
        this.call = call;
        this.received = new ReceivedMessages(
                vertx,
                call,
                message -> subject.method().answer().toJson(message, subject.rules()),
                held.of(owner.identity()));
        call.head().onSuccess(began -> head = began);
        call.status().onSuccess(how -> {
            // What cancelled the call is what has to be told, and not that it was cancelled.
            status = received.fault()
                    .map(fault ->
                            GrpcStatus.local(GrpcCode.INTERNAL, fault.problem().detail()))
                    .orElse(how);
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

    /** Somebody asks for it. */
    void touch() {
        lastUse = System.nanoTime();
    }

    /** Fails unless the policy of this request allows the method, too: it may be another one than when it was opened. */
    void requireAllowed(Call request) {
        request.requireConnection(subject.origin());
        request.requireObject(subject.method().path());
    }

    private <T> Future<T> inUse(Future<T> work) {
        inUse++;
        return work.onComplete(done -> {
            inUse--;
            touch();
        });
    }

    /**
     * Sends a body's messages.
     *
     * @param wait how long the server may take none before {@code grpc.stream-blocked}
     * @param whenGone is given what stops the sending
     * @return how many were sent; a problem has the member {@code sent}
     */
    public Future<Long> send(ReadStream<Buffer> body, Duration wait, Consumer<Runnable> whenGone) {
        if (part != null) {
            throw GrpcProblems.STREAM_BUSY.toException();
        }
        if (completed || status != null) {
            throw closed(0);
        }
        var patience = new Patience(vertx, wait, () -> part.stop());
        var mine = SendingBody.part(
                body,
                call,
                subject.mostJson(),
                this::message,
                patience,
                task -> vertx.runOnContext(ignored -> task.run()));
        part = mine;
        mine.begin(room);
        whenGone.accept(mine::stop);
        return inUse(mine.done().transform(all -> {
            patience.goesOn();
            part = null;
            room = mine.room();
            sent += mine.sent();
            return told(all, mine);
        }));
    }

    private Future<Long> told(AsyncResult<Long> all, SendingBody over) {
        if (all.failed()) {
            return Future.failedFuture(
                    all.cause() instanceof ProblemException wrong ? told(wrong.problem(), over.sent()) : all.cause());
        }
        if (over.isStopped()) {
            return Future.failedFuture(told(Problem.of(GrpcProblems.STREAM_BLOCKED), over.sent()));
        }
        return over.isRefused() || status != null
                ? Future.failedFuture(closed(over.sent()))
                : Future.succeededFuture(over.sent());
    }

    private Buffer message(Buffer json) {
        if (!subject.method().kind().clientStreams() && sent + part.sent() > 0) {
            throw GrpcProblems.KIND.toException(
                    "The method takes one message, and it has been sent. Complete the stream (POST /streams/{id}:complete).");
        }
        return subject.method().request().toWire(json, subject.rules());
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

    /** No more messages from here; fails with {@code grpc.stream-busy} while some are being sent. */
    public void complete() {
        if (part != null) {
            throw GrpcProblems.STREAM_BUSY.toException();
        }
        completed = true;
        call.complete();
    }

    /**
     * Messages that have come, or that come within a time: {@code {"messages","last","state","timedOut"}}, and
     * {@code status} when the call has ended and there are no more.
     *
     * @param after the number of the last message that the caller has; -1: of the last one that it was given
     * @param whenGone is given what ends the wait, so that no message goes to nobody
     */
    public Future<Buffer> read(int most, Duration wait, long after, Consumer<Runnable> whenGone) {
        Future<ReceivedMessages.Batch> batch = received.read(most, wait, after);
        whenGone.accept(() -> received.leave(batch));
        return inUse(batch.map(this::answer));
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
        received.forget();
    }
}
