package io.polyport.system.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.fixtures.Eventually;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Two gateways and two gRPC services as processes")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class) // the first one counts the calls that the far server has seen
class GrpcInstancesIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int STREAMS = 12;

    @TempDir
    private static Path folder;

    private static StreamsPeer peer;
    private static GrpcProcesses processes;
    private static GrpcRest first;
    private static GrpcRest second;
    private static String connection;

    @BeforeAll
    static void start() {
        peer = new StreamsPeer();
        processes = new GrpcProcesses(
                folder,
                2,
                2,
                List.of("-Xmx128m", "-XX:MaxDirectMemorySize=64m"),
                "connections:\n  far: {addresses: ['http://127.0.0.1:%d'], protos: {streams.proto: '%s'}}"
                        .formatted(peer.port(), StreamsPeer.proto(folder)));
        first = processes.rest(0);
        second = processes.rest(1);
        connection = "far";
    }

    @BeforeEach
    void whole() {
        processes.start();
    }

    @AfterAll
    static void end() {
        processes.close();
        peer.close();
    }

    private OpenedStream hold(GrpcRest rest) {
        return OpenedStream.open(rest, connection, StreamsPeer.SERVICE, "Hold");
    }

    private static JsonObject piece(String base64) {
        return new JsonObject().put("body", base64);
    }

    @Test
    @Order(1)
    @DisplayName("GR-23 GR-24 when a gateway is killed, streams that were opened through it go on through another;"
            + " its WebSockets are cut, and their far calls cancelled")
    void gatewayKilled() {
        OpenedStream there = hold(first);
        OpenedStream here = there.through(second);
        there.send(piece("AAAA"));
        assertThat(here.message()).isEqualTo(piece("AAAA"));
        here.send(piece("AAAB"));
        assertThat(there.message()).isEqualTo(piece("AAAB"));
        there.send(piece("AAAC"));
        String path = GrpcRest.callPath(connection, StreamsPeer.SERVICE, "Hold");
        try (var call = first.socket(path);
                var other = second.socket(path)) {
            for (var each : List.of(call, other)) {
                assertThat(each.send(piece("BAAA")).message()).isEqualTo(piece("BAAA"));
            }

            processes.gateway(0).kill();

            assertThat(here.message()).isEqualTo(piece("AAAC"));
            here.send(List.of(piece("AAAD"), piece("AAAE")));
            assertThat(here.message()).isEqualTo(piece("AAAD"));
            assertThat(here.message()).isEqualTo(piece("AAAE"));
            assertThat(call.closed()).isEqualTo(1006);
            Eventually.holds(SOON, "the far call is cancelled", () -> peer.cancelled("Hold") == 1);
            assertThat(other.send(piece("BBBB")).message()).isEqualTo(piece("BBBB"));
            other.complete().end(0, "OK");
        }
        here.complete();
        here.end(0, "OK");
        assertThat(peer.begun("Hold")).isEqualTo(3);
        try (var next = second.socket(path)) {
            assertThat(next.send(piece("CCCC")).message()).isEqualTo(piece("CCCC"));
        }
    }

    @Test
    @Order(2)
    @DisplayName(
            "GR-24 a service that is killed takes its streams along: 410 with the reason; new calls go to the other one")
    void killedService() {
        List<OpenedStream> streams = new ArrayList<>();
        for (int i = 0; i < STREAMS; i++) {
            streams.add(hold(i % 2 == 0 ? first : second));
            streams.getLast().send(piece("AAAA"));
        }
        processes.service(0).kill();
        long killed = System.nanoTime();
        Eventually.holds(SOON, "a new stream opens", () -> works(second));
        long worked = System.nanoTime();
        System.out.println("measured: a new stream worked " + TimeUnit.NANOSECONDS.toMillis(worked - killed)
                + " ms after the kill of the other instance");
        // Two seconds until the dead instance is noticed, and none of the cluster engine's twelve.
        assertThat(worked - killed).isLessThan(TimeUnit.SECONDS.toNanos(10));
        int lost = 0;
        for (OpenedStream stream : streams) {
            if (isLost(stream)) {
                lost++;
            } else {
                assertThat(stream.through(second).message()).isEqualTo(piece("AAAA"));
            }
        }
        System.out.println("measured: " + lost + " of " + STREAMS + " streams were lost with their instance");
        assertThat(lost).isBetween(1, STREAMS - 1);
    }

    /** Opens a stream, and has a message come back. */
    private boolean works(GrpcRest rest) {
        var opened = rest.post(
                "/" + connection + "/streams",
                new JsonObject().put("service", StreamsPeer.SERVICE).put("method", "Hold"));
        assertThat(opened.status()).as(opened.text()).isIn(Set.of(201, 502, 503));
        return opened.status() == 201;
    }

    /** Whether the stream went with its instance; then the answer says so, whichever gateway is asked. */
    private boolean isLost(OpenedStream stream) {
        var answer = Eventually.value(
                SOON,
                "an answer that stands",
                () -> second.get(stream.path()),
                got -> got.status() != 502 && got.status() != 503);
        if (answer.status() == 200) {
            return false;
        }
        var problem = answer.problem(410, "connection.lost");
        assertThat(problem.getString("reason")).isNotBlank();
        // The other gateway may hear of it later.
        Eventually.passes(
                SOON, () -> first.get(stream.path() + "/messages?max=1&wait=1s").problem(410, "connection.lost"));
        return true;
    }
}
