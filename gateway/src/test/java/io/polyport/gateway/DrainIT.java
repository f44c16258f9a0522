package io.polyport.gateway;

import static io.polyport.kit.fixtures.Waiting.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polyport.kit.bus.Announcement;
import io.polyport.kit.bus.Announcer;
import io.polyport.kit.bus.BusStart;
import io.polyport.kit.bus.ServiceState;
import io.polyport.kit.fixtures.Eventually;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DrainIT {
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    @TempDir
    Path data;

    private House house;
    private House.Copy first;

    @BeforeEach
    void open() {
        house = House.empty(data, HousePlan.USUAL);
        first = house.join();
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    @DisplayName("GW-36 a gateway that drains answers what is in flight and takes no further connection")
    void gatewayDrains() throws Exception {
        int port = house.port();
        try (var wire = Wire.to(port)) {
            wire.head(
                    "PUT /api/v1/reference/sink HTTP/1.1",
                    "Authorization: Bearer " + house.token(),
                    "Transfer-Encoding: chunked");
            wire.chunk(new byte[10]);
            Eventually.holds(
                    House.SOON,
                    "it is under way",
                    () -> first.member().streams().servingNow() == 1);
            var drained = house.gateway().drain(Duration.ofSeconds(60));
            Eventually.passes(
                    House.SOON,
                    () -> assertThatThrownBy(() -> Wire.to(port).close()).isInstanceOf(IOException.class));
            assertThat(drained.isComplete()).isFalse();
            assertThat(wire.lastChunk().read().status()).isEqualTo(200);
            value(drained);
        }
    }

    /** What another gateway would say of itself, from one that never answers a farewell. */
    private Announcer otherGateway() {
        var profile = new Announcer.Profile(Announcement.GATEWAY, "1", List.of(), new JsonObject(), Optional.empty());
        var other = new Announcer(
                BusStart.member(house.keys(), HousePlan.USUAL.streams(), house.vertx()), profile, new ServiceState());
        value(other.start());
        other.ready();
        return other;
    }

    @Test
    @DisplayName("GW-36 a gateway with nothing under way leaves at once, whatever other gateways there are")
    void gatewayWaitsForNoGateway() {
        doesNotWait(() -> {
            var other = otherGateway();
            assertThat(house.get("/api/v1/reference/small").statusCode()).isEqualTo(200);
            house.client().close();
            Duration took = took(house.gateway().drain(Duration.ofSeconds(15)));
            value(other.close());
            return took;
        });
    }

    private static Duration took(Future<?> leave) {
        long began = System.nanoTime();
        value(leave);
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** Who waits for a farewell that nobody sends does so for 2 s, every time; a busy machine is slow now and then. */
    private void doesNotWait(Supplier<Duration> leave) {
        assertThat(oneBelow(FAREWELL, leave)).isLessThan(FAREWELL);
    }

    /** How long one of a few leaves took: the first that took less, or the last. */
    private Duration oneBelow(Duration most, Supplier<Duration> leave) {
        Duration took = leave.get();
        for (int again = 0; again < 3 && took.compareTo(most) >= 0; again++) {
            close();
            open();
            took = leave.get();
        }
        return took;
    }

    @Test
    @DisplayName("GW-36 a service waits for no farewell of a gateway that has left")
    void serviceWaitsForNoGoneGateway() {
        doesNotWait(() -> {
            assertThat(house.get("/api/v1/reference/small").statusCode()).isEqualTo(200);
            house.client().close();
            value(house.gateway().drain(Duration.ofSeconds(15)));
            return took(first.host().leave(Duration.ofSeconds(15)));
        });
    }

    @Test
    @DisplayName("GW-36 a service has left within its limit, though a gateway never answers and a call never ends")
    void leavesWithinTheLimit() {
        // Would the wait for the farewell not count, it were 5 s every time.
        Duration most = Duration.ofMillis(4_900);
        assertThat(oneBelow(most, this::leaveWhileWorking)).isBetween(Duration.ofMillis(2_500), most);
    }

    private Duration leaveWhileWorking() {
        var other = otherGateway();
        try (var wire = Wire.to(house.port())) {
            wire.head("GET /api/v1/reference/wait/20000 HTTP/1.1", "Authorization: Bearer " + house.token());
            Eventually.holds(
                    House.SOON,
                    "it is under way",
                    () -> first.member().streams().servingNow() == 1);
            return took(first.host().leave(Duration.ofSeconds(3)));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } finally {
            value(other.close());
        }
    }

    @Test
    @DisplayName("GW-36 no request fails while copies of a service come and leave under load")
    void copiesLeaveUnderLoad() throws Exception {
        house.join();
        String bearer = "Authorization: Bearer " + house.token();
        Map<String, AtomicInteger> outcomes = new ConcurrentHashMap<>();
        var over = new AtomicBoolean();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            String[] requests = {
                "GET /api/v1/reference/small", "POST /api/v1/reference/slow/5", "GET /api/v1/reference/source/200000"
            };
            callers.add(Thread.ofVirtual().start(() -> load(requests, bearer, over, outcomes)));
        }
        Eventually.holds(House.SOON, "the load has begun", () -> outcomes.containsKey("200"));
        value(first.host().leave(Duration.ofSeconds(10)));
        var third = house.join();
        value(third.host().leave(Duration.ofSeconds(10)));
        int before = outcomes.get("200").get();
        Eventually.holds(
                House.SOON, "the load goes on", () -> outcomes.get("200").get() > before + 100);
        over.set(true);
        for (var caller : callers) {
            assertThat(caller.join(Duration.ofSeconds(20))).isTrue();
        }
        assertThat(outcomes).containsOnlyKeys("200");
    }

    /** Requests by turns over one connection, until it is over. */
    private void load(String[] requests, String bearer, AtomicBoolean over, Map<String, AtomicInteger> outcomes) {
        try (var wire = Wire.to(house.port())) {
            for (int i = 0; !over.get(); i++) {
                var answer = wire.head(requests[i % requests.length] + " HTTP/1.1", bearer, "Content-Length: 0")
                        .read();
                String outcome = answer.complete() ? Integer.toString(answer.status()) : "cut";
                outcomes.computeIfAbsent(outcome, ignored -> new AtomicInteger())
                        .incrementAndGet();
            }
        } catch (IOException broken) {
            outcomes.computeIfAbsent(broken.toString(), ignored -> new AtomicInteger())
                    .incrementAndGet();
        }
    }
}
