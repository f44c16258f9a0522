package io.polyport.gateway;

import static io.polyport.kit.fixtures.Waiting.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.fixtures.Eventually;
import io.polyport.kit.fixtures.Http2Talk;
import io.polyport.kit.fixtures.TcpFaultProxy;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls whose request and answer flow at the same time. Bodies that are silent for 3 s are given up, and connections after 5 s. */
final class DuplexIT {
    private static final String TALK = "/api/v1/reference/talk";

    /** GW-5 says one second; the rest is for a busy machine. A call that may be silent is given up by nobody else. */
    private static final Duration WITHIN = Duration.ofSeconds(15);

    @TempDir
    static Path data;

    private static House house;
    private static House.Copy copy;
    private static Map<String, Http2Talk> callers;
    private int goneBefore;

    @BeforeAll
    static void open() {
        house = House.empty(
                data, HousePlan.USUAL.withTls().idle(Duration.ofSeconds(3)).connectionIdle(Duration.ofSeconds(5)));
        copy = house.join();
        callers = Map.of(
                "h2c", Http2Talk.plain(house.vertx(), house.port(), house.token()),
                "h2", Http2Talk.tls(house.vertx(), house.tlsPort(), house.token()));
    }

    @AfterAll
    static void close() {
        callers.values().forEach(Http2Talk::close);
        house.close();
    }

    @BeforeEach
    void count() {
        goneBefore = house.goneAtRest(copy);
    }

    private void isGone() {
        Eventually.passes(
                WITHIN, () -> assertThat(house.counts().getInteger("gone")).isEqualTo(goneBefore + 1));
        isOver();
    }

    private static void isOver() {
        Eventually.passes(WITHIN, () -> {
            assertThat(copy.member().streams().servingNow()).isZero();
            assertThat(house.gatewayMember().streams().credit().free()).isEqualTo(8L << 20);
        });
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"h2c", "h2"})
    @DisplayName("GR-23 over HTTP/2 the answer's head and its records come while the request is still open")
    void bothWays(String way) {
        var talk = callers.get(way).open(TALK);
        assertThat(talk.head().statusCode()).isEqualTo(200);
        assertThat(talk.head().getHeader("x-way")).isEqualTo("DUPLEX");
        assertThat(talk.isSilent()).isTrue();
        for (int i = 0; i < 20; i++) {
            assertThat(talk.say("{\"n\":" + i + "}").hear()).isEqualTo("{\"heard\":{\"n\":" + i + "}}");
        }
        talk.request().end();
        assertThat(talk.hear()).isEqualTo(Http2Talk.END);
        isOver();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"h2c", "h2"})
    @DisplayName("GR-26 a caller who resets such a call stops it at the service, and the connection goes on")
    void callerResets(String way) {
        var talk = callers.get(way).open(TALK);
        HttpConnection connection = talk.request().connection();
        assertThat(talk.say("1").hear()).isEqualTo("{\"heard\":1}");
        talk.request().reset(8);
        isGone();
        worksOn(way, connection);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"h2c", "h2"})
    @DisplayName("GW-4 a service that breaks such a call off resets it at the caller, and the connection goes on")
    void serviceFails(String way) {
        var talk = callers.get(way).open(TALK);
        HttpConnection connection = talk.request().connection();
        assertThat(talk.say("1").hear()).isEqualTo("{\"heard\":1}");
        assertThat(talk.say("{\"fail\":true}").hear()).contains("reset").contains("2");
        isOver();
        worksOn(way, connection);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"h2c", "h2"})
    @DisplayName("GR-23 an answer that ends before its request ends the call cleanly, and the connection goes on")
    void answerEndsFirst(String way) {
        var talk = callers.get(way).open(TALK);
        HttpConnection connection = talk.request().connection();
        assertThat(talk.say("{\"complete\":true}").hear()).isEqualTo(Http2Talk.END);
        for (int i = 0; i < 100; i++) {
            talk.say("x".repeat(10_000));
        }
        isOver();
        assertThat(house.counts().getInteger("gone")).isEqualTo(goneBefore);
        worksOn(way, connection);
    }

    private static void worksOn(String way, HttpConnection connection) {
        var next = callers.get(way).request(HttpMethod.GET, "/api/v1/reference/small");
        assertThat(next.connection()).isSameAs(connection);
        assertThat(value(next.send()).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"h2c", "h2"})
    @DisplayName("GW-6 an operation whose contract says so may be silent for long; another's is given up")
    void mayBeSilent(String way) {
        var talk = callers.get(way).open(TALK);
        assertThat(talk.say("1").hear()).isEqualTo("{\"heard\":1}");
        var usual = callers.get(way).open("/api/v1/reference/echo");
        assertThat(usual.say("1").hear()).isEqualTo("1");
        assertThat(usual.hear()).as("the end of the usual one").contains("reset");
        Eventually.stays(Duration.ofSeconds(6), "nothing is heard", talk::isSilent);
        assertThat(talk.say("2").hear()).isEqualTo("{\"heard\":2}");
        talk.request().end();
        assertThat(talk.hear()).isEqualTo(Http2Talk.END);
    }

    @Test
    @DisplayName("GW-5 a caller who vanishes without a word from a silent call is missed by the pings")
    void vanishes() {
        try (var line = TcpFaultProxy.to(house.port());
                var caller = Http2Talk.plain(house.vertx(), line.port(), house.token())) {
            var talk = caller.open(TALK);
            assertThat(talk.say("1").hear()).isEqualTo("{\"heard\":1}");
            line.stall();
            Eventually.passes(
                    House.SOON,
                    () -> assertThat(house.counts().getInteger("gone")).isEqualTo(goneBefore + 1));
        }
    }

    @Test
    @DisplayName("GR-23 a service learns that an HTTP/1.1 caller can't read while he sends")
    void http1() {
        var answer = house.send(house.request(TALK).POST(BodyPublishers.ofString("1\n2\n")));
        assertThat(answer.headers().firstValue("x-way")).hasValue("HALF");
        assertThat(answer.body()).isEqualTo("{\"heard\":1}\n{\"heard\":2}\n");
    }

    @Test
    @DisplayName("GW-3 an answer that is longer than any credit is whole, though its request ended long before it")
    void longAnswerToShortRequest() {
        var answer = house.send(
                house.request(TALK).POST(BodyPublishers.ofString("1\n{\"many\":20000}\n{\"complete\":true}\n2\n")));
        assertThat(answer.body().lines())
                .hasSize(20_001)
                .startsWith("{\"heard\":1}", "{\"left\":19999}")
                .endsWith("{\"left\":0}");
    }
}
