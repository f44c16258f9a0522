package io.polyport.grpc.calls;

import io.polyport.grpc.GrpcCall;
import io.polyport.grpc.GrpcCode;
import io.polyport.grpc.GrpcMetadata;
import io.polyport.grpc.GrpcMethod;
import io.polyport.grpc.GrpcProblems;
import io.polyport.grpc.GrpcStatus;
import io.polyport.grpc.catalog.Catalog;
import io.polyport.grpc.json.JsonRules;
import io.polyport.kit.bus.Answer;
import io.polyport.kit.bus.BusProblems;
import io.polyport.kit.bus.Call;
import io.polyport.kit.bus.InlineBody;
import io.polyport.kit.problem.Problem;
import io.polyport.kit.problem.ProblemException;
import io.polyport.kit.stream.RecordStream;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** One method called for one HTTP request: its body makes the messages that go, its answer has those that come. */
public final class Calling {
    private static final int MOST_HALF = 4 << 20;

    private final Catalog catalog;
    private final GrpcMethod method;
    private final JsonRules rules;
    private final Statuses statuses;

    public Calling(Catalog catalog, GrpcMethod method, JsonRules rules) {
        this.catalog = catalog;
        this.method = method;
        this.rules = rules;
        this.statuses = new Statuses(catalog::details);
    }

    /**
     * The whole call.
     *
     * @param body the request's
     * @param begin begins the call; not before a message that has to come first is there and right
     */
    public Future<Answer> run(Call request, ReadStream<Buffer> body, Supplier<GrpcCall> begin) {
        if (request.isWebSocket()) {
            return Future.succeededFuture(records(request, body, begin.get()));
        }
        if (method.kind().clientStreams()) {
            return method.kind() == GrpcMethod.Kind.BIDIRECTIONAL && !request.isDuplex()
                    ? half(request).map(whole -> bidirectional(request, new InlineBody(whole), begin))
                    : clientStreams(request, body, begin);
        }
        boolean takesBytes = method.request().takesBytes();
        return (takesBytes ? request.wholeBody(catalog.mostMessage()) : only(body)).compose(json -> {
            Buffer message = method.request().toWire(json, rules);
            GrpcCall call = begin.get();
            request.whenGone(call::cancel);
            // A failure is the call's status.
            Future<Long> sent = call.send(message).map(1L).otherwise(0L);
            call.complete();
            return method.kind().serverStreams()
                    ? call.head().map(head -> streamed(request, call, Optional.of(head), sent))
                    : single(call, sent);
        });
    }

    /** At once, so that the WebSocket opens: what comes of the call is told in records, whatever the method's kind is. */
    private Answer records(Call request, ReadStream<Buffer> body, GrpcCall call) {
        request.whenGone(call::cancel);
        var reader = new RecordReader(call, method, rules, laterTurn(request));
        var sent = SendingBody.records(
                body, call, catalog.mostJson() + RecordReader.FRAME, reader::read, laterTurn(request));
        return streamed(request, call, Optional.empty(), sent);
    }

    private Future<Answer> clientStreams(Call request, ReadStream<Buffer> body, Supplier<GrpcCall> begin) {
        if (method.kind().serverStreams()) {
            return Future.succeededFuture(bidirectional(request, body, begin));
        }
        GrpcCall call = begin.get();
        request.whenGone(call::cancel);
        return single(call, sending(request, body, call));
    }

    private Answer bidirectional(Call request, ReadStream<Buffer> body, Supplier<GrpcCall> begin) {
        GrpcCall call = begin.get();
        request.whenGone(call::cancel);
        return streamed(request, call, Optional.empty(), sending(request, body, call));
    }

    private Future<Long> sending(Call request, ReadStream<Buffer> body, GrpcCall call) {
        return SendingBody.whole(
                body, call, catalog.mostJson(), json -> method.request().toWire(json, rules), laterTurn(request));
    }

    private static Executor laterTurn(Call request) {
        return task -> request.context().runOnContext(ignored -> task.run());
    }

    /** The whole body before the answer begins: over HTTP/1 a caller reads nothing before it has sent everything. */
    private Future<Buffer> half(Call request) {
        if (request.bodyLength() < 0
                && !request.query().text("duplex").filter("half"::equals).isPresent()) {
            throw GrpcProblems.NOT_DUPLEX.toException();
        }
        return request.wholeBody(MOST_HALF);
    }

    /** The one value of a body; empty without a body. */
    private Future<Buffer> only(ReadStream<Buffer> body) {
        Promise<Buffer> only = Promise.promise();
        List<Buffer> values = new ArrayList<>(1);
        var cut = new JsonValues(catalog.mostJson(), false, value -> {
            if (!values.isEmpty()) {
                throw tooMany();
            }
            values.add(value);
        });
        body.exceptionHandler(only::tryFail);
        body.handler(bytes -> {
            try {
                cut.add(bytes);
            } catch (ProblemException wrong) {
                body.pause();
                only.tryFail(wrong);
            }
        });
        body.endHandler(end -> {
            try {
                cut.end();
                only.tryComplete(values.isEmpty() ? Buffer.buffer() : values.getFirst());
            } catch (ProblemException wrong) {
                only.tryFail(wrong);
            }
        });
        body.resume();
        return only.future();
    }

    private ProblemException tooMany() {
        return Problem.of(
                        BusProblems.BAD_REQUEST,
                        "The method takes one message, and the body has more. Send one JSON object.")
                .withField("body:/", "has more than one value")
                .toException();
    }

    /** The answer of a method that has one: after the call has ended, so that its trailers can be told as headers. */
    private Future<Answer> single(GrpcCall call, Future<Long> sent) {
        List<Buffer> messages = new ArrayList<>(1);
        Promise<Answer> answer = Promise.promise();
        call.messages().handler(message -> {
            messages.add(message);
            if (messages.size() > 1 && answer.tryFail(count("more than one message"))) {
                call.cancel();
            }
        });
        call.messages().resume();
        // A body that is wrong cancels the call, and is what the caller has to be told.
        sent.onFailure(answer::tryFail);
        call.head()
                .compose(head -> call.status().map(status -> answer(head, status, messages)))
                .onComplete(done -> {
                    if (done.succeeded()) {
                        answer.tryComplete(done.result());
                    } else {
                        answer.tryFail(done.cause());
                    }
                });
        return answer.future();
    }

    private ProblemException count(String sent) {
        return GrpcProblems.MESSAGE_COUNT.toException(
                "The server sent " + sent + ", where " + method.path() + " has exactly one.");
    }

    private Answer answer(GrpcMetadata head, GrpcStatus status, List<Buffer> messages) {
        if (!status.isOk()) {
            throw statuses.problem(status);
        }
        if (messages.size() != 1) {
            throw count("no message with the status OK");
        }
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        GrpcMethod.Body body = method.answer().body(messages.getFirst(), rules);
        headers.add(Map.entry("content-type", body.contentType()));
        headers.addAll(Statuses.headers(head));
        headers.addAll(Statuses.trailers(status.trailers()));
        return new Answer.Whole(200, headers, body.bytes());
    }

    /** @param head what the answer's headers tell; empty when they go out before the server has answered */
    private Answer streamed(Call request, GrpcCall call, Optional<GrpcMetadata> head, Future<Long> sent) {
        var kind = RecordForm.Kind.of(request.header("accept").orElse(""));
        var messages = new AnsweredMessages(call, message -> method.answer().toJson(message, rules));
        Supplier<GrpcMetadata> untold = () -> head.isPresent() || !call.head().succeeded()
                ? GrpcMetadata.NONE
                : call.head().result();
        Supplier<JsonObject> status = () -> end(messages.status(), sent, untold.get());
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        headers.add(Map.entry("content-type", kind.contentType()));
        headers.add(Map.entry("cache-control", "no-store"));
        head.ifPresent(known -> headers.addAll(Statuses.headers(known)));
        var body = new RecordStream<>(request.context(), messages, new RecordForm(kind, status));
        return new Answer.Streamed(200, headers, body, call::cancel, () -> {
            var trailers = new ArrayList<>(Statuses.headers(untold.get()));
            trailers.addAll(Statuses.trailers(messages.status().trailers()));
            return trailers;
        });
    }

    /** The call's status; where the body was wrong, which cancelled the call, what is wrong with it. */
    private JsonObject end(GrpcStatus status, Future<Long> sent, GrpcMetadata untold) {
        JsonObject json;
        if (sent.failed() && sent.cause() instanceof ProblemException wrong) {
            json = statuses.json(GrpcStatus.local(
                            GrpcCode.INVALID_ARGUMENT, wrong.problem().detail()))
                    .put("problem", wrong.problem().toJson());
        } else {
            json = statuses.json(status);
        }
        return untold.entries().isEmpty() ? json : json.put("metadata", Statuses.json(untold));
    }
}
