package io.polyport.system.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polyport.kit.fixtures.Eventually;
import io.polyport.kit.fixtures.Http2Talk;
import io.polyport.kit.fixtures.JavaProcess;
import io.polyport.kit.fixtures.Waiting;
import io.polyport.system.house.House;
import io.polyport.system.house.HouseClient;
import io.polyport.system.house.Node;
import io.polyport.system.house.ReferenceNode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway and the reference service as processes on the clustered bus, and calls that flow both ways at once. */
class DuplexIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration START = Duration.ofMinutes(3);
    private static final String REFERENCE = "/api/v1/reference";

    @TempDir
    private static Path folder;

    private static Vertx vertx;
    private static House house;
    private static JavaProcess reference;
    private static Http2Talk caller;
    /** Vert.x closes the connections of a client that nobody holds. */
    private static WebSocketClient sockets;

    @BeforeAll
    static void start() throws IOException {
        vertx = Vertx.vertx();
        sockets = vertx.createWebSocketClient();
        house = House.in(folder).gateways(2).services(0).build();
        house.nodes().forEach(Node::start);
        reference = service("reference");
        house.nodes().forEach(Node::awaitReady);
        reference.awaitReady(START);
        awaitRoute();
        caller = Http2Talk.plain(vertx, house.port(0), house.client().token());
    }

    @AfterAll
    static void end() {
        caller.close();
        vertx.close();
        reference.close();
        house.close();
    }

    private static JavaProcess service(String name) throws IOException {
        var config = Files.writeString(folder.resolve(name + ".yaml"), house.busYaml(house.seat(), House.SEAL));
        return JavaProcess.of(ReferenceNode.class)
                .named(name)
                .jvm("-Xmx128m")
                .arguments(config.toString())
                .start();
    }

    private static void awaitRoute() {
        for (int i = 0; i < 2; i++) {
            HouseClient client = house.client(i);
            Eventually.holds(SOON, "the reference service is routed", () -> client.status(REFERENCE + "/small") == 200);
            int gateway = i;
            Eventually.holds(SOON, "one that was killed is not", () -> house.routed(gateway) == 1);
        }
    }

    private static int gone() {
        return new JsonObject(house.client().get(REFERENCE + "/counts").body()).getInteger("gone");
    }

    @Test
    @DisplayName(
            "GR-23 between processes, too, records of the answer come while the request is open, and cancel travels")
    void bothWays() {
        int before = gone();
        var talk = caller.open(REFERENCE + "/talk");
        assertThat(talk.head().getHeader("x-way")).isEqualTo("DUPLEX");
        for (int i = 0; i < 200; i++) {
            assertThat(talk.say("{\"n\":" + i + "}").hear()).isEqualTo("{\"heard\":{\"n\":" + i + "}}");
        }
        talk.request().end();
        assertThat(talk.hear()).isEqualTo(Http2Talk.END);

        var ended = caller.open(REFERENCE + "/talk");
        assertThat(ended.say("{\"complete\":true}").hear()).isEqualTo(Http2Talk.END);
        assertThat(gone()).isEqualTo(before);

        var left = caller.open(REFERENCE + "/talk");
        assertThat(left.say("1").hear()).isEqualTo("{\"heard\":1}");
        left.request().reset(8);
        Eventually.passes(SOON, () -> assertThat(gone()).isEqualTo(before + 1));
    }

    private static Future<WebSocket> open(int gateway, String path, String ticket) {
        return sockets.connect(new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(house.port(gateway))
                .setURI(path)
                .setSubProtocols(List.of("polyport.ndjson", ticket)));
    }

    @Test
    @DisplayName("GW-19 a ticket of one gateway opens a WebSocket at another, once, between processes")
    void tickets() {
        String url = REFERENCE + "/talk?x=1";
        var order = new JsonObject().put("url", url).encode();
        String ticket =
                new JsonObject(house.client(0).post("/auth/tickets", order).body()).getString("protocol");
        var socket = Waiting.value(open(1, url, ticket));
        Promise<String> heard = Promise.promise();
        socket.textMessageHandler(heard::tryComplete);
        socket.writeTextMessage("1");
        assertThat(Waiting.value(heard.future())).isEqualTo("{\"heard\":1}");
        for (int gateway = 0; gateway < 2; gateway++) {
            var again = open(gateway, url, ticket);
            assertThatThrownBy(() -> Waiting.value(again)).hasStackTraceContaining("401");
        }
        Waiting.value(socket.close());
        for (int gateway = 0; gateway < 2; gateway++) {
            var process = house.gateway(gateway).process();
            process.awaitLine("the call", SOON, line -> line.contains(REFERENCE + "/talk"));
            assertThat(process.output()).doesNotContain(ticket.substring("polyport.ticket.".length()));
        }
    }

    @Test
    @DisplayName(
            "GW-4 a call that flows both ways is reset when the service's process is killed, a WebSocket closed with 1011")
    void killed() throws IOException {
        var talk = caller.open(REFERENCE + "/talk");
        assertThat(talk.say("1").hear()).isEqualTo("{\"heard\":1}");
        String order = new JsonObject().put("url", REFERENCE + "/talk").encode();
        var socket = Waiting.value(open(
                0,
                REFERENCE + "/talk",
                new JsonObject(house.client(0).post("/auth/tickets", order).body()).getString("protocol")));
        reference.close();
        assertThat(talk.hear()).contains("reset");
        Eventually.holds(SOON, "the WebSocket is closed", socket::isClosed);
        assertThat(socket.closeStatusCode()).isEqualTo((short) 1011);
        reference = service("reference-2");
        reference.awaitReady(START);
        awaitRoute();
    }
}
