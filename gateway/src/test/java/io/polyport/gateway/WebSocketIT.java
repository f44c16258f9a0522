package io.polyport.gateway;

import static io.polyport.kit.fixtures.Waiting.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.polyport.kit.fixtures.Eventually;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records over WebSockets, as clients of several kinds see them. */
final class WebSocketIT {
    private static final String TALK = "/api/v1/reference/talk";
    private static final String ECHO = "/api/v1/reference/echo";

    /** GW-5 says one second; the rest is for a busy machine. Calls to which nobody puts an end go on for a minute here. */
    private static final Duration WITHIN = Duration.ofSeconds(15);

    @TempDir
    static Path data;

    private static House house;
    private static House.Copy copy;
    private int goneBefore;

    @BeforeAll
    static void open() {
        house = House.empty(data, HousePlan.USUAL.withTls());
        copy = house.join();
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @BeforeEach
    void count() {
        goneBefore = house.goneAtRest(copy);
    }

    private static WebSocketConnectOptions to(String path) {
        return Speaker.to(house.port(), path, "authorization", "Bearer " + house.token());
    }

    private static Speaker open(String path) {
        return Speaker.open(house.vertx(), to(path));
    }

    /**
     * With the service's own headers. The handshake waits 250 ms for them: where the machine stands still for so long they are
     * not there, but not every time.
     */
    private Speaker openInTime() {
        var speaker = open(TALK);
        for (int tries = 0; tries < 5 && speaker.socket().headers().get("x-way") == null; tries++) {
            value(speaker.socket().close());
            count();
            speaker = open(TALK);
        }
        return speaker;
    }

    private static Speaker.Refusal refused(WebSocketConnectOptions options) {
        return Speaker.refused(house.vertx(), options);
    }

    private void areGone(int number) {
        Eventually.passes(
                WITHIN, () -> assertThat(house.counts().getInteger("gone")).isEqualTo(goneBefore + number));
        isOver();
    }

    private static void isOver() {
        Eventually.passes(WITHIN, () -> {
            assertThat(copy.member().streams().servingNow()).isZero();
            assertThat(house.gatewayMember().streams().credit().free()).isEqualTo(8L << 20);
        });
    }

    @Test
    @DisplayName("GW-19 each message is a line of the request, each line of the answer a message, and 1000 ends it")
    void records() {
        var speaker = openInTime();
        assertThat(speaker.socket().headers().get("x-way")).isEqualTo("WEBSOCKET");
        assertThat(speaker.socket().headers().get("x-request-id")).isNotBlank();
        for (int i = 0; i < 20; i++) {
            assertThat(speaker.say("{\"n\":" + i + "}").hear()).isEqualTo("{\"heard\":{\"n\":" + i + "}}");
        }
        speaker.say("{\"n\":20}").say("{\"complete\":true}");
        assertThat(speaker.hear()).isEqualTo("{\"heard\":{\"n\":20}}");
        assertThat(speaker.closed()).isEqualTo(1000);
        areGone(0);
    }

    @Test
    @DisplayName("GW-19 Java's own client speaks over TLS, and its close reaches the service")
    void foreignClient() throws Exception {
        var trusting = SSLContext.getInstance("TLS");
        trusting.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        try (var client = HttpClient.newBuilder().sslContext(trusting).build()) {
            var socket = client.newWebSocketBuilder()
                    .header("Authorization", "Bearer " + house.token())
                    .subprotocols("polyport.ndjson")
                    .buildAsync(URI.create("wss://localhost:" + house.tlsPort() + TALK), new WebSocket.Listener() {
                        @Override
                        public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
                            heard.add(text.toString());
                            from.request(1);
                            return null;
                        }
                    })
                    .get(20, TimeUnit.SECONDS);
            assertThat(socket.getSubprotocol()).isEqualTo("polyport.ndjson");
            socket.sendText("{\"a\":", false).get(20, TimeUnit.SECONDS);
            socket.sendText("1}", true).get(20, TimeUnit.SECONDS);
            assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("{\"heard\":{\"a\":1}}");
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "enough").get(20, TimeUnit.SECONDS);
            areGone(1);
        }
    }

    @Test
    @DisplayName("GW-19 what is refused at once is an ordinary HTTP answer, and opens no WebSocket")
    void refusedBefore() {
        String reader = "Bearer " + house.token("ivan", "reference:read");
        assertThat(refused(Speaker.to(house.port(), TALK)))
                .isEqualTo(new Speaker.Refusal(401, "gateway.unauthenticated"));
        assertThat(refused(Speaker.to(house.port(), TALK, "authorization", reader))
                        .status())
                .isEqualTo(403);
        assertThat(refused(to("/api/v1/reference/nothing"))).isEqualTo(new Speaker.Refusal(404, "gateway.no-route"));
        assertThat(refused(to("/api/v1/reference/small"))).isEqualTo(new Speaker.Refusal(400, "gateway.no-websocket"));
        assertThat(refused(to("/api/v1/nobody/x"))).isEqualTo(new Speaker.Refusal(503, "gateway.no-service"));
        assertThat(Speaker.refusedByService(house.vertx(), to(TALK + "?refuse=true")))
                .isEqualTo(new Speaker.Refusal(409, "reference.refused"));
        isOver();
    }

    @Test
    @DisplayName(
            "GW-19 a handshake of another version, and one with an unsound key, body or URI, is answered as RFC 6455 says")
    void badHandshakes() throws Exception {
        String request = "GET " + TALK + " HTTP/1.1";
        String bearer = "Authorization: Bearer " + house.token();
        String connection = "Connection: keep-alive, Upgrade";
        String upgrade = "Upgrade: websocket";
        try (var wire = Wire.to(house.port())) {
            var version = wire.head(request, bearer, connection, upgrade, "Sec-WebSocket-Version: 8")
                    .read();
            assertThat(version.status()).isEqualTo(426);
            assertThat(version.header("sec-websocket-version")).hasValue("13");
            var key = wire.head(
                            request,
                            bearer,
                            connection,
                            upgrade,
                            "Sec-WebSocket-Version: 13",
                            "Sec-WebSocket-Key: short")
                    .read();
            assertThat(key.status()).isEqualTo(400);
            assertThat(key.text()).contains("gateway.bad-handshake");
        }
        String key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
        try (var wire = Wire.to(house.port())) {
            var body = wire.head(
                            request, bearer, connection, upgrade, "Sec-WebSocket-Version: 13", key, "Content-Length: 9")
                    .read();
            assertThat(body.status()).isEqualTo(400);
            assertThat(body.text()).contains("gateway.bad-handshake");
        }
        try (var wire = Wire.to(house.port())) {
            var uri = wire.head(
                            "GET " + TALK + "?a=b|c HTTP/1.1",
                            bearer,
                            connection,
                            upgrade,
                            "Sec-WebSocket-Version: 13",
                            key)
                    .read();
            assertThat(uri.status()).isEqualTo(400);
            assertThat(uri.text()).contains("gateway.bad-handshake");
        }
    }

    @Test
    @DisplayName("GW-19 a service may want the first message before it answers; what it refuses then is 4000 + status")
    void refusedLater() {
        var taken = open(TALK + "?late=true");
        assertThat(taken.say("1").hear()).isEqualTo("{\"heard\":1}");
        value(taken.socket().close());
        var refused = open(TALK + "?late=true").say("{\"refuse\":true}");
        var problem = new JsonObject(refused.hear());
        assertThat(problem.getString("code")).isEqualTo("reference.refused");
        assertThat(problem.getString("requestId")).isNotBlank();
        assertThat(refused.closed()).isEqualTo(4409);
        assertThat(refused.reason()).isEqualTo("reference.refused");
        isOver();
    }

    @Test
    @DisplayName("GW-19 a service that breaks off closes with 1011 and the problem's code")
    void brokenOff() {
        var speaker = open(TALK);
        assertThat(speaker.say("1").say("{\"fail\":true}").hear()).isEqualTo("{\"heard\":1}");
        assertThat(speaker.closed()).isEqualTo(1011);
        assertThat(speaker.reason()).isEqualTo("reference.refused");
        assertThat(speaker.all()).isEmpty();
        isOver();
    }

    @Test
    @DisplayName("GW-19 what can't be a record is refused: binary 1003, no UTF-8 1007, too long 1009, bad frames 1002")
    void refusedMessages() {
        var binary = open(TALK);
        binary.socket().writeBinaryMessage(Buffer.buffer("{}"));
        assertThat(binary.closed()).isEqualTo(1003);
        var text = open(TALK);
        text.socket().writeFrame(WebSocketFrame.textFrame("", false));
        text.socket().writeFrame(WebSocketFrame.continuationFrame(Buffer.buffer(new byte[] {(byte) 0xC3}), true));
        assertThat(text.closed()).isEqualTo(1007);
        var lines = open(TALK).say("{\"a\":\n\"b\\\"\",\r\n\"c\":1}");
        assertThat(lines.hear()).isEqualTo("{\"heard\":{\"a\": \"b\\\"\",  \"c\":1}}");
        assertThat(lines.say("{\"a\":\"b\nc\"}").closed()).isEqualTo(1007);
        var huge = open(TALK).say("x".repeat(262_145));
        assertThat(huge.closed()).isEqualTo(1009);
        var parts = open(TALK);
        parts.socket().writeFrame(WebSocketFrame.textFrame("x".repeat(200_000), false));
        parts.socket().writeFrame(WebSocketFrame.continuationFrame(Buffer.buffer("x".repeat(100_000)), true));
        assertThat(parts.closed()).isEqualTo(1009);
        var order = open(TALK);
        order.socket().writeFrame(WebSocketFrame.continuationFrame(Buffer.buffer("x"), true));
        assertThat(order.closed()).isEqualTo(1002);
        areGone(6);
    }

    @Test
    @DisplayName("GW-19 long messages and fragmented ones, a ping between the fragments, come whole in both directions")
    void longMessages() {
        var speaker = open(ECHO);
        String text = "й".repeat(100_000);
        assertThat(speaker.say(text).hear()).isEqualTo(text);
        Promise<Buffer> pong = Promise.promise();
        speaker.socket().pongHandler(pong::tryComplete);
        speaker.socket().writeFrame(WebSocketFrame.textFrame("a", false));
        speaker.socket().writePing(Buffer.buffer("there?"));
        for (int i = 0; i < 100; i++) {
            speaker.socket().writeFrame(WebSocketFrame.continuationFrame(Buffer.buffer("b"), false));
        }
        speaker.socket().writeFrame(WebSocketFrame.continuationFrame(Buffer.buffer("c"), true));
        assertThat(speaker.hear()).isEqualTo("a" + "b".repeat(100) + "c");
        assertThat(value(pong.future()).toString()).isEqualTo("there?");
        value(speaker.socket().close());
        areGone(1);
    }

    @Test
    @DisplayName("GW-19 a client who closes, and one who is cut off, cancels the call")
    void clientsLeave() {
        var polite = open(TALK);
        polite.say("1").hear();
        value(polite.socket().close());
        areGone(1);
        var cut = open(TALK);
        cut.say("1").hear();
        cut.cut();
        areGone(2);
    }

    @Test
    @DisplayName(
            "GW-19 a client who takes nothing stops the service, and is taken nothing from: no flood fills a memory")
    void neverReads() throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var socket = client.newWebSocketBuilder()
                    .header("Authorization", "Bearer " + house.token())
                    .buildAsync(URI.create("ws://localhost:" + house.port() + TALK), new WebSocket.Listener() {
                        @Override
                        public void onOpen(WebSocket opened) {
                            // Asks for nothing, ever.
                        }
                    })
                    .get(20, TimeUnit.SECONDS);
            socket.sendText("{\"many\":100000000}", true).get(20, TimeUnit.SECONDS);
            assertThat(takenUntilItStops(socket)).isLessThan(24 << 20);
            assertThat(house.get("/api/v1/reference/small").statusCode()).isEqualTo(200);
            socket.abort();
        }
        Eventually.passes(
                House.SOON, () -> assertThat(house.counts().getInteger("gone")).isEqualTo(goneBefore + 1));
        isOver();
    }

    /** Bytes that were taken before nothing was taken any longer; most of them lie in the kernel. */
    private static int takenUntilItStops(WebSocket socket) throws Exception {
        String message = "1".repeat(1_000);
        for (int taken = 0; taken < 100 << 20; taken += message.length()) {
            try {
                socket.sendText(message, true).get(2, TimeUnit.SECONDS);
            } catch (TimeoutException stopped) {
                return taken;
            }
        }
        throw new AssertionError("it was never stopped");
    }

    @Test
    @DisplayName("GW-19 10,000 tiny messages all come, in order")
    void manyMessages() {
        var speaker = open(TALK);
        for (int i = 0; i < 10_000; i++) {
            speaker.say(Integer.toString(i));
        }
        for (int i = 0; i < 10_000; i++) {
            assertThat(speaker.hear()).isEqualTo("{\"heard\":" + i + "}");
        }
        value(speaker.socket().close());
        areGone(1);
    }
}
