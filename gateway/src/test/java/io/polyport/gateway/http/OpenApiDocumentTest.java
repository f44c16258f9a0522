package io.polyport.gateway.http;

import static io.polyport.kit.fixtures.Waiting.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.bus.Contract;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
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
        return value(document.of(vertx, contracts, BASE)).toJsonObject();
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
        var again = document.of(vertx, Map.of("a", good("/x")), "http://other\"host");
        assertThat(again.isComplete()).as("nothing had to be built").isTrue();
        assertThat(again.result()
                        .toJsonObject()
                        .getJsonArray("servers")
                        .getJsonObject(0)
                        .getString("url"))
                .isEqualTo("http://other\"host");
        assertThat(read(Map.of("a", good("/y"))).getJsonObject("paths").fieldNames())
                .containsExactly("/api/v1/a/y");
        assertThat(read(Map.of()).getJsonObject("paths").fieldNames()).isEmpty();
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
}
