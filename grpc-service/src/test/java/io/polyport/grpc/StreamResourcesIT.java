package io.polyport.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.config.ByteSize;
import io.polyport.kit.fixtures.Eventually;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Streams that callers open, between several callers and requests")
class StreamResourcesIT {
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

    private ServiceOnBus.Ask read(String id, String query) {
        return service.ask("grpc.read-messages").get().at("id", id).query(query);
    }

    private ServiceOnBus.Ask send(String id, String body) {
        return service.ask("grpc.send-messages").at("id", id).body(body);
    }

    private ServiceOnBus.Ask show(String id) {
        return service.ask("grpc.show-stream").get().at("id", id);
    }

    private ServiceOnBus.Ask close(String id) {
        return service.ask("grpc.close-stream").at("id", id);
    }

    @Test
    @DisplayName("the messages of a lost answer are given again, and not those that were received (GR-24)")
    void redelivery() {
        String id = service.stream("anna", "peer", "Chat");
        assertThat(send(id, WORD + WORD).reply(200).json().getInteger("sent")).isEqualTo(2);
        var first = read(id, "wait=20s&max=1").reply(200).json();
        assertThat(first.getInteger("last")).isEqualTo(1);
        var again = read(id, "wait=20s&max=1&after=0").reply(200).json();
        assertThat(again.getJsonArray("messages")).isEqualTo(first.getJsonArray("messages"));
        assertThat(read(id, "wait=20s").reply(200).json().getInteger("last")).isEqualTo(2);
        assertThat(read(id, "after=0")
                        .problem("request.invalid")
                        .errors()
                        .getFirst()
                        .field())
                .isEqualTo("query:after");
        read(id, "after=-1").problem("request.invalid");
        read(id, "max=0").problem("request.invalid");
        read(id, "wait=soon").problem("request.invalid");
    }

    @Test
    @DisplayName("a second reader is refused while the first waits; one that has gone is none (GR-24)")
    void readers() {
        String id = service.stream("anna", "peer", "Chat");
        Future<ServiceOnBus.Reply> first = read(id, "wait=20s").accepted();
        read(id, "wait=1ms").problem("grpc.stream-busy");
        send(id, WORD).reply(200);
        Eventually.holds(SOON, "the first reader's answer", first::succeeded);
        assertThat(first.result().json().getJsonArray("messages")).hasSize(1);

        read(id, "wait=20s").leave();
        Eventually.passes(
                SOON,
                () -> assertThat(read(id, "wait=1ms").reply(200).json().getBoolean("timedOut"))
                        .isTrue());
        send(id, "{\"text\":\"after\"}").reply(200);
        assertThat(read(id, "wait=20s")
                        .reply(200)
                        .json()
                        .getJsonArray("messages")
                        .getJsonObject(0))
                .isEqualTo(new JsonObject().put("text", "after"));
    }

    @Test
    @DisplayName("nobody else can read, write, look at or close a stream, or see it (GR-24)")
    void others() {
        String id = service.stream("anna", "peer", "Chat");
        read(id, "").by("boris").problem("connection.unknown");
        send(id, WORD).by("boris").problem("connection.unknown");
        show(id).by("boris").problem("connection.unknown");
        close(id).by("boris").problem("connection.unknown");
        service.ask("grpc.complete-stream").at("id", id).by("boris").problem("connection.unknown");
        assertThat(service.ask("grpc.list-streams")
                        .get()
                        .by("boris")
                        .reply(200)
                        .json()
                        .getJsonArray("streams"))
                .isEmpty();
        assertThat(service.ask("grpc.list-streams").get().reply(200).json().getJsonArray("streams"))
                .hasSize(1);
        // Neither id is one of the other kind.
        service.ask("grpc.show-connection").get().at("id", id).problem("connection.lost");
        show("peer").problem("connection.unknown");
    }

    @Test
    @DisplayName("a policy that no longer allows the method, or its connection, holds for what is open, too")
    void policy() {
        String id = service.stream("anna", "peer", "Chat");
        send(id, WORD).objects("/polyport.test.Depot/Echo").problem("request.forbidden-object");
        read(id, "").connections("other").problem("request.forbidden-object");
        send(id, WORD).objects("/polyport.test.Depot/*").connections("pe*").reply(200);
    }

    @Test
    @DisplayName("are limited for each caller, and for all together; what is closed makes room")
    void limits() {
        List<String> mine = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            mine.add(service.stream("anna", "peer", "Chat"));
        }
        assertThat(service.stream("anna", "peer")
                        .apply("Chat")
                        .problem("grpc.too-many-streams")
                        .status())
                .isEqualTo(429);
        String other = service.stream("boris", "peer", "Chat");
        assertThat(service.stream("clara", "peer")
                        .apply("Chat")
                        .problem("grpc.no-place-for-stream")
                        .status())
                .isEqualTo(503);
        close(mine.getFirst()).reply(204);
        service.stream("clara", "peer", "Chat");
        close(other).by("boris").reply(204);
        // What is refused takes no place.
        for (int i = 0; i < 5; i++) {
            service.stream("anna", "peer").apply("NoSuch").problem("grpc.unknown-method");
        }
        service.stream("anna", "peer", "Chat");
        var gone = show(mine.getFirst()).problem("connection.lost");
        assertThat(gone.extensions().get("reason")).isEqualTo("It was closed by its caller.");
    }

    @Test
    @DisplayName("one that nobody uses is cancelled, and its place is free; one that is read is not (GR-24)")
    void idle() {
        service.close();
        service = new ServiceOnBus(
                new GrpcConfig.Opened(Duration.ofMinutes(1), 3, 4, new ByteSize(1 << 20), new ByteSize(1 << 20)),
                new GrpcConfig.Streams(
                        Duration.ofMillis(300),
                        1,
                        1,
                        Duration.ofSeconds(20),
                        new ByteSize(1 << 20),
                        new ByteSize(1 << 20)));
        String id = "";
        boolean wasRead = false;
        // When the machine stands still it is forgotten before it is read.
        for (int tries = 0; !wasRead && tries < 20; tries++) {
            id = service.stream("anna", "peer", "Chat");
            wasRead = isReadInTime(id);
        }
        assertThat(wasRead).isTrue();
        Eventually.passes(SOON, () -> service.stream("boris", "peer", "Chat"));
        assertThat((String) show(id).problem("connection.lost").extensions().get("reason"))
                .contains("not used");
    }

    /** Reads for longer than a stream may be idle; false when it was forgotten before. */
    private boolean isReadInTime(String id) {
        try {
            assertThat(read(id, "wait=1s").reply(200).json().getBoolean("timedOut"))
                    .isTrue();
            return true;
        } catch (ProblemException late) {
            assertThat(late.problem().code()).isEqualTo("connection.lost");
            return false;
        }
    }

    @Test
    @DisplayName(
            "a unary call as a stream: one message, a second is refused; its end is told behind its answer (GR-24)")
    void unary() {
        String id = service.stream("anna", "peer", "Key");
        send(id, WORD).reply(200);
        send(id, WORD).problem("grpc.wrong-kind");
        service.ask("grpc.complete-stream").at("id", id).reply(200);
        assertThat(read(id, "wait=20s")
                        .reply(200)
                        .json()
                        .getJsonArray("messages")
                        .getJsonObject(0)
                        .getString("text"))
                .isEqualTo(ServiceOnBus.KEY);
        var end = read(id, "wait=20s").reply(200).json();
        assertThat(end.getJsonObject("status").getInteger("code")).isZero();
        assertThat(send(id, WORD).problem("grpc.stream-closed").extensions()).containsKey("grpc");
    }

    @Test
    @DisplayName("metadata and time can stand in the body that opens it; what the configuration sets can't")
    void opening() {
        var body = new JsonObject().put("service", ServiceOnBus.SERVICE).put("method", "Chat");
        var fixed = service.ask("grpc.open-stream")
                .body(body.copy().put("metadata", new JsonObject().put("x-key", "mine")))
                .problem("request.invalid");
        assertThat(fixed.errors().getFirst().field()).isEqualTo("body:/metadata/x-key");
        service.ask("grpc.open-stream").body(body.copy().put("more", 1)).problem("request.invalid");
        service.ask("grpc.open-stream")
                .body(new JsonObject().put("method", "Chat"))
                .problem("request.invalid");
        String late = service.ask("grpc.open-stream")
                .body(body.copy().put("timeout", "1ms"))
                .reply(201)
                .json()
                .getString("id");
        var end = read(late, "wait=20s").reply(200).json();
        assertThat(end.getJsonObject("status").getString("name")).isEqualTo("DEADLINE_EXCEEDED");
    }
}
