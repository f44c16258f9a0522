package io.polyport.system.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.fixtures.Eventually;
import io.polyport.kit.fixtures.SlowReader;
import io.polyport.system.house.House;
import io.polyport.system.house.HouseClient;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two gateways and one FTP service, which is killed, frozen and left by its callers. */
class ServiceLossIT {
    private static final long HUGE = 2L << 30;
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int ASKED = 400;

    /** A machine that stands still makes one try late, or two. */
    private static final int TRIES = 5;

    @TempDir
    private static Path folder;

    private static House house;
    private static long gatewayPid;

    @BeforeAll
    static void gatewaysFirst() {
        house = House.in(folder).gateways(2).build();
        house.peer().sparse("huge.bin", HUGE);
        house.peer().file("small.txt", new byte[] {'s'});
        house.gateway(0).start();
        house.gateway(1).start();
        house.gateway(0).awaitReady();
        house.gateway(1).awaitReady();
        gatewayPid = house.gateway().process().pid();
    }

    @AfterAll
    static void end() {
        house.close();
    }

    /** The first time, and after each kill: gateways that are there already find the service. */
    @BeforeEach
    void serviceIsThere() {
        if (!house.service(0).isRunning()) {
            house.service(0).start().awaitReady();
        }
        house.awaitService(0, SOON);
        house.awaitService(1, SOON);
    }

    @Test
    @DisplayName("GW-4 a service killed in mid-download breaks the download off, and nobody takes it for whole")
    void killedInDownload() throws IOException {
        HttpResponse<InputStream> download = house.client().open(House.BOX + "/files/huge.bin");
        assertThat(download.statusCode()).isEqualTo(200);
        try (InputStream body = download.body()) {
            long read = body.readNBytes(1 << 20).length;
            house.service(0).kill();
            long killed = System.nanoTime();
            IOException broken = null;
            byte[] piece = new byte[64 * 1024];
            try {
                for (int length = body.read(piece); length >= 0; length = body.read(piece)) {
                    read += length;
                }
            } catch (IOException expected) {
                broken = expected;
            }
            say("download broken off %d ms after the kill, at %d of %d bytes", millisSince(killed), read, HUGE);
            assertThat(broken).as("the end of a download that was cut").isNotNull();
            assertThat(read).isLessThan(HUGE);
            // A peer is lost after 4 s of silence, and a body that is only silent after 60.
            assertThat(millisSince(killed)).isLessThan(15_000);
        }
    }

    private record Seen(long tookMillis, int status, boolean retryAfter) {
        boolean isRefused() {
            return status == 503 && retryAfter;
        }
    }

    private static Seen ask(HouseClient client) {
        long asked = System.nanoTime();
        var answer = client.get(House.LIGHT);
        return new Seen(
                millisSince(asked),
                answer.statusCode(),
                answer.headers().firstValue("retry-after").isPresent());
    }

    @Test
    @DisplayName(
            "GW-1 without an instance: 503 with Retry-After at once; gateways route to the next one as soon as it has come, untouched")
    void killedAndBack() {
        HouseClient client = house.client();
        house.service(0).kill();
        long killed = System.nanoTime();
        Eventually.value(SOON, "it is known that nobody serves", () -> ask(client), seen -> {
            assertThat(seen.status()).isIn(502, 503);
            return seen.isRefused();
        });
        say("known %d ms after the kill", millisSince(killed));
        List<Seen> late = Stream.generate(() -> ask(client)).limit(ASKED).toList();
        List<Long> times = late.stream().map(Seen::tookMillis).sorted().toList();
        say("%d answers: median %d ms, slowest %d ms", ASKED, times.get(ASKED / 2), times.getLast());
        assertThat(late).allMatch(Seen::isRefused);
        // Many may meet a pause on a full machine, but none waits for the two seconds of a silent instance.
        assertThat(times.get(ASKED / 2)).isLessThan(50);
        assertThat(times.get(ASKED * 95 / 100)).isLessThan(1_000);

        assertThat(awaitNoService().headers().firstValue("retry-after")).isPresent();
        long began = System.nanoTime();
        house.service(0).start().awaitReady();
        long ready = System.nanoTime();
        house.awaitService(0, SOON);
        say("service started in %d ms, routed %d ms after that", millis(ready - began), millisSince(ready));
        assertThat(client.get(House.BOX + "/files/small.txt").body()).isEqualTo("s");
        assertThat(house.gateway().process().pid()).isEqualTo(gatewayPid);
        assertThat(house.gateway().isRunning()).isTrue();
    }

    @Test
    @DisplayName("GW-1 a frozen service leaves the routing within three seconds and is back when it goes on")
    void frozen() {
        HouseClient client = house.client();
        long fastest = Long.MAX_VALUE;
        for (int round = 0; round < TRIES && fastest >= 3_000; round++) {
            fastest = Math.min(fastest, outOfTheRouting(client));
            long thawed = System.nanoTime();
            house.awaitService(0, SOON);
            say("back %d ms after SIGCONT", millisSince(thawed));
        }
        assertThat(fastest).isLessThan(3_000);
        assertThat(client.get(House.BOX + "/files/small.txt").body()).isEqualTo("s");
    }

    /** The milliseconds after which a frozen service is no longer there; it goes on afterwards. */
    private static long outOfTheRouting(HouseClient client) {
        assertThat(client.get("/openapi.json").body()).contains("/api/v1/ftp/");
        house.service(0).process().freeze();
        long frozen = System.nanoTime();
        try {
            Eventually.holds(
                    SOON,
                    "the service leaves the routing",
                    () -> !client.get("/openapi.json").body().contains("/api/v1/ftp/"));
            long took = millisSince(frozen);
            say("out of the routing %d ms after SIGSTOP", took);
            assertThat(client.get(House.LIGHT).statusCode()).isEqualTo(503);
            return took;
        } finally {
            house.service(0).process().thaw();
        }
    }

    @Test
    @DisplayName("GW-5 a caller who leaves in mid-download ends the transfer in the FTP server within a second")
    void callerLeaves() {
        Eventually.holds(SOON, "nothing is transferred", () -> house.peer().transferring() == 0);
        List<Long> times = new ArrayList<>();
        long fast = 0;
        for (int round = 0; round < TRIES && fast < 3; round++) {
            try (var reader = SlowReader.get(
                    house.port(0),
                    House.BOX + "/files/huge.bin",
                    4 << 20,
                    "Authorization: Bearer " + house.client().token())) {
                Eventually.holds(SOON, "the download runs", () -> reader.received() > 1 << 20);
                assertThat(house.peer().transferring()).isEqualTo(1);
            }
            long left = System.nanoTime();
            Eventually.holds(SOON, "the transfer has ended", () -> house.peer().transferring() == 0);
            times.add(millisSince(left));
            fast = times.stream().filter(took -> took < 1_000).count();
        }
        say("the FTP server was done %s ms after the caller left", times);
        assertThat(fast).as("times within a second of " + times).isEqualTo(3);
    }

    @Test
    @DisplayName(
            "FT-1 an opened connection works through every gateway, and is 410 with a reason when its instance is gone")
    void openedConnection() {
        var opened = house.client(0).post("/api/v1/ftp/connections", "{\"connection\": \"box\"}");
        assertThat(opened.statusCode()).as(opened.body()).isEqualTo(201);
        String id = new JsonObject(opened.body()).getString("id");
        for (int gateway = 0; gateway < 2; gateway++) {
            var through = house.client(gateway).get("/api/v1/ftp/" + id + "/files/small.txt");
            assertThat(through.body()).as("through gateway " + gateway).isEqualTo("s");
        }

        house.service(0).kill();
        long killed = System.nanoTime();
        // While no instance of the service is there, the answer may be 503: ask again. It is never somebody else's
        // login.
        house.service(0).start().awaitReady();
        for (int gateway = 0; gateway < 2; gateway++) {
            house.awaitService(gateway, SOON);
            awaitGone(gateway, "/api/v1/ftp/" + id + "/files/small.txt", killed);
            assertThat(house.client(gateway)
                            .get("/api/v1/ftp/connections/" + id)
                            .statusCode())
                    .isEqualTo(410);
        }
    }

    private static void awaitGone(int gateway, String path, long since) {
        var client = house.client(gateway);
        var gone = Eventually.value(SOON, "410", () -> client.get(path), answer -> {
            assertThat(answer.statusCode()).as(answer.body()).isIn(Set.of(410, 502, 503));
            return answer.statusCode() == 410;
        });
        say("gateway %d: 410 %d ms after the kill: %s", gateway, millisSince(since), gone.body());
        var problem = new JsonObject(gone.body());
        assertThat(problem.getString("code")).isEqualTo("connection.lost");
        assertThat(problem.getString("reason")).isNotBlank();
    }

    @Test
    @DisplayName("GW-11 tokens of a new key are taken without a restart, and those of a key that was withdrawn are not")
    void rotation() {
        var before = house.client();
        assertThat(before.status(House.LIGHT)).isEqualTo(200);
        int fetches = house.issuer().fetches();
        house.issuer().rotate();
        long rotated = System.nanoTime();
        for (int gateway = 0; gateway < 2; gateway++) {
            house.awaitService(gateway, SOON);
        }
        say(
                "both gateways took the new key %d ms after it was made, with %d fetches",
                millisSince(rotated), house.issuer().fetches() - fetches);
        Eventually.holds(SOON, "the old key's tokens are refused", () -> before.status(House.LIGHT) == 401);
        assertThat(house.gateway().process().pid()).isEqualTo(gatewayPid);
    }

    private static HttpResponse<String> awaitNoService() {
        return Eventually.value(
                SOON,
                "nobody serves",
                () -> house.client().get(House.LIGHT),
                answer -> answer.body().contains("gateway.no-service"));
    }

    @SuppressWarnings("AnnotateFormatMethod") // every format stands in this class
    private static void say(String format, Object... values) {
        System.out.println("measured: " + format.formatted(values));
    }

    private static long millisSince(long start) {
        return millis(System.nanoTime() - start);
    }

    private static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }
}
