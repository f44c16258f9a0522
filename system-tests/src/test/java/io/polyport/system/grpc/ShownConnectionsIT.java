package io.polyport.system.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.fixtures.Eventually;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Connections whose methods stand in the gateway's /openapi.json")
class ShownConnectionsIT {
    private static final String CALL = "/call/grpc.testing.TestService/UnaryCall";

    private static JavaPeer peer;
    private static GrpcHouse house;
    private static JsonObject document;

    @BeforeAll
    static void open() {
        peer = JavaPeer.start();
        house = GrpcHouse.with(
                GrpcHouse.line("shown", peer.port(), "openapi: true"),
                GrpcHouse.line("twice", peer.port(), "openapi: true"),
                GrpcHouse.line("hidden", peer.port()),
                "dead: {addresses: ['http://127.0.0.1:1'], openapi: true}");
        // A document that a busy machine had no time for is asked for again after ten seconds.
        document = Eventually.value(
                Duration.ofMinutes(2),
                "both are shown",
                house::openApi,
                all -> all.getJsonObject("paths")
                        .fieldNames()
                        .containsAll(List.of("/api/v1/grpc/shown" + CALL, "/api/v1/grpc/twice" + CALL)));
    }

    @AfterAll
    static void close() {
        house.close();
        peer.close();
    }

    private static JsonObject operation(String path) {
        return document.getJsonObject("paths").getJsonObject(path).getJsonObject("post");
    }

    @Test
    @DisplayName("GR-10 a connection with openapi: true is there with its methods and types; one without is not")
    void shown() {
        assertThat(document.getJsonObject("paths").fieldNames())
                .contains(
                        "/api/v1/grpc/{c}/call/{service}/{method}",
                        "/api/v1/grpc/shown" + CALL,
                        "/api/v1/grpc/twice" + CALL)
                .noneMatch(path -> path.contains("/hidden/"));
        JsonObject unary = operation("/api/v1/grpc/shown" + CALL);
        assertThat(unary.getString("operationId")).isEqualTo("grpc_shown_grpc.testing.TestService.UnaryCall");
        assertThat(unary.getJsonArray("security").encode()).isEqualTo("[{\"bearer\":[\"grpc:write\"]}]");
        assertThat(unary.getJsonObject("requestBody").encode())
                .contains("#/components/schemas/grpc_shown_grpc.testing.SimpleRequest");
        assertThat(house.as("anna").post("/shown" + CALL, new JsonObject()).status())
                .as("what is shown can be called")
                .isEqualTo(200);
    }

    @Test
    @DisplayName("a server that is not there costs its connection the place, with a hint")
    void dead() {
        assertThat(document.getJsonObject("info").getString("description"))
                .contains("Left out: grpc/dead")
                .doesNotContain("127.0.0.1");
    }

    @Test
    @DisplayName("no operation has another one's id, and every reference leads somewhere")
    void apart() {
        List<String> ids = new ArrayList<>();
        document.getJsonObject("paths")
                .forEach(path -> ((JsonObject) path.getValue()).forEach(member -> {
                    if (member.getValue() instanceof JsonObject operation) {
                        ids.add(operation.getString("operationId"));
                    }
                }));
        assertThat(ids).doesNotHaveDuplicates().doesNotContainNull().hasSizeGreaterThan(40);
        JsonObject schemas = document.getJsonObject("components").getJsonObject("schemas");
        List<String> references = new ArrayList<>();
        references(document, references);
        assertThat(references)
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(schemas.fieldNames())
                        .contains(reference.substring("#/components/schemas/".length())));
        assertThat(schemas.fieldNames()).allMatch(name -> name.matches("[a-zA-Z0-9._-]+"));
    }

    private static void references(Object json, List<String> found) {
        if (json instanceof JsonArray array) {
            array.forEach(each -> references(each, found));
        } else if (json instanceof JsonObject object) {
            object.forEach(member -> {
                if (member.getKey().equals("$ref")) {
                    found.add((String) member.getValue());
                } else {
                    references(member.getValue(), found);
                }
            });
        }
    }
}
