package io.polyport.gateway.http;

import static io.polyport.kit.fixtures.Waiting.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.gateway.http.ServiceDocuments.Fetched;
import io.polyport.gateway.identity.Way;
import io.polyport.gateway.route.ShownPrefix;
import io.polyport.kit.bus.Contract;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class OpenApiDocumentTest {
    private static final String BASE = "https://api.example.org";

    private final Vertx vertx = Vertx.vertx();
    private final OpenApiDocument document = new OpenApiDocument();

    @AfterEach
    void close() {
        value(vertx.close());
    }

    private static Contract contract(String path, Object schemas) {
        var get = new JsonObject().put("$ref", "#/components/schemas/Thing");
        return Contract.of(new JsonObject()
                .put("paths", new JsonObject().put(path, new JsonObject().put("get", get)))
                .put("components", new JsonObject().put("schemas", schemas)));
    }

    private static Contract good(String path) {
        return contract(path, new JsonObject().put("Thing", new JsonObject().put("type", "string")));
    }

    private JsonObject read(Map<String, Contract> contracts) {
        return read(contracts, Map.of());
    }

    private JsonObject read(Map<String, Contract> contracts, Map<ServiceDocuments.Key, Fetched> documents) {
        return json(value(document.of(vertx, contracts, Map.of(), documents, BASE)));
    }

    private static JsonObject json(OpenApiDocument.Document parts) {
        return Buffer.buffer()
                .appendBuffer(parts.before())
                .appendBuffer(parts.after())
                .toJsonObject();
    }

    @Test
    @DisplayName("two services' paths and schemas stand side by side, each under its service's name")
    void merged() {
        var read = read(Map.of("a", good("/x"), "b", good("/x")));
        assertThat(read.getString("openapi")).isEqualTo("3.1.0");
        assertThat(read.getJsonArray("servers").encode()).isEqualTo("[{\"url\":\"" + BASE + "\"}]");
        assertThat(read.getJsonObject("paths").fieldNames()).containsExactlyInAnyOrder("/api/v1/a/x", "/api/v1/b/x");
        assertThat(read.getJsonObject("components").getJsonObject("schemas").fieldNames())
                .containsExactlyInAnyOrder("a.Thing", "b.Thing");
        assertThat(read.getJsonObject("paths").getJsonObject("/api/v1/b/x").encode())
                .contains("#/components/schemas/b.Thing");
    }

    @Test
    @DisplayName("the document is put together once for the same contracts, whatever URL the caller knows, and anew for"
            + " others")
    void once() {
        read(Map.of("a", good("/x")));
        var again = document.of(vertx, Map.of("a", good("/x")), Map.of(), Map.of(), "http://other\"host");
        assertThat(again.isComplete()).as("nothing had to be built").isTrue();
        assertThat(json(again.result()).getJsonArray("servers").getJsonObject(0).getString("url"))
                .isEqualTo("http://other\"host");
        assertThat(read(Map.of("a", good("/y"))).getJsonObject("paths").fieldNames())
                .containsExactly("/api/v1/a/y");
        assertThat(read(Map.of()).getJsonObject("paths").fieldNames()).isEmpty();
    }

    @Test
    @DisplayName(
            "GW-2 a publication's service is shown where callers reach it, with separators and ways of authentication")
    void published() {
        var get = new JsonObject()
                .put("operationId", "odata.read")
                .put(
                        "security",
                        new JsonArray().add(new JsonObject().put("bearer", new JsonArray().add("odata:read"))));
        var contract = Contract.of(new JsonObject()
                .put("paths", new JsonObject().put("/{resource}", new JsonObject().put("get", get))));
        var shop = new ShownPrefix("/shop", List.of(), Set.of(Way.BASIC), Optional.of("shop"));
        var areas = new ShownPrefix(
                "/areas/{Область}", List.of("Область"), Set.of(Way.BEARER, Way.QUERY_TOKEN), Optional.of("areas"));
        var read = json(value(
                document.of(vertx, Map.of("odata", contract), Map.of("odata", List.of(shop, areas)), Map.of(), BASE)));
        var paths = read.getJsonObject("paths");
        assertThat(paths.fieldNames()).containsExactlyInAnyOrder("/shop/{resource}", "/areas/{Область}/{resource}");
        var inShop = paths.getJsonObject("/shop/{resource}").getJsonObject("get");
        assertThat(inShop.getJsonArray("security").encode()).isEqualTo("[{\"basic\":[]}]");
        assertThat(inShop.getString("operationId")).isEqualTo("odata.read.shop");
        var inAreas = paths.getJsonObject("/areas/{Область}/{resource}");
        assertThat(inAreas.getJsonArray("parameters").getJsonObject(0).getString("name"))
                .isEqualTo("Область");
        assertThat(inAreas.getJsonObject("get").getJsonArray("security").encode())
                .isEqualTo("[{\"bearer\":[\"odata:read\"]},{\"query-token\":[]}]");
        assertThat(read.getJsonObject("components")
                        .getJsonObject("securitySchemes")
                        .fieldNames())
                .containsExactlyInAnyOrder("bearer", "basic", "query-token");
    }

    @Test
    @DisplayName("GW-19 operations that a WebSocket reaches say so, and tickets are told of where there is one")
    void webSockets() {
        var operation = new JsonObject()
                .put("x-polyport-websocket", true)
                .put("description", "Talks.")
                .put("responses", new JsonObject());
        var talks = Contract.of(new JsonObject()
                .put("paths", new JsonObject().put("/talk", new JsonObject().put("post", operation))));
        var paths = read(Map.of("a", talks)).getJsonObject("paths");
        assertThat(paths.fieldNames()).containsExactlyInAnyOrder("/api/v1/a/talk", "/auth/tickets");
        var told = paths.getJsonObject("/api/v1/a/talk").getJsonObject("post");
        assertThat(told.getString("description")).startsWith("Talks.").contains("WebSocket");
        assertThat(told.getJsonObject("responses").fieldNames()).contains("101");
    }

    @Test
    @DisplayName("a contract that can't be shown costs its own service the place, nobody else's")
    void unfit() {
        var read = read(Map.of("a", good("/x"), "bad", contract("/y", new JsonArray())));
        assertThat(read.getJsonObject("paths").fieldNames()).containsExactly("/api/v1/a/x");
        assertThat(Buffer.buffer(read.encode()).length()).isPositive();
    }

    private static ServiceDocuments.Key key(String name) {
        return new ServiceDocuments.Key("a", name, "/" + name, "");
    }

    /** A document as services have them: one operation, tagged, that answers a schema, which refers to another. */
    private static JsonObject shown(String path) {
        var answer = new JsonObject().put("$ref", "#/components/schemas/pkg.Thing");
        var operation = new JsonObject()
                .put("operationId", "pkg.Shop.Get")
                .put("tags", new JsonArray().add("pkg.Shop"))
                .put("responses", new JsonObject().put("200", new JsonObject().put("schema", answer)));
        var part = new JsonObject()
                .put("type", "array")
                .put("items", new JsonObject().put("$ref", answer.getString("$ref")));
        return new JsonObject()
                .put("paths", new JsonObject().put(path, new JsonObject().put("post", operation)))
                .put("tags", new JsonArray().add(new JsonObject().put("name", "pkg.Shop")))
                .put("components", new JsonObject().put("schemas", new JsonObject().put("pkg.Thing", part)));
    }

    private static Fetched fetched(JsonObject document) {
        return Fetched.of(document.toBuffer());
    }

    @Test
    @DisplayName(
            "GR-10 two documents of one service with the same operations stand beside its contract, each under names of"
                    + " its own")
    void shownAlong() {
        var read = read(
                Map.of("a", good("/x")),
                Map.of(
                        key("one"), fetched(shown("/api/v1/a/one/call")),
                        key("two"), fetched(shown("/api/v1/a/two/call"))));
        var paths = read.getJsonObject("paths");
        assertThat(paths.fieldNames())
                .containsExactlyInAnyOrder("/api/v1/a/x", "/api/v1/a/one/call", "/api/v1/a/two/call");
        var two = paths.getJsonObject("/api/v1/a/two/call").getJsonObject("post");
        assertThat(two.getString("operationId")).isEqualTo("a_two_pkg.Shop.Get");
        assertThat(two.getJsonArray("tags")).containsExactly("a/two pkg.Shop");
        assertThat(two.encode()).contains("\"#/components/schemas/a_two_pkg.Thing\"");
        var schemas = read.getJsonObject("components").getJsonObject("schemas");
        assertThat(schemas.fieldNames()).containsExactlyInAnyOrder("a.Thing", "a_one_pkg.Thing", "a_two_pkg.Thing");
        assertThat(schemas.getJsonObject("a_one_pkg.Thing").encode()).contains("#/components/schemas/a_one_pkg.Thing");
        assertThat(read.getJsonArray("tags").encode())
                .isEqualTo("[{\"name\":\"a/one pkg.Shop\"},{\"name\":\"a/two pkg.Shop\"}]");
        assertThat(read.getJsonObject("info").getString("description")).doesNotContain("Left out");
    }

    @Test
    @DisplayName("a document can't take the place of what a contract says, nor speak for another service")
    void overreaching() {
        var read = read(
                Map.of("a", good("/x"), "b", good("/x")),
                Map.of(
                        key("own"), fetched(shown("/api/v1/a/x")),
                        key("other"), fetched(shown("/api/v1/b/y")),
                        key("near"), fetched(shown("/api/v1/ab/y"))));
        var paths = read.getJsonObject("paths");
        assertThat(paths.fieldNames()).containsExactlyInAnyOrder("/api/v1/a/x", "/api/v1/b/x");
        assertThat(paths.getJsonObject("/api/v1/a/x").fieldNames()).containsExactly("get");
        assertThat(read.getJsonObject("info").getString("description"))
                .contains("Left out: a/other (it can't be read).")
                .contains("Left out: a/near (it can't be read).");
    }

    @Test
    @DisplayName(
            "what is no document, refers to what is not shown along, or makes all too large is left out with a hint")
    void unfitDocuments() {
        var elsewhere = shown("/api/v1/a/elsewhere");
        elsewhere
                .getJsonObject("paths")
                .put("/api/v1/a/p", new JsonObject().put("$ref", "http://evil.example/paths.json"));
        var large = shown("/api/v1/a/large").put("x", "y".repeat(DocumentFetch.MOST_BYTES - 1000));
        var documents = new java.util.HashMap<ServiceDocuments.Key, Fetched>(Map.of(
                key("array"), Fetched.of(Buffer.buffer("[]")),
                key("cut"), Fetched.of(Buffer.buffer("{\"paths\":")),
                key("elsewhere"), fetched(elsewhere),
                key("gone"), Fetched.lacking("it did not come in time")));
        for (int i = 0; i < 5; i++) {
            documents.put(key("large" + i), fetched(large));
        }
        var read = read(Map.of("a", good("/x")), documents);
        assertThat(read.getJsonObject("paths").fieldNames())
                .containsExactlyInAnyOrder("/api/v1/a/x", "/api/v1/a/large");
        assertThat(read.encode()).doesNotContain("evil");
        assertThat(read.getJsonObject("info").getString("description"))
                .contains("a/array (it can't be read)")
                .contains("a/cut (it can't be read)")
                .contains("a/elsewhere (it can't be read)")
                .contains("a/gone (it did not come in time)")
                .contains("a/large4 (all together have more than 8 MiB)")
                .doesNotContain("large3");
    }

    @Test
    @DisplayName("the document is put together anew when another document came, and once for all who ask meanwhile")
    void anew() {
        var one = Map.of(key("one"), fetched(shown("/api/v1/a/one")));
        var first = document.of(vertx, Map.of("a", good("/x")), Map.of(), one, BASE);
        var second = document.of(vertx, Map.of("a", good("/x")), Map.of(), one, BASE);
        assertThat(value(first).after()).as("made once").isSameAs(value(second).after());
        var lacking = read(Map.of("a", good("/x")), Map.of(key("one"), Fetched.lacking("it was cut")));
        assertThat(lacking.getJsonObject("paths").fieldNames()).containsExactly("/api/v1/a/x");
    }
}
