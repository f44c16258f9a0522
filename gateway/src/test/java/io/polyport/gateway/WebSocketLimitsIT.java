package io.polyport.gateway;

import static io.polyport.kit.fixtures.Waiting.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.fixtures.Eventually;
import io.polyport.kit.fixtures.TcpFaultProxy;
import io.vertx.core.http.WebSocketConnectOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a WebSocket ends although nobody wants it to, and who gets none. */
final class WebSocketLimitsIT {
    private static final String TALK = "/api/v1/reference/talk";
    private static final String ECHO = "/api/v1/reference/echo";

    /** So much more than between two pings that a machine that stands still for a moment makes no connection idle. */
    private static final Duration CONNECTION_IDLE = Duration.ofSeconds(6);

    @TempDir
    Path data;

    private House house;
    private House.Copy copy;

    @BeforeEach
    void open() {
        house = House.empty(
                data,
                HousePlan.USUAL
                        .connectionIdle(CONNECTION_IDLE)
                        .webSockets(HousePlan.sockets()
                                .origins("https://app.example.org")
                                .pingEvery(Duration.ofSeconds(1))
                                .idleTimeout(Duration.ofSeconds(2))
                                .most(2, 3)));
        copy = house.join();
    }

    @AfterEach
    void close() {
        house.close();
    }

    private WebSocketConnectOptions of(String subject, String path, String... headers) {
        var options = Speaker.to(house.port(), path, headers);
        return options.addHeader(
                "authorization", "Bearer " + house.token(subject, "reference:read", "reference:write"));
    }

    private Speaker open(WebSocketConnectOptions options) {
        return Speaker.open(house.vertx(), options);
    }

    private Speaker.Refusal refused(WebSocketConnectOptions options) {
        return Speaker.refused(house.vertx(), options);
    }

    @Test
    @DisplayName("GW-19 nobody has more WebSockets than he may, nor have all together; what is closed makes room")
    void places() {
        List<Speaker> open = new ArrayList<>();
        open.add(open(of("ivan", TALK)));
        open.add(open(of("ivan", TALK)));
        assertThat(refused(of("ivan", TALK))).isEqualTo(new Speaker.Refusal(429, "gateway.too-many-websockets"));
        open.add(open(of("olga", TALK)));
        assertThat(refused(of("olga", TALK))).isEqualTo(new Speaker.Refusal(503, "gateway.websockets-full"));
        assertThat(house.metrics()).contains("polyport_websockets 3.0");
        open.forEach(one -> value(one.socket().close()));
        Eventually.holds(
                House.SOON, "all places are free", () -> house.metrics().contains("polyport_websockets 0.0"));
        for (int i = 0; i < 2; i++) {
            var refusal = Speaker.refusedByService(house.vertx(), of("ivan", TALK + "?refuse=true"));
            assertThat(refusal.status()).isEqualTo(409);
        }
        Eventually.holds(
                House.SOON,
                "no refused one keeps a place",
                () -> house.metrics().contains("polyport_websockets 0.0"));
        assertThat(open(of("ivan", TALK)).say("1").hear()).isEqualTo("{\"heard\":1}");
    }

    @Test
    @DisplayName("GW-19 pages of the gateway's own origin and of configured ones may open WebSockets, others may not")
    void origins() throws Exception {
        String own = "http://gateway.test:" + house.port();
        for (String origin : new String[] {own, "https://app.example.org", "https://APP.example.org:443"}) {
            assertThat(statusFor(origin)).as(origin).isEqualTo(101);
        }
        for (String origin : new String[] {"https://evil.example.org", "null", "http://gateway.test", own + "0"}) {
            assertThat(statusFor(origin)).as(origin).isEqualTo(403);
        }
    }

    private int statusFor(String origin) throws Exception {
        try (var wire = Wire.to(house.port())) {
            return wire.lines(
                            "GET " + TALK + " HTTP/1.1",
                            "Host: gateway.test:" + house.port(),
                            "Authorization: Bearer " + house.token(origin, "reference:read", "reference:write"),
                            "Connection: Upgrade",
                            "Upgrade: websocket",
                            "Sec-WebSocket-Version: 13",
                            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                            "Origin: " + origin,
                            "")
                    .read()
                    .status();
        }
    }

    @Test
    @DisplayName("GW-19 a WebSocket is closed with 4401 when its token expires")
    void tokenExpires() {
        var speaker = open(Speaker.to(house.port(), TALK)
                .addHeader(
                        "authorization",
                        "Bearer " + house.token("ivan", Duration.ofSeconds(8), "reference:read", "reference:write")));
        assertThat(speaker.say("1").hear()).isEqualTo("{\"heard\":1}");
        assertThat(speaker.closed()).isEqualTo(4401);
        Eventually.holds(
                House.SOON,
                "the service works on nothing",
                () -> copy.member().streams().servingNow() == 0);
        Eventually.passes(
                House.SOON, () -> assertThat(house.counts().getInteger("gone")).isEqualTo(1));
    }

    @Test
    @DisplayName("GW-19 a silent WebSocket is closed, and is kept alive by pings where the contract lets it be silent")
    void idle() {
        var usual = open(of("ivan", ECHO));
        var lasting = open(of("ivan", TALK));
        assertThat(usual.closed()).isEqualTo(1011);
        assertThat(usual.reason()).isEqualTo("bus.idle");
        Eventually.stays(
                CONNECTION_IDLE.plusSeconds(1),
                "it stays open",
                () -> !lasting.socket().isClosed());
        assertThat(lasting.say("1").hear()).isEqualTo("{\"heard\":1}");
    }

    @Test
    @DisplayName("GW-19 a client who vanished without a word is missed by the pings, and its call is cancelled")
    void vanishes() {
        try (var line = TcpFaultProxy.to(house.port())) {
            var speaker = open(of("ivan", TALK).setPort(line.port()));
            assertThat(speaker.say("1").hear()).isEqualTo("{\"heard\":1}");
            line.stall();
            Eventually.passes(
                    House.SOON,
                    () -> assertThat(house.counts().getInteger("gone")).isEqualTo(1));
            Eventually.holds(
                    House.SOON, "its place is free", () -> house.metrics().contains("polyport_websockets 0.0"));
        }
    }

    @Test
    @DisplayName("GW-4 a WebSocket whose service dies is closed with 1011")
    void serviceDies() {
        var speaker = open(of("ivan", TALK));
        assertThat(speaker.say("1").hear()).isEqualTo("{\"heard\":1}");
        house.cutOff(copy);
        assertThat(speaker.closed()).isEqualTo(1011);
        assertThat(speaker.reason()).isEqualTo("bus.peer-lost");
    }

    @Test
    @DisplayName("GW-36 a gateway that leaves lets WebSockets end by themselves, and closes the rest with 1001")
    void drains() {
        var ends = open(of("ivan", TALK));
        var stays = open(of("ivan", TALK));
        house.client().close();
        var drained = house.gateway().drain(Duration.ofSeconds(6));
        assertThat(ends.say("1").hear()).isEqualTo("{\"heard\":1}");
        ends.say("{\"complete\":true}");
        assertThat(ends.closed()).isEqualTo(1000);
        assertThat(stays.closed()).isEqualTo(1001);
        value(drained);
        Eventually.holds(
                House.SOON,
                "the service works on nothing",
                () -> copy.member().streams().servingNow() == 0);
    }
}
