package io.polyport.grpc.operations;

import io.polyport.grpc.catalog.Catalog;
import io.polyport.grpc.connections.Connections;
import io.polyport.kit.bus.Answer;
import io.polyport.kit.bus.Call;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.function.Function;

/** What a connection's server has: services, methods, types, OpenAPI, and the schema as text (GR-10). */
final class LookOperations {
    private final Vertx vertx;
    private final Connections connections;

    LookOperations(Vertx vertx, Connections connections) {
        this.vertx = vertx;
        this.connections = connections;
    }

    Future<Answer> services(Call call) {
        return look(call, catalog -> catalog.services(vertx));
    }

    Future<Answer> service(Call call) {
        return look(call, catalog -> catalog.service(vertx, call.rawArgument("service")));
    }

    Future<Answer> type(Call call) {
        return look(call, catalog -> catalog.type(vertx, call.rawArgument("type")));
    }

    Future<Answer> openApi(Call call) {
        String name = call.rawArgument("c");
        return look(call, catalog -> catalog.openApi(vertx, "gRPC connection " + name, call.url("/" + name)));
    }

    Future<Answer> protos(Call call) {
        return look(call, catalog -> catalog.protos(vertx));
    }

    private Future<Answer> look(Call call, Function<Catalog, Future<JsonObject>> what) {
        return connections.of(call).catalog().compose(what).map(json -> Answer.json(200, json));
    }
}
