package io.polyport.gateway;

import static io.polyport.kit.fixtures.Waiting.value;

import io.polyport.kit.bus.Answer;
import io.polyport.kit.bus.BusStart;
import io.polyport.kit.bus.Call;
import io.polyport.kit.bus.Contract;
import io.polyport.kit.bus.ErrorTemplates;
import io.polyport.kit.bus.LoopChooser;
import io.polyport.kit.bus.OperationTable;
import io.polyport.kit.bus.ServiceHost;
import io.polyport.kit.fixtures.Eventually;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A service {@code odata} that answers what has reached it of a call: {@code GET} and {@code POST} of whatever stands behind
 * its prefixes. An object {@code Secret…} asks the policy, and {@code Refused} is a 401 of its own.
 */
final class PublishedService {
    /** The form of errors that clients of OData know, with XML for those who ask for nothing. */
    static final ErrorTemplates TEMPLATES = new ErrorTemplates(
            Map.of(
                    "application/json;charset=utf-8",
                    "{\"odata.error\":{\"code\":\"{code}\",\"message\":{\"lang\":\"{lang}\",\"value\":\"{detail}\"}}}",
                    "application/xml;charset=utf-8",
                    "<m:error><m:code>{code}</m:code><m:message xml:lang=\"{lang}\">{detail}</m:message></m:error>"),
            "application/xml;charset=utf-8",
            Optional.of("$format"),
            Map.of(
                    "json",
                    "application/json;charset=utf-8",
                    "atom",
                    "application/xml;charset=utf-8",
                    "application/atom+xml",
                    "application/xml;charset=utf-8"),
            Map.of(
                    "gateway.forbidden",
                    new ErrorTemplates.Told("20", 401),
                    "request.forbidden-object",
                    new ErrorTemplates.Told("20", 401),
                    "404",
                    ErrorTemplates.Told.as("8"),
                    "401",
                    ErrorTemplates.Told.as("20"),
                    "*",
                    ErrorTemplates.Told.as("0")));

    private PublishedService() {}

    /** Returns when the gateway routes to it. */
    static ServiceHost join(House house, String... prefixes) {
        var host = value(ServiceHost.start(
                BusStart.member(house.keys(), HousePlan.USUAL.streams(), house.vertx()),
                new ServiceHost.Definition(
                        "odata",
                        "1",
                        List.of(prefixes),
                        TEMPLATES.toJson(),
                        contract(),
                        1,
                        LoopChooser.WHERE_IT_ARRIVED,
                        loop -> Future.succeededFuture(() -> new OperationTable()
                                .with("odata.read", call -> Future.succeededFuture(seen(call, prefixes)))
                                .with("odata.write", call -> Future.succeededFuture(seen(call, prefixes)))))));
        Eventually.holds(
                House.SOON,
                "the gateway routes to the published service",
                () -> house.gateway().services().contains("odata"));
        return host;
    }

    static void leave(House house, ServiceHost host) {
        value(host.leave(Duration.ofSeconds(5)));
        Eventually.holds(
                House.SOON,
                "the service has left",
                () -> !house.gateway().services().contains("odata"));
    }

    private static Contract contract() {
        var rest = new JsonArray()
                .add(new JsonObject().put("name", "rest").put("in", "path").put("x-polyport-rest", true));
        var read = operation("odata.read", "odata:read");
        var write = operation("odata.write", "odata:write");
        return Contract.of(new JsonObject()
                .put(
                        "paths",
                        new JsonObject()
                                .put(
                                        "/{rest}",
                                        new JsonObject()
                                                .put("parameters", rest)
                                                .put("get", read)
                                                .put("post", write))));
    }

    private static JsonObject operation(String id, String scope) {
        return new JsonObject()
                .put("operationId", id)
                .put("security", new JsonArray().add(new JsonObject().put("bearer", new JsonArray().add(scope))));
    }

    private static Answer seen(Call call, String... prefixes) {
        var request = call.envelope().request();
        if (call.rawArgument("rest").startsWith("Secret")) {
            call.requireObject("/" + call.rawArgument("rest"));
        }
        if (call.rawArgument("rest").equals("Refused")) {
            return Answer.json(401, new JsonObject())
                    .with("www-authenticate", "Bearer error=\"insufficient_scope\"")
                    .with("www-authenticate", "Negotiate");
        }
        return Answer.json(
                200,
                new JsonObject()
                        .put("serves", List.of(prefixes).toString())
                        .put("path", request.path())
                        .put("rest", call.rawArgument("rest"))
                        .put("query", request.query())
                        .put("base", request.base())
                        .put("url", call.url("/x"))
                        .put("separators", new JsonObject(new java.util.LinkedHashMap<>(call.separators())))
                        .put("subject", call.principal().subject())
                        .put("tenant", call.principal().tenant())
                        .put("claims", call.principal().claims())
                        .put("headers", request.headers().toString())
                        .put(
                                "scopes",
                                new JsonArray(new ArrayList<>(call.principal().scopes()))));
    }
}
