package io.polyport.gateway.http;

import io.polyport.kit.bus.Contract;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One OpenAPI 3.1 document out of the contracts of the services that live now. Put together when they change, and not for
 * every request: contracts may be large. Shared by all event loops.
 */
public final class OpenApiDocument {
    private static final Logger LOG = LoggerFactory.getLogger(OpenApiDocument.class);

    private volatile Optional<Built> built = Optional.empty();

    /** The document up to the URL of the gateway, which callers see differently, and from there on. */
    private record Built(Map<String, String> hashes, Buffer before, Buffer after) {
        Buffer with(String base) {
            return Buffer.buffer(before.length() + base.length() + after.length() + 2)
                    .appendBuffer(before)
                    .appendString(Json.encode(base))
                    .appendBuffer(after);
        }
    }

    /** Succeeds with the document for callers who reach the gateway under {@code base}. */
    Future<Buffer> of(Vertx vertx, Map<String, Contract> contracts, String base) {
        Map<String, String> hashes = contracts.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, service -> service.getValue().hash()));
        Optional<Built> known = built.filter(last -> last.hashes().equals(hashes));
        if (known.isPresent()) {
            return Future.succeededFuture(known.get().with(base));
        }
        return vertx.executeBlocking(() -> build(hashes, contracts), false).map(fresh -> {
            built = Optional.of(fresh);
            return fresh.with(base);
        });
    }

    private static Built build(Map<String, String> hashes, Map<String, Contract> contracts) {
        var paths = new JsonObject();
        var schemas = new JsonObject();
        contracts.forEach((service, contract) -> merge(service, contract, paths, schemas));
        var bearer =
                new JsonObject().put("type", "http").put("scheme", "bearer").put("bearerFormat", "JWT");
        var start = new JsonObject()
                .put("openapi", "3.1.0")
                .put(
                        "info",
                        new JsonObject()
                                .put("title", "Polyport")
                                .put("version", "1")
                                .put("description", "Everything that is deployed behind this gateway now."))
                .encode();
        var rest = new JsonObject()
                .put("paths", paths)
                .put(
                        "components",
                        new JsonObject()
                                .put("schemas", schemas)
                                .put("securitySchemes", new JsonObject().put("bearer", bearer)))
                .encode();
        return new Built(
                hashes,
                Buffer.buffer(start.substring(0, start.length() - 1) + ",\"servers\":[{\"url\":"),
                Buffer.buffer("}]," + rest.substring(1)));
    }

    /** A contract that can be routed by but not be shown costs its service the place in the document, nobody else's. */
    private static void merge(String service, Contract contract, JsonObject paths, JsonObject schemas) {
        try {
            JsonObject own = renamed(contract, service);
            JsonObject ownPaths = own.getJsonObject("paths", new JsonObject());
            JsonObject ownSchemas =
                    own.getJsonObject("components", new JsonObject()).getJsonObject("schemas", new JsonObject());
            ownPaths.forEach(path -> paths.put(
                    "/api/v1/" + service + path.getKey(),
                    WebSocketsInOpenApi.told((JsonObject) path.getValue(), paths)));
            ownSchemas.forEach(schema -> schemas.put(service + "." + schema.getKey(), schema.getValue()));
        } catch (RuntimeException unfit) {
            LOG.atWarn()
                    .setCause(unfit)
                    .addKeyValue("service", service)
                    .log("a service's contract is not shown in /openapi.json");
        }
    }

    /** The contract with its schemas under names that two services can't share. */
    private static JsonObject renamed(Contract contract, String service) {
        return new JsonObject(
                contract.bytes().toString().replace("#/components/schemas/", "#/components/schemas/" + service + "."));
    }
}
