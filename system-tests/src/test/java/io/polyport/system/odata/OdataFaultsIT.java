package io.polyport.system.odata;

import static io.polyport.system.odata.OdataProcesses.NORTH;
import static io.polyport.system.odata.OdataProcesses.READER;
import static io.polyport.system.odata.OdataProcesses.READINGS;
import static io.polyport.system.odata.OdataProcesses.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.fixtures.Eventually;
import io.polyport.kit.fixtures.SlowReader;
import io.polyport.system.house.Load;
import io.polyport.system.house.Node;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What callers and the database see when one of the programs, or the database itself, goes away. */
@DisplayName("A gateway and two OData services as processes, of which some are lost")
class OdataFaultsIT {
    private static final String WIDE = "wide";
    /** Of 2 KB each: far more than what all programs and the network hold between the database and a caller. */
    private static final int WIDE_ROWS = 20_000;

    private static final int NORTH_ROWS = 300;
    private static final String FEW = OdataProcesses.goods(NORTH, "$top=2&$format=json");
    private static final String ALL = OdataProcesses.goods(NORTH, "$format=json");

    @TempDir
    static Path folder;

    private static GoodsBase base;
    private static OdataProcesses programs;
    private static String reader;

    @BeforeAll
    static void start() {
        base = GoodsBase.start().fill(NORTH, NORTH_ROWS, 0).fill(WIDE, WIDE_ROWS, 2_000);
        programs = new OdataProcesses(folder, base, 2);
        reader = programs.bearer(READER);
    }

    @BeforeEach
    void everythingRuns() {
        programs.start();
        awaitQuiet();
    }

    @AfterAll
    static void stop() {
        if (programs != null) {
            programs.close();
        }
        if (base != null) {
            base.close();
        }
    }

    /** Nothing is at work in the database, and the services that run have all turns free. */
    private static void awaitQuiet() {
        Eventually.value(SOON, "nothing is at work in the database", base::working, List::isEmpty);
        for (Node service : programs.services()) {
            if (service.isRunning()) {
                Eventually.holds(SOON, service + " has all its turns", () -> OdataProcesses.running(service) == 0);
            }
        }
    }

    /** For a moment a service is at work besides: it looks what administrators have published. */
    private static void awaitWorking(int sessions) {
        Eventually.value(SOON, "so many readings are at work", base::working, all -> all.size() == sessions);
    }

    /** Once more where a program that has just started did not take its first call within the bus' two seconds. */
    private static HttpResponse<InputStream> openWide() {
        return Eventually.value(
                SOON,
                "the answer begins",
                () -> programs.open(OdataProcesses.goods(WIDE, "$format=json"), reader),
                answer -> answer.statusCode() == 200);
    }

    private static Node atWork() {
        return programs.services().stream()
                .filter(service -> OdataProcesses.running(service) > 0)
                .findFirst()
                .orElseThrow();
    }

    @Test
    @DisplayName("OD-60, GW-4: a service killed in mid-answer cuts it off; the next request goes to the other one")
    void serviceKilled() throws IOException {
        HttpResponse<InputStream> answer = openWide();
        assertThat(answer.statusCode()).isEqualTo(200);
        try (InputStream body = answer.body()) {
            assertThat(body.readNBytes(1 << 20)).hasSize(1 << 20);
            awaitWorking(1);
            atWork().kill();
            long killed = System.nanoTime();
            // The other one has less to do, so it is asked even before anybody knows that this one is dead.
            requireServed(5);
            assertThat(broken(body)).as("the end of an answer that was cut").isNotNull();
            say("the answer broke off %d ms after the kill", since(killed));
            requireServed(50);
            Eventually.value(SOON, "the statement is gone", base::working, List::isEmpty);
            say("its statement was gone %d ms after the kill at the latest", since(killed));
        }
    }

    /** Each of so many requests, one after the other, is answered as it should be. */
    private static void requireServed(int times) {
        for (int i = 0; i < times; i++) {
            var answer = programs.get(FEW, reader);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        }
    }

    /** Reads to the end; null when that comes in order. */
    private static IOException broken(InputStream body) {
        byte[] piece = new byte[64 * 1024];
        try {
            while (body.read(piece) >= 0) {
                // on
            }
            return null;
        } catch (IOException cut) {
            return cut;
        }
    }

    @Test
    @DisplayName(
            "OD-60: a gateway killed under readings of every turn gives the services turns, connections and cursors"
                    + " back")
    void gatewayKilled() {
        List<SlowReader> readers = new ArrayList<>();
        for (int i = 0; i < 2 * READINGS; i++) {
            readers.add(programs.reader(WIDE));
        }
        awaitWorking(2 * READINGS);
        var busy = programs.get(FEW, reader);
        assertThat(busy.statusCode()).as(busy.body()).isEqualTo(429);
        programs.gateway().kill();
        long killed = System.nanoTime();
        readers.forEach(SlowReader::close);
        awaitQuiet();
        say("turns and statements were given back %d ms after the gateway's end", since(killed));
        programs.start();
        try (var one = programs.reader(WIDE);
                var two = programs.reader(WIDE)) {
            assertThat(List.of(one.failure() == null, two.failure() == null)).containsOnly(true);
            awaitWorking(2);
        }
    }

    @Test
    @DisplayName("OD-30: without the database callers are told so (503, code -1); the services go on when it is back")
    void databaseAway() throws IOException {
        var pids = programs.services().stream()
                .map(service -> service.process().pid())
                .toList();
        HttpResponse<InputStream> answer = openWide();
        try (InputStream body = answer.body()) {
            assertThat(body.readNBytes(1 << 20)).hasSize(1 << 20);
            base.end();
            assertThat(broken(body))
                    .as("the end of an answer whose database went")
                    .isNotNull();
        }
        for (int i = 0; i < 4; i++) {
            long asked = System.nanoTime();
            var refused = programs.get(FEW, reader);
            say("refused after %d ms: %s", since(asked), refused.body());
            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
            assertThat(new JsonObject(refused.body())
                            .getJsonObject("odata.error")
                            .getString("code"))
                    .isEqualTo("-1");
        }
        assertThat(programs.get(OdataProcesses.goods(NORTH, "$top=2&$format=atom"), reader)
                        .body())
                .contains("<m:code>-1</m:code>");
        // All instances have the same database: who took them out of the routing would leave callers without an answer.
        assertThat(programs.services()).allMatch(Node::isReady);
        base.begin();
        long back = System.nanoTime();
        Eventually.holds(
                SOON, "data is read again", () -> programs.get(FEW, reader).statusCode() == 200);
        say("data was read again %d ms after the database had come back", since(back));
        requireServed(20);
        assertThat(programs.services().stream().map(service -> service.process().pid()))
                .isEqualTo(pids);
    }

    @Test
    @DisplayName("GW-36: services restarted one after the other under readings: no request fails, both end with 0")
    void rollingRestart() {
        try (var load = Load.of(
                2,
                List.of(
                        () -> programs.get(FEW, reader),
                        () -> programs.get(ALL, reader),
                        () -> programs.get(OdataProcesses.url(NORTH, "/$metadata"), reader)))) {
            for (Node service : programs.services()) {
                awaitAnswers(load, 50);
                long appeared = programs.appeared();
                service.terminate();
                long told = System.nanoTime();
                assertThat(service.awaitExit(SOON))
                        .as(service.process().output())
                        .isZero();
                say("%s ended %d ms after SIGTERM", service, since(told));
                awaitAnswers(load, 20);
                service.start().awaitReady();
                Eventually.holds(
                        SOON, "both are routed to", () -> programs.appeared() > appeared && programs.routed() == 2);
            }
            awaitAnswers(load, 20);
            assertThat(load.failures()).isEmpty();
        }
    }

    private static void awaitAnswers(Load load, int more) {
        int before = load.answered();
        Eventually.holds(SOON, "callers go on", () -> load.answered() > before + more);
    }

    @SuppressWarnings("AnnotateFormatMethod") // every format stands in this class
    private static void say(String format, Object... values) {
        System.out.println("measured: " + format.formatted(values));
    }

    private static long since(long start) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }
}
