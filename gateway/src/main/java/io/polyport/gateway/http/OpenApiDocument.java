package io.polyport.gateway.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/** One OpenAPI 3.1 document out of the contracts of the services that live now. */
final class OpenApiDocument {
    private OpenApiDocument() {}

    static Buffer of(Map<String, JsonObject> contracts, String base) {
        var paths = new JsonObject();
        var schemas = new JsonObject();
        contracts.forEach((service, contract) -> {
            JsonObject own = rename(contract, service);
            own.getJsonObject("paths", new JsonObject())
                    .forEach(path -> paths.put("/api/v1/" + service + path.getKey(), path.getValue()));
            own.getJsonObject("components", new JsonObject())
                    .getJsonObject("schemas", new JsonObject())
                    .forEach(schema -> schemas.put(service + "." + schema.getKey(), schema.getValue()));
        });
        var bearer =
                new JsonObject().put("type", "http").put("scheme", "bearer").put("bearerFormat", "JWT");
        return new JsonObject()
                .put("openapi", "3.1.0")
                .put(
                        "info",
                        new JsonObject()
                                .put("title", "Polyport")
                                .put("version", "1")
                                .put("description", "Everything that is deployed behind this gateway now."))
                .put("servers", new JsonArray().add(new JsonObject().put("url", base)))
                .put("paths", paths)
                .put(
                        "components",
                        new JsonObject()
                                .put("schemas", schemas)
                                .put("securitySchemes", new JsonObject().put("bearer", bearer)))
                .toBuffer();
    }

    /** The contract with its schemas under names that two services can't share. */
    private static JsonObject rename(JsonObject contract, String service) {
        return new JsonObject(
                contract.encode().replace("#/components/schemas/", "#/components/schemas/" + service + "."));
    }
}
