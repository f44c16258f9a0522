package io.polyport.gateway.http;

import io.polyport.gateway.route.ShownPrefix;
import io.polyport.kit.bus.Contract;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One OpenAPI 3.1 document out of the contracts of the services that live now, and of what these want shown along. Put
 * together when they change, and not for every request: they may be large. Shared by all event loops; what it answers may
 * come on any of them.
 */
public final class OpenApiDocument {
    /** Of all that services have shown beside their contracts. */
    private static final int MOST_SHOWN = 4 * DocumentFetch.MOST_BYTES;

    private static final Logger LOG = LoggerFactory.getLogger(OpenApiDocument.class);

    private Building last = new Building(new Sources(Map.of(), Map.of(), Map.of()), Future.failedFuture("nothing yet"));

    /** What a document was made of: hashes. */
    private record Sources(
            Map<String, String> contracts,
            Map<String, List<ShownPrefix>> prefixes,
            Map<ServiceDocuments.Key, String> documents) {}

    private record Building(Sources sources, Future<Built> built) {}

    /** The document up to the URL of the gateway, which callers see differently, and from there on. */
    private record Built(Buffer before, Buffer after) {
        Document with(String base) {
            return new Document(Buffer.buffer().appendBuffer(before).appendString(Json.encode(base)), after);
        }
    }

    /** In two parts, of which the second may be large and is the same for everybody. */
    record Document(Buffer before, Buffer after) {}

    /** The path below which a service's contract is shown. */
    static String prefix(String service) {
        return "/api/v1/" + service;
    }

    /**
     * Succeeds with the document for callers who reach the gateway under {@code base}.
     *
     * @param prefixes where each service is shown; where nothing is said, below {@link #prefix}
     * @param documents what the contracts want shown along
     */
    Future<Document> of(
            Vertx vertx,
            Map<String, Contract> contracts,
            Map<String, List<ShownPrefix>> prefixes,
            Map<ServiceDocuments.Key, ServiceDocuments.Fetched> documents,
            String base) {
        Future<Built> built = built(vertx, contracts, prefixes, documents);
        return built.succeeded()
                ? Future.succeededFuture(built.result().with(base))
                : built.map(fresh -> fresh.with(base));
    }

    private synchronized Future<Built> built(
            Vertx vertx,
            Map<String, Contract> contracts,
            Map<String, List<ShownPrefix>> prefixes,
            Map<ServiceDocuments.Key, ServiceDocuments.Fetched> documents) {
        Map<String, String> hashes = new HashMap<>();
        contracts.forEach((service, contract) -> hashes.put(service, contract.hash()));
        Map<ServiceDocuments.Key, String> shown = new HashMap<>();
        documents.forEach((key, fetched) -> shown.put(key, fetched.hash() + fetched.lack()));
        var sources = new Sources(hashes, prefixes, shown);
        if (!last.sources().equals(sources) || last.built().failed()) {
            last = new Building(sources, vertx.executeBlocking(() -> build(contracts, prefixes, documents), false));
        }
        return last.built();
    }

    private static Built build(
            Map<String, Contract> contracts,
            Map<String, List<ShownPrefix>> prefixes,
            Map<ServiceDocuments.Key, ServiceDocuments.Fetched> documents) {
        var paths = new JsonObject();
        var schemas = new JsonObject();
        var tags = new JsonArray();
        List<ShownPrefix> all = new ArrayList<>();
        contracts.forEach((service, contract) -> {
            List<ShownPrefix> own = prefixes.getOrDefault(service, List.of(ShownPrefix.of(prefix(service))));
            all.addAll(own);
            merge(service, contract, own, paths, schemas);
        });
        String missing = show(documents, paths, schemas, tags);
        var start = new JsonObject()
                .put("openapi", "3.1.0")
                .put(
                        "info",
                        new JsonObject()
                                .put("title", "Polyport")
                                .put("version", "1")
                                .put("description", "Everything that is deployed behind this gateway now." + missing))
                .encode();
        var rest = new JsonObject().put("paths", paths);
        if (!tags.isEmpty()) {
            rest.put("tags", tags);
        }
        rest.put(
                "components",
                new JsonObject().put("schemas", schemas).put("securitySchemes", PublishedInOpenApi.schemes(all)));
        return new Built(
                Buffer.buffer(start.substring(0, start.length() - 1) + ",\"servers\":[{\"url\":"),
                Buffer.buffer("}]," + rest.encode().substring(1)));
    }

    /** A contract that can be routed by but not be shown costs its service the place in the document, nobody else's. */
    private static void merge(
            String service, Contract contract, List<ShownPrefix> prefixes, JsonObject paths, JsonObject schemas) {
        try {
            JsonObject own = renamed(contract, service);
            JsonObject ownPaths = own.getJsonObject("paths", new JsonObject());
            JsonObject ownSchemas =
                    own.getJsonObject("components", new JsonObject()).getJsonObject("schemas", new JsonObject());
            ownPaths.forEach(path -> {
                JsonObject item = WebSocketsInOpenApi.told((JsonObject) path.getValue(), paths);
                prefixes.forEach(prefix -> paths.put(
                        prefix.path() + path.getKey(),
                        prefix.publication()
                                .map(name -> PublishedInOpenApi.item(item, prefix, name))
                                .orElse(item)));
            });
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

    /** Puts in what is there; answers a sentence about each that is not. */
    private static String show(
            Map<ServiceDocuments.Key, ServiceDocuments.Fetched> documents,
            JsonObject paths,
            JsonObject schemas,
            JsonArray tags) {
        var missing = new StringBuilder();
        long bytes = 0;
        for (var one : new TreeMap<>(documents).entrySet()) {
            ServiceDocuments.Key key = one.getKey();
            String lack = one.getValue().lack();
            bytes += one.getValue().bytes().length();
            if (lack.isEmpty()) {
                lack = bytes > MOST_SHOWN
                        ? "all together have more than " + (MOST_SHOWN >> 20) + " MiB"
                        : show(key, one.getValue().bytes(), paths, schemas, tags);
            }
            if (!lack.isEmpty()) {
                missing.append(" Left out: ")
                        .append(key.service())
                        .append('/')
                        .append(key.name())
                        .append(" (")
                        .append(lack)
                        .append(").");
            }
        }
        return missing.toString();
    }

    private static String show(
            ServiceDocuments.Key key, Buffer bytes, JsonObject paths, JsonObject schemas, JsonArray tags) {
        try {
            new ShownDocument(key, bytes).addTo(paths, schemas, tags);
            return "";
        } catch (RuntimeException unfit) {
            LOG.atWarn()
                    .setCause(unfit)
                    .addKeyValue("service", key.service())
                    .addKeyValue("document", key.name())
                    .log("a service's document is not shown in /openapi.json");
            return "it can't be read";
        }
    }
}
