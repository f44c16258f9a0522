package io.polyport.gateway.http;

import io.polyport.gateway.identity.Way;
import io.polyport.gateway.route.ShownPrefix;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;

/** What {@code /openapi.json} says of a contract's path in a publication: its separators, and who gets in. */
final class PublishedInOpenApi {
    private static final String BEARER = "bearer";
    private static final String BASIC = "basic";
    private static final String QUERY_TOKEN = "query-token";

    private PublishedInOpenApi() {}

    /** A copy for one publication; its operations have names of their own, as each may stand there once only. */
    static JsonObject item(JsonObject item, ShownPrefix prefix, String publication) {
        JsonObject shown = item.copy();
        var parameters = new JsonArray();
        prefix.separators()
                .forEach(name -> parameters.add(new JsonObject()
                        .put("name", name)
                        .put("in", "path")
                        .put("required", true)
                        .put("schema", new JsonObject().put("type", "string"))
                        .put("description", "Data separator")));
        parameters.addAll(item.getJsonArray("parameters", new JsonArray()));
        if (!parameters.isEmpty()) {
            shown.put("parameters", parameters);
        }
        for (String method : shown.fieldNames()) {
            if (shown.getValue(method) instanceof JsonObject operation) {
                if (operation.getValue("operationId") instanceof String id) {
                    operation.put("operationId", id + "." + publication);
                }
                if (operation.getValue("security") instanceof JsonArray security && !security.isEmpty()) {
                    operation.put("security", security(security, prefix));
                }
            }
        }
        return shown;
    }

    private static JsonArray security(JsonArray contract, ShownPrefix prefix) {
        var taken = new JsonArray();
        if (prefix.ways().contains(Way.BEARER)) {
            taken.addAll(contract);
        }
        if (prefix.ways().contains(Way.BASIC)) {
            taken.add(new JsonObject().put(BASIC, new JsonArray()));
        }
        if (prefix.ways().contains(Way.QUERY_TOKEN)) {
            taken.add(new JsonObject().put(QUERY_TOKEN, new JsonArray()));
        }
        return taken;
    }

    /** The ways that any of these take, described. */
    static JsonObject schemes(Collection<ShownPrefix> prefixes) {
        var schemes = new JsonObject()
                .put(
                        BEARER,
                        new JsonObject()
                                .put("type", "http")
                                .put("scheme", "bearer")
                                .put("bearerFormat", "JWT"));
        if (prefixes.stream().anyMatch(prefix -> prefix.ways().contains(Way.BASIC))) {
            schemes.put(BASIC, new JsonObject().put("type", "http").put("scheme", "basic"));
        }
        if (prefixes.stream().anyMatch(prefix -> prefix.ways().contains(Way.QUERY_TOKEN))) {
            schemes.put(
                    QUERY_TOKEN,
                    new JsonObject().put("type", "apiKey").put("in", "query").put("name", "AccessToken"));
        }
        return schemes;
    }
}
