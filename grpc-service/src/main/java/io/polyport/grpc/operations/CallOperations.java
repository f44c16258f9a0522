package io.polyport.grpc.operations;

import io.polyport.grpc.calls.Calling;
import io.polyport.grpc.calls.Script;
import io.polyport.grpc.connections.Connection;
import io.polyport.grpc.connections.Connections;
import io.polyport.grpc.json.JsonRules;
import io.polyport.kit.bus.Answer;
import io.polyport.kit.bus.Call;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import java.util.Set;

/** Calls that one HTTP request makes (GR-20 to GR-23, GR-25). */
final class CallOperations {
    private static final Set<String> SCRIPT = Set.of("messages", "maxMessages", "timeout");
    private static final int MOST_MESSAGES = 100_000;
    /** Of a list, which is read as a whole on the event loop. */
    private static final int MOST_LIST = 4 << 20;

    private final Vertx vertx;
    private final Connections connections;

    CallOperations(Vertx vertx, Connections connections) {
        this.vertx = vertx;
        this.connections = connections;
    }

    Future<Answer> call(Call call) {
        Connection connection = connections.of(call);
        CallRequest asked = CallRequest.of(call, connection);
        // Nothing is read before the schema is there.
        call.body().pause();
        return connection.catalog().compose(catalog -> {
            var method = catalog.method(asked.service(), asked.method());
            return new Calling(catalog, method, asked.rules())
                    .run(
                            call,
                            call.body(),
                            () -> call.isWebSocket()
                                    ? connection.stream(method, asked.metadata(), asked.timeout())
                                    : connection.call(method, asked.metadata(), asked.timeout()));
        });
    }

    /** The annotated paths below {@code /{c}/http} (GR-29). */
    Future<Answer> annotated(Call call) {
        Connection connection = connections.of(call);
        call.body().pause();
        var request = call.envelope().request();
        JsonRules rules = CallRequest.rules(call);
        return connection
                .catalog()
                .compose(catalog -> catalog.annotated(
                                vertx,
                                request.method(),
                                "/" + call.rawArgument("path"),
                                CallRequest.ownQuery(call),
                                rules,
                                call.header("content-type").orElse(""))
                        .compose(method -> {
                            CallRequest asked = CallRequest.of(call, connection, method.service(), method.name());
                            return new Calling(catalog, method, rules)
                                    .run(
                                            call,
                                            call.body(),
                                            () -> connection.call(method, asked.metadata(), asked.timeout()));
                        }));
    }

    /** Sends and receives by a list, and answers all that came. */
    Future<Answer> process(Call call) {
        Connection connection = connections.of(call);
        CallRequest asked = CallRequest.of(call, connection);
        call.body().pause();
        return connection.catalog().compose(catalog -> {
            var method = catalog.method(asked.service(), asked.method());
            return call.wholeBody(Math.min(MOST_LIST, catalog.mostJson())).compose(body -> {
                Members members = Members.of(body, SCRIPT);
                var steps = members.list("messages").orElseGet(JsonArray::new);
                var limits = new Script.Limits(
                        members.number("maxMessages", MOST_MESSAGES, MOST_MESSAGES),
                        catalog.mostJson(),
                        members.duration("timeout").or(asked::timeout));
                var script = new Script(catalog, method, asked.rules(), steps, limits);
                return script.run(call, timeout -> connection.call(method, asked.metadata(), timeout));
            });
        });
    }
}
