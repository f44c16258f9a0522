package io.polyport.gateway;

import static io.polyport.kit.fixtures.Waiting.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.polyport.gateway.identity.DevIdentity;
import io.polyport.kit.bus.BusStart;
import io.polyport.kit.fixtures.Eventually;
import io.polyport.kit.fixtures.FreePorts;
import io.polyport.kit.runtime.Readiness;
import io.polyport.kit.runtime.Surroundings;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** WebSockets of callers who can send no token: two gateways, one service, tickets that live for seconds. */
final class TicketsIT {
    private static final String TALK = "/api/v1/reference/talk";
    /** Long enough to be used in time on a busy machine. */
    private static final Duration LIFETIME = Duration.ofSeconds(8);

    private static final Speaker.Refusal NO = new Speaker.Refusal(401, "gateway.unauthenticated");

    private static final List<Speaker> OPEN = new CopyOnWriteArrayList<>();

    @TempDir
    static Path data;

    private static House house;
    private static GatewayPart other;
    private static int otherPort;

    @BeforeAll
    static void open() {
        var plan = HousePlan.USUAL.webSockets(HousePlan.sockets().ticket(LIFETIME));
        house = House.open(data, plan);
        var identity = DevIdentity.prepare(data, Set.of("reference:read", "reference:write"), Clock.systemUTC());
        other = new GatewayPart(
                plan.config(identity.config(), data, FreePorts.of(1).getFirst()),
                BusStart.member(house.keys(), plan.streams(), house.vertx()),
                new Surroundings(house.vertx(), new Readiness(), new SimpleMeterRegistry(), reason -> {
                    throw new IllegalStateException(reason);
                }),
                "test",
                1);
        value(other.start(house.vertx()));
        otherPort = other.ports().getFirst();
        assertThat(otherPort).isNotEqualTo(house.port());
        Eventually.holds(
                House.SOON,
                "the other gateway knows the service",
                () -> other.services().contains("reference"));
    }

    @AfterAll
    static void close() {
        OPEN.forEach(one -> value(one.socket().close()));
        value(other.drain(Duration.ofSeconds(5)));
        house.close();
    }

    private static HttpResponse<String> ask(String url, String... headers) {
        return house.send(house.request("/auth/tickets", headers)
                .POST(BodyPublishers.ofString(new JsonObject().put("url", url).encode())));
    }

    private static HttpResponse<String> askWith(String token) {
        return house.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + house.port() + "/auth/tickets"))
                .header("Authorization", "Bearer " + token)
                .POST(BodyPublishers.ofString(new JsonObject().put("url", TALK).encode())));
    }

    private static String ticket(String url) {
        var answer = ask(url);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        assertThat(answer.headers().firstValue("cache-control")).hasValue("no-store");
        return new JsonObject(answer.body()).getString("protocol");
    }

    private static Speaker open(int port, String url, String... protocols) {
        var speaker = Speaker.open(house.vertx(), Speaker.to(port, url).setSubProtocols(List.of(protocols)));
        OPEN.add(speaker);
        return speaker;
    }

    private static Speaker.Refusal refused(int port, String url, String protocol, String... headers) {
        return Speaker.refused(house.vertx(), Speaker.to(port, url, headers).setSubProtocols(List.of(protocol)));
    }

    @Test
    @DisplayName("GW-19 a ticket opens one WebSocket at its URL, through whichever gateway, and speaks for its owner")
    void opens() {
        String url = TALK + "?a=%D0%B9&b";
        for (int port : new int[] {house.port(), otherPort}) {
            String ticket = ticket(url);
            var speaker = open(port, url, "polyport.ndjson", ticket);
            assertThat(speaker.socket().headers().get("sec-websocket-protocol")).isEqualTo("polyport.ndjson");
            assertThat(speaker.say("1").hear()).isEqualTo("{\"heard\":1}");
            for (int again : new int[] {house.port(), otherPort}) {
                assertThat(refused(again, url, ticket)).isEqualTo(NO);
            }
            value(speaker.socket().close());
        }
        String alone = ticket("ws://example.org" + TALK);
        assertThat(open(house.port(), TALK, alone).socket().headers().get("sec-websocket-protocol"))
                .isEqualTo(alone);
    }

    @Test
    @DisplayName("GW-19 of many who show one ticket at the same moment, at two gateways, one gets in")
    void once() {
        String ticket = ticket(TALK);
        var opened = new AtomicInteger();
        List<CompletableFuture<Void>> tries = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            int port = i % 2 == 0 ? house.port() : otherPort;
            tries.add(CompletableFuture.runAsync(() -> {
                try {
                    open(port, TALK, ticket);
                    opened.incrementAndGet();
                } catch (AssertionError | RuntimeException refused) {
                    assertThat(refused).hasMessageContaining("401");
                }
            }));
        }
        CompletableFuture.allOf(tries.toArray(CompletableFuture[]::new)).join();
        assertThat(opened).hasValue(1);
    }

    private static void isOver(String what, Duration lifetime) {
        long given = System.nanoTime();
        Eventually.holds(
                House.SOON,
                what,
                () -> System.nanoTime() - given > lifetime.plusMillis(100).toNanos());
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    @DisplayName(
            "GW-19 a ticket is of no use at another URL, with a token beside it, made up, or too late; and then spent")
    void ofNoUse() {
        for (String url : new String[] {TALK + "?x=1", "/api/v1/reference/echo"}) {
            String ticket = ticket(TALK);
            assertThat(refused(house.port(), url, ticket)).isEqualTo(NO);
            assertThat(refused(house.port(), TALK, ticket)).isEqualTo(NO);
        }
        assertThat(refused(house.port(), TALK, ticket(TALK), "authorization", "Bearer " + house.token()))
                .isEqualTo(NO);
        String good = ticket(TALK);
        String forged = good.substring(0, 30) + (good.charAt(30) == 'A' ? 'B' : 'A') + good.substring(31);
        for (String wrong : new String[] {forged, "polyport.ticket.", "polyport.ticket.AAAA"}) {
            assertThat(refused(house.port(), TALK, wrong)).as(wrong).isEqualTo(NO);
        }
        String late = ticket(TALK);
        isOver("its time is over", LIFETIME);
        assertThat(refused(otherPort, TALK, late)).isEqualTo(NO);
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    @DisplayName("GW-19 a ticket ends with the token that it was given for")
    void endsWithToken() {
        Duration lifetime = LIFETIME.minusSeconds(2);
        String token = house.token("ivan", lifetime, "reference:read", "reference:write");
        String ticket = new JsonObject(askWith(token).body()).getString("protocol");
        isOver("the token is over", lifetime);
        assertThat(refused(otherPort, TALK, ticket)).isEqualTo(NO);
        assertThat(Speaker.refused(house.vertx(), Speaker.to(house.port(), TALK, "authorization", "Bearer " + token)))
                .isEqualTo(NO);
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    @DisplayName("GW-19 who may not open the WebSocket gets no ticket for it, and nobody hoards tickets")
    void notGiven() {
        assertThat(ask("/api/v1/reference/small").body()).contains("gateway.no-websocket");
        assertThat(ask("/api/v1/reference/nothing").statusCode()).isEqualTo(404);
        assertThat(ask("no url at all").body()).contains("body:/url");
        assertThat(house.get("/auth/tickets").statusCode()).isEqualTo(405);
        assertThat(askWith(house.token("poor", "reference:read")).statusCode()).isEqualTo(403);
        // One token for all of them: one that is known already costs the gateway next to nothing.
        String hoarder = house.token("hoarder", "reference:read", "reference:write");
        int answered = 201;
        // A hundred may wait; when the machine stands still, the first of them are over before the last are given.
        for (int i = 0; i < 1_000 && answered == 201; i++) {
            answered = askWith(hoarder).statusCode();
        }
        assertThat(answered).isEqualTo(429);
        Eventually.holds(
                House.SOON,
                "unused tickets are forgotten",
                () -> askWith(hoarder).statusCode() == 201);
        Eventually.holds(House.SOON, "the others are forgotten, too", () -> {
            for (int i = 0; i < 10; i++) {
                if (askWith(hoarder).statusCode() != 201) {
                    return false;
                }
            }
            return true;
        });
    }

    @Test
    @DisplayName("GW-12 GW-19 a URL with a token in it gets no ticket, and a ticket opens nothing beside such a token")
    void noTokenInUrl() {
        String url = TALK + "?AccessToken=" + house.token();
        var answer = ask(url);
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("several").doesNotContain(house.token());
        var said = refused(house.port(), url, ticket(TALK));
        assertThat(said.status()).isEqualTo(401);
    }
}
