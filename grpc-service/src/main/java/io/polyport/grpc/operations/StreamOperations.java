package io.polyport.grpc.operations;

import io.polyport.grpc.calls.Statuses;
import io.polyport.grpc.connections.Connection;
import io.polyport.grpc.connections.Connections;
import io.polyport.grpc.streams.OpenStream;
import io.polyport.grpc.streams.Streams;
import io.polyport.kit.bus.Answer;
import io.polyport.kit.bus.BusProblems;
import io.polyport.kit.bus.Call;
import io.polyport.kit.problem.Problem;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Streams for callers that can only do short requests (GR-24). */
final class StreamOperations {
    private static final Set<String> OPEN = Set.of("service", "method", "metadata", "timeout");
    private static final int MOST_OPEN = 64 * 1024;
    private static final int MOST_READ = 10_000;
    private static final int USUAL_READ = 100;

    private final Connections connections;
    private final Streams streams;

    StreamOperations(Connections connections, Streams streams) {
        this.connections = connections;
        this.streams = streams;
    }

    Future<Answer> open(Call call) {
        Connection connection = connections.of(call);
        call.body().pause();
        return connection
                .catalog()
                .compose(catalog -> call.wholeBody(MOST_OPEN).map(body -> {
                    Members members = Members.of(body, OPEN);
                    CallRequest asked = CallRequest.of(
                            call, connection, members.requiredText("service"), members.requiredText("method"));
                    var method = catalog.method(asked.service(), asked.method());
                    var metadata = asked.metadata().with(CallRequest.metadata(members, connection.fixedKeys()));
                    var timeout = members.duration("timeout").or(asked::timeout);
                    var subject = new OpenStream.Subject(
                            connection.id(),
                            connection.origin(),
                            method,
                            asked.rules(),
                            catalog.mostJson(),
                            new Statuses(catalog::details));
                    OpenStream stream = streams.open(call, subject, () -> connection.stream(method, metadata, timeout));
                    call.whenGone(() -> streams.close(stream, "Its caller went away before it learnt the id."));
                    return Answer.json(201, stream.state()).with("location", call.url("/streams/" + stream.id()));
                }));
    }

    Future<Answer> list(Call call) {
        var all = new JsonArray();
        streams.openedBy(call).forEach(all::add);
        return Future.succeededFuture(Answer.json(200, new JsonObject().put("streams", all)));
    }

    Future<Answer> show(Call call) {
        return Future.succeededFuture(Answer.json(200, streams.of(call).state()));
    }

    Future<Answer> send(Call call) {
        return streams.of(call)
                .send(call.body(), wait(call, streams.limits().mostWait()), call::whenGone)
                .map(sent -> Answer.json(200, new JsonObject().put("sent", sent)));
    }

    Future<Answer> read(Call call) {
        int most = (int) number(call, "max", USUAL_READ, 1, MOST_READ);
        long after = number(call, "after", -1, 0, Long.MAX_VALUE);
        return streams.of(call)
                .read(most, wait(call, Duration.ZERO), after, call::whenGone)
                .map(body -> new Answer.Whole(
                        200,
                        List.of(Map.entry("content-type", "application/json"), Map.entry("cache-control", "no-store")),
                        body));
    }

    Future<Answer> complete(Call call) {
        OpenStream stream = streams.of(call);
        stream.complete();
        return Future.succeededFuture(Answer.json(200, stream.state()));
    }

    Future<Answer> close(Call call) {
        streams.close(streams.of(call), "It was closed by its caller.");
        return Future.succeededFuture(Answer.empty(204));
    }

    /** The query's {@code wait}, at most as long as the configuration allows. */
    private Duration wait(Call call, Duration otherwise) {
        Duration most = streams.limits().mostWait();
        return call.query()
                .text("wait")
                .map(text -> text.equals("0")
                        ? Duration.ZERO
                        : Times.duration(text).orElseThrow(() -> fault("wait", Times.FORM)))
                .map(asked -> asked.compareTo(most) > 0 ? most : asked)
                .orElse(otherwise);
    }

    private static long number(Call call, String name, long otherwise, long least, long most) {
        return call.query()
                .text(name)
                .map(text -> {
                    try {
                        long number = Long.parseLong(text);
                        if (number >= least && number <= most) {
                            return number;
                        }
                    } catch (NumberFormatException none) {
                        // told below
                    }
                    throw fault(name, "has to be a whole number from " + least + " to " + most);
                })
                .orElse(otherwise);
    }

    private static ProblemException fault(String name, String fault) {
        return Problem.of(BusProblems.BAD_REQUEST, "The query parameter '" + name + "' " + fault + ".")
                .withField("query:" + name, fault)
                .toException();
    }
}
