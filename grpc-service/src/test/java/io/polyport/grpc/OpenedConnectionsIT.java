package io.polyport.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.config.ByteSize;
import io.polyport.kit.fixtures.Eventually;
import io.polyport.kit.fixtures.TcpFaultProxy;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Base64;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Connections that callers open")
class OpenedConnectionsIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String WORD = "{\"text\":\"kettle\"}";

    private ServiceOnBus service;

    @BeforeEach
    void start() {
        service = new ServiceOnBus();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private ServiceOnBus.Ask open(JsonObject definition) {
        return service.ask("grpc.open-connection").body(definition);
    }

    private static JsonObject like(String name) {
        return new JsonObject().put("connection", name);
    }

    /** The server itself, with its schema. */
    private JsonObject own() {
        return new JsonObject()
                .put("address", service.address())
                .put("descriptorSet", Base64.getEncoder().encodeToString(DepotSchema.bytes()));
    }

    private ServiceOnBus.Ask call(String id, String method) {
        return service.call(method).at("c", id).body(WORD);
    }

    @Test
    @DisplayName("one like a configured one is not a way around the policy of that one (GR-1)")
    void policy() {
        String id = service.opened("anna", like("peer"));
        call(id, "Echo").connections("~", "peer").reply(200);
        call(id, "Echo").connections("~").problem("request.forbidden-object");
        service.ask("grpc.process")
                .method("Echo")
                .at("c", id)
                .connections("~")
                .body("{}")
                .problem("request.forbidden-object");
        service.stream("anna", id).apply("Chat").connections("~").problem("request.forbidden-object");
        service.ask("grpc.list-services").get().at("c", id).connections("~").problem("request.forbidden-object");
        String stream = service.stream("anna", id, "Chat");
        service.ask("grpc.send-messages")
                .at("id", stream)
                .connections("~")
                .body(WORD)
                .problem("request.forbidden-object");
        open(like("peer")).connections("~").problem("request.forbidden-object");
        String own = service.opened("anna", own());
        call(own, "Echo").connections("~").reply(200);
        String ownStream = service.stream("anna", own, "Chat");
        service.ask("grpc.send-messages")
                .at("id", ownStream)
                .connections("~")
                .body(WORD)
                .reply(200);
    }

    @Test
    @DisplayName("nobody else can use, see or close one")
    void others() {
        String id = service.opened("anna", own());
        call(id, "Echo").by("boris").problem("connection.unknown");
        service.stream("boris", id).apply("Chat").problem("connection.unknown");
        service.ask("grpc.show-connection").get().by("boris").at("id", id).problem("connection.unknown");
        service.ask("grpc.close-connection").by("boris").at("id", id).problem("connection.unknown");
        assertThat(service.ask("grpc.list-connections")
                        .get()
                        .by("boris")
                        .reply(200)
                        .body()
                        .toString())
                .doesNotContain(id);
        assertThat(service.ask("grpc.list-connections").get().reply(200).body().toString())
                .contains(id);
        service.ask("grpc.close-connection").at("id", id).reply(204);
        assertThat(call(id, "Echo").problem("connection.lost").extensions().get("reason"))
                .isEqualTo("It was closed by its caller.");
        service.ask("grpc.close-connection").at("id", "peer").problem("grpc.not-opened");
    }

    @Test
    @DisplayName("metadata of the configuration stand alone, also in one like it; more are sent beside them (GR-4)")
    void metadata() {
        var problem = open(like("peer").put("metadata", new JsonObject().put("x-key", "mine")))
                .problem("request.invalid");
        assertThat(problem.errors().getFirst().field()).isEqualTo("body:/metadata/x-key");
        String id = service.opened("anna", like("peer").put("metadata", new JsonObject().put("x-more", "mine")));
        assertThat(call(id, "Key").reply(200).json().getString("text")).isEqualTo(ServiceOnBus.KEY);
        call(id, "Key").header("grpc-metadata-x-key", "mine").problem("request.invalid");
        // Of an own server the caller says everything.
        String own = service.opened("anna", own().put("metadata", new JsonObject().put("x-key", "a")));
        assertThat(call(own, "Key")
                        .header("grpc-metadata-x-key", "b")
                        .reply(200)
                        .json()
                        .getString("text"))
                .isEqualTo("a,b");
    }

    @Test
    @DisplayName("metadata over which a server would end everybody's connection are refused (GR-4)")
    void muchMetadata() {
        var problem = open(like("peer").put("metadata", new JsonObject().put("x-more", "x".repeat(17_000))))
                .problem("request.invalid");
        assertThat(problem.errors().getFirst().field()).isEqualTo("body:/metadata");
        open(like("peer").put("metadata", new JsonObject().put("x-more", "x".repeat(1_000))))
                .reply(201);
    }

    @Test
    @DisplayName("are limited for each caller and for all; what is refused, or closed, takes no place")
    void limits() {
        for (int i = 0; i < 5; i++) {
            open(own().put("descriptorSet", "AAAA")).problem("grpc.descriptor-invalid");
            open(own().put("address", "http://192.0.2.1:1")).problem("egress.denied");
        }
        String first = service.opened("anna", own());
        service.opened("anna", own());
        service.opened("anna", like("peer"));
        assertThat(open(own()).problem("grpc.too-many-opened").status()).isEqualTo(429);
        service.opened("boris", own());
        assertThat(open(own()).by("clara").problem("grpc.no-place").status()).isEqualTo(503);
        service.ask("grpc.close-connection").at("id", first).reply(204);
        service.opened("clara", own());
    }

    @Test
    @DisplayName("schemas take memory as long as they are used: more than there is are refused")
    void schemaMemory() {
        // One MiB is set aside, and each character of a text is counted with ten bytes.
        String large = "syntax = \"proto3\"; message M {} // " + "x".repeat(60_000);
        var one = own().put("protos", large);
        one.remove("descriptorSet");
        String first = service.opened("anna", one);
        // The same again takes no more.
        service.opened("boris", one);
        var other = one.copy().put("protos", large + "y");
        assertThat(open(other).problem("grpc.too-many-schemas").status()).isEqualTo(429);
        open(other).by("clara").problem("grpc.no-place");
        service.ask("grpc.close-connection").at("id", first).reply(204);
        open(other).problem("grpc.no-place");
    }

    @Test
    @DisplayName("one that nobody uses is forgotten, and not one with a call under way (GR-1)")
    void idle() {
        service.close();
        service = new ServiceOnBus(
                new GrpcConfig.Opened(Duration.ofMillis(300), 2, 2, new ByteSize(1 << 20), new ByteSize(1 << 20)),
                new GrpcConfig.Streams(
                        Duration.ofMinutes(1),
                        1,
                        1,
                        Duration.ofSeconds(20),
                        new ByteSize(1 << 20),
                        new ByteSize(1 << 20)));
        String stream = "";
        String used = "";
        // When the machine stands still it is forgotten before it is used.
        for (int tries = 0; stream.isEmpty() && tries < 20; tries++) {
            used = service.opened("anna", own());
            stream = streamInTime(used);
        }
        assertThat(stream).isNotEmpty();
        String kept = used;
        String unused = service.opened("anna", own());
        Eventually.holds(SOON, "the unused one is forgotten", () -> !isListed(unused));
        call(unused, "Echo").problem("connection.lost");
        assertThat(isListed(kept)).isTrue();
        service.ask("grpc.close-stream").at("id", stream).reply(204);
        Eventually.holds(SOON, "the other one is forgotten, too", () -> !isListed(kept));
    }

    /** A stream on the connection; empty when that was forgotten before. */
    private String streamInTime(String connection) {
        try {
            String stream = service.stream("anna", connection, "Chat");
            if (isListed(connection)) {
                return stream;
            }
            service.ask("grpc.close-stream").at("id", stream).reply(204);
        } catch (ProblemException late) {
            assertThat(late.problem().code()).isEqualTo("connection.lost");
        }
        return "";
    }

    @Test
    @DisplayName("the last of those to a server takes its HTTP/2 connections with it, behind its last call (GR-1)")
    void closesBehindLast() {
        try (var way = TcpFaultProxy.to(service.port())) {
            var there = own().put("address", "http://127.0.0.1:" + way.port());
            String first = service.opened("anna", there);
            String second = service.opened("anna", there);
            call(first, "Echo").reply(200);
            String stream = service.stream("anna", second, "Chat");
            assertThat(way.open()).isPositive();
            service.ask("grpc.close-connection").at("id", first).reply(204);
            service.ask("grpc.close-connection").at("id", second).reply(204);
            service.ask("grpc.send-messages").at("id", stream).body(WORD).reply(200);
            assertThat(way.open()).isPositive();
            service.ask("grpc.close-stream").at("id", stream).reply(204);
            Eventually.holds(SOON, "closed", () -> way.open() == 0);
        }
    }

    private boolean isListed(String id) {
        return service.ask("grpc.list-connections")
                .get()
                .reply(200)
                .body()
                .toString()
                .contains(id);
    }

    @Test
    @DisplayName("a definition that says too much or too little is refused by the member's name (GR-2, GR-3, GR-5)")
    void definitions() {
        assertField(own().put("address", new JsonArray(many(65))), "address");
        // Each is checked against its own name.
        open(own().put("address", new JsonArray().add("https://127.0.0.1:1").add("https://127.0.0.2:1")))
                .problem("egress.denied");
        assertField(own().put("address", 5), "address");
        assertField(own().put("address", "http://127.0.0.1:1/path"), "address");
        assertField(own().put("address", "http://127.0.0.1:1").put("tls", new JsonObject()), "address");
        assertField(own().put("authority", "two words"), "authority");
        assertField(
                own().put("address", "https://127.0.0.1:1").put("tls", new JsonObject().put("hostName", "")),
                "tls/hostName");
        assertField(own().put("zip", "AAAA"), "zip");
        assertField(own().put("descriptorSet", "not base64!"), "descriptorSet");
        assertField(own().put("timeout", "soon"), "timeout");
        assertField(own().put("unknown", 1), "unknown");
        assertField(like("peer").put("address", service.address()), "address");
        open(new JsonObject().put("address", service.address()).put("reflection", false))
                .problem("grpc.no-schema");
        open(own().put("address", "https://127.0.0.1:1").put("tls", new JsonObject().put("verify", false)))
                .problem("grpc.insecure");
        open(like("nobody")).problem("connection.unknown");
        service.ask("grpc.open-connection").body("[]").problem("request.invalid");
        open(new JsonObject()
                        .put("address", service.address())
                        .put("protos", new JsonObject().put("a.proto", "http://127.0.0.1:1/a.proto")))
                .problem("grpc.proto-unreachable");
    }

    private static java.util.List<String> many(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "http://127.0.0.1:" + (i + 1))
                .toList();
    }

    private void assertField(JsonObject definition, String member) {
        assertThat(open(definition)
                        .problem("request.invalid")
                        .errors()
                        .getFirst()
                        .field())
                .isEqualTo("body:/" + member);
    }
}
