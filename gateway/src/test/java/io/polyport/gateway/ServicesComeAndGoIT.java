package io.polyport.gateway;

import static io.polyport.kit.fixtures.Waiting.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.address.InstanceId;
import io.polyport.kit.bus.Announcement;
import io.polyport.kit.bus.Answer;
import io.polyport.kit.bus.BusStart;
import io.polyport.kit.bus.Contract;
import io.polyport.kit.bus.Keyring;
import io.polyport.kit.bus.LoopChooser;
import io.polyport.kit.bus.OperationTable;
import io.polyport.kit.bus.ServiceHost;
import io.polyport.kit.fixtures.Eventually;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServicesComeAndGoIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    Path data;

    private House house;

    @BeforeEach
    void open() {
        house = House.empty(data, HousePlan.USUAL.granting("/demo/odata", "newcomer"));
    }

    @AfterEach
    void close() {
        house.close();
    }

    private int status(String path) {
        return house.get(path).statusCode();
    }

    private Set<String> instancesAsked(int times) {
        var seen = new HashSet<String>();
        for (int i = 0; i < times; i++) {
            var answer = house.get("/api/v1/reference/rest/x");
            assertThat(answer.statusCode()).isEqualTo(200);
            seen.add(new JsonObject(answer.body()).getString("instance"));
        }
        return seen;
    }

    @Test
    @DisplayName("GW-1 a service that appears, scales, shrinks and leaves is served without the gateway's doing")
    void appearScaleLeave() {
        assertThat(status("/api/v1/reference/small")).isEqualTo(503);
        var first = house.join();
        assertThat(status("/api/v1/reference/small")).isEqualTo(200);
        var second = house.join();
        Eventually.passes(
                LIMIT,
                () -> assertThat(instancesAsked(20)).containsExactlyInAnyOrder(first.instance(), second.instance()));
        value(first.host().leave(LIMIT));
        assertThat(instancesAsked(20)).containsExactly(second.instance());
        value(second.host().leave(LIMIT));
        assertThat(status("/api/v1/reference/small")).isEqualTo(503);
        assertThat(house.gateway().services()).isEmpty();
    }

    @Test
    @DisplayName("GW-1 a path whose service has gone is 503 with Retry-After in less than 50 ms")
    void gone() {
        var only = house.join();
        value(only.host().leave(LIMIT));
        long fastest = Long.MAX_VALUE;
        for (int i = 0; i < 20; i++) {
            long began = System.nanoTime();
            var answer = house.get("/api/v1/reference/small");
            fastest = Math.min(fastest, System.nanoTime() - began);
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("retry-after")).hasValue("2");
            assertThat(new JsonObject(answer.body()).getString("code")).isEqualTo("gateway.no-service");
        }
        assertThat(Duration.ofNanos(fastest)).isLessThan(Duration.ofMillis(50));
    }

    @Test
    @DisplayName("GW-1 an instance that is cut off leaves the routing after its missed beats, and 503 is quick again")
    void cutOff() {
        house.cutOff(house.join());
        Eventually.holds(
                LIMIT,
                "the routing forgets it",
                () -> house.gateway().services().isEmpty());
        assertThat(status("/api/v1/reference/small")).isEqualTo(503);
        var next = house.join();
        assertThat(instancesAsked(3)).containsExactly(next.instance());
    }

    @Test
    @DisplayName(
            "GW-1 a new kind of service with a contract of its own, under a prefix that is granted to it, is served")
    void newKind() {
        var contract = Contract.of(new JsonObject()
                .put("openapi", "3.1.0")
                .put(
                        "paths",
                        new JsonObject()
                                .put(
                                        "/hello",
                                        new JsonObject()
                                                .put(
                                                        "get",
                                                        new JsonObject()
                                                                .put("operationId", "newcomer.hello")
                                                                .put("security", new JsonArray())))));
        var member = BusStart.member(house.keys(), HousePlan.USUAL.streams(), house.vertx());
        var table = new OperationTable()
                .with(
                        "newcomer.hello",
                        call -> Future.succeededFuture(Answer.json(200, new JsonObject().put("url", call.url("/x")))));
        value(ServiceHost.start(
                member,
                new ServiceHost.Definition(
                        "newcomer",
                        "1",
                        List.of("/api/v1/newcomer", "/demo/odata"),
                        new JsonObject(),
                        contract,
                        1,
                        LoopChooser.WHERE_IT_ARRIVED,
                        loop -> Future.succeededFuture(() -> table))));
        Eventually.holds(LIMIT, "the newcomer is served", () -> status("/api/v1/newcomer/hello") == 200);
        assertThat(house.get("/demo/odata/hello").body())
                .isEqualTo("{\"url\":\"http://127.0.0.1:" + house.port() + "/demo/odata/x\"}");
        assertThat(house.get("/openapi.json").body()).contains("newcomer.hello");
    }

    private void announce(Keyring keys, String name, String instance, long sequence, String... prefixes) {
        var announcement = new Announcement(
                name,
                instance,
                "1",
                Announcement.State.READY,
                sequence,
                0,
                List.of(prefixes),
                new JsonObject(),
                "0".repeat(64));
        house.vertx().eventBus().publish("announce", announcement.seal(keys));
    }

    private double refused() {
        return house.metrics()
                .lines()
                .filter(line -> line.startsWith("polyport_claims_refused_total "))
                .mapToDouble(line -> Double.parseDouble(line.split(" ")[1]))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @DisplayName("GW-1 a second claimant of a prefix is refused and counted, and the first goes on")
    void secondClaimant() {
        var first = house.join();
        announce(house.keys(), "robber", InstanceId.random(), 1, "/api/v1/reference");
        Eventually.holds(LIMIT, "the claim is counted", () -> refused() == 1);
        announce(house.keys(), "robber", InstanceId.random(), 1, "/demo/odata");
        Eventually.holds(LIMIT, "a prefix granted to another is counted, too", () -> refused() == 2);
        assertThat(instancesAsked(5)).containsExactly(first.instance());
    }

    @Test
    @DisplayName("GW-1 an instance that is known can't claim more later")
    void laterClaim() {
        house.join();
        String robber = InstanceId.random();
        announce(house.keys(), "robber", robber, 1, "/api/v1/robber");
        announce(house.keys(), "robber", robber, 2, "/api/v1/robber", "/api/v1/reference");
        Eventually.holds(LIMIT, "the claim is counted", () -> refused() == 1);
        assertThat(status("/api/v1/reference/small")).isEqualTo(200);
    }

    @Test
    @DisplayName("GW-1 an announcement that is not sealed with the house's key is not believed")
    void unsealed() {
        announce(BusStart.ownKeys(), "robber", InstanceId.random(), 1, "/api/v1/robber");
        house.vertx().eventBus().publish("announce", Buffer.buffer("{\"name\":\"robber\"}"));
        house.vertx().eventBus().publish("announce", Buffer.buffer());
        // A sealed one behind them has been heard when it is counted.
        announce(house.keys(), "robber", InstanceId.random(), 1, "/api/v1/marker");
        Eventually.holds(LIMIT, "the last one is heard", () -> refused() == 1);
        var answer = house.get("/api/v1/robber/x");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(new JsonObject(answer.body()).getString("code")).isEqualTo("gateway.no-service");
        assertThat(house.gateway().services()).isEmpty();
    }
}
