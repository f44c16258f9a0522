package io.polyport.system.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.polyport.ftp.protocol.KillableServer;
import io.polyport.kit.fixtures.Eventually;
import io.polyport.store.PostgresServer;
import io.polyport.system.house.House;
import io.polyport.system.house.Node;
import io.polyport.system.transfers.Content;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two FTP services with heaps of 64 MiB and one PostgreSQL: what one begins, the other goes on with. */
class TransferHandoverIT {
    private static final String TRANSFERS = "/api/v1/ftp/transfers";
    private static final int LARGE = 256 << 20;
    /** Bytes a second: of 13 s enough is left to be handed over behind three pauses. */
    private static final long RATE = 20L << 20;

    /** So much stands at the target when something happens: a record tells once a second. */
    private static final long PART = 25L << 20;

    private static final int SMALL = 20;
    private static final Duration LONG = Duration.ofSeconds(90);

    @TempDir
    private static Path folder;

    private static PostgresServer postgres;
    private static KillableServer source;
    private static KillableServer target;
    private static House house;
    private static int appearances;

    @BeforeAll
    static void start() throws IOException {
        assumeTrue(PostgresServer.obstacle() == null, String.valueOf(PostgresServer.obstacle()));
        assumeTrue(KillableServer.obstacle() == null, "vsftpd: " + KillableServer.obstacle());
        postgres = PostgresServer.start();
        source = KillableServer.start(RATE);
        target = KillableServer.start(0);
        house = House.in(folder)
                .services(2)
                .jvm("-Xmx64m", "-XX:MaxDirectMemorySize=32m")
                .stateYaml("url: '" + postgres.url() + "', user: polyport")
                .far(new House.Far(source.port(), "anonymous", "a@b"))
                .connectionYaml("      root: pub\n    to: {" + target.yaml() + "}\n")
                .build()
                .start();
        new Content(5, LARGE).write(source.pub().resolve("large"));
        appearances = 2;
    }

    /** What a test has ended begins again for the next one. */
    @BeforeEach
    void both() {
        for (int i = 0; i < 2; i++) {
            if (!house.service(i).isRunning()) {
                house.service(i).start().awaitReady();
                appearances++;
            }
        }
        Eventually.holds(
                LONG, "both services are routed to", () -> house.appeared(0) >= appearances && house.routed(0) == 2);
    }

    @AfterAll
    static void stop() throws IOException {
        if (house != null) {
            house.close();
            source.close();
            target.close();
            postgres.close();
        }
    }

    private static String place(String from, String to, boolean recursive) {
        var answer = house.client().post(TRANSFERS, """
                {"from": {"connection": "box", "path": "%s"}, "to": {"connection": "to", "path": "%s"}, "recursive": %s}
                """.formatted(from, to, recursive));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return new JsonObject(answer.body()).getString("id");
    }

    private static JsonObject await(String id, String what, Predicate<JsonObject> wanted) {
        return Eventually.value(
                LONG,
                what,
                () -> {
                    var answer = house.client().get(TRANSFERS + "/" + id);
                    return answer.statusCode() == 200 ? new JsonObject(answer.body()) : new JsonObject();
                },
                transfer -> !transfer.isEmpty() && wanted.test(transfer));
    }

    private static long done(JsonObject transfer) {
        return transfer.getJsonObject("bytes").getLong("done");
    }

    private static boolean works(Node service) {
        return service.management("/metrics")
                .map(answer -> answer.body().contains("polyport_ftp_transfers_running 1"))
                .orElse(false);
    }

    /** The number of the service that works on the one transfer. */
    private static int worker() {
        return Eventually.value(
                LONG,
                "one works on it",
                () -> works(house.service(0)) ? 0 : works(house.service(1)) ? 1 : 2,
                n -> n < 2);
    }

    private static void assertWhole(JsonObject transfer, String name) throws IOException {
        assertThat(Files.mismatch(source.pub().resolve("large"), target.pub().resolve(name)))
                .isEqualTo(-1);
        try (var left = Files.walk(target.pub())) {
            assertThat(left.filter(each -> each.getFileName().toString().startsWith(".")))
                    .isEmpty();
        }
        assertThat(transfer.getJsonObject("bytes").getLong("sent"))
                .as("bytes that the record knows of")
                .isLessThan(LARGE + (8L << 20));
    }

    /** Small files before and behind the large one, in the order of their names. */
    private static void tree() throws IOException {
        Path tree = Files.createDirectory(source.pub().resolve("tree"));
        for (int i = 0; i < SMALL / 2; i++) {
            Files.writeString(tree.resolve("a-" + i), "before " + i);
            Files.writeString(tree.resolve("z-" + i), "behind " + i);
        }
        Files.createLink(tree.resolve("large"), source.pub().resolve("large"));
    }

    @Test
    @DisplayName(
            "FT-21 the service that works on a tree is killed: the other goes on where the target stands, and copies no file twice")
    void killed() throws IOException {
        tree();
        String id = place("tree", "killed", true);
        await(id, "a part is done", transfer -> done(transfer) > PART);
        int worker = worker();
        long before = done(await(id, "any", transfer -> true));
        house.service(worker).kill();
        long killed = System.nanoTime();
        await(id, "it goes on", transfer -> transfer.getInteger("attempts") > 1 && done(transfer) > before);
        System.out.printf(
                "measured: a killed service's transfer went on after %d ms%n",
                Duration.ofNanos(System.nanoTime() - killed).toMillis());
        Eventually.holds(LONG, "the other works on it", () -> works(house.service(1 - worker)));
        var end =
                await(id, "it is done", transfer -> transfer.getString("state").equals("done"));
        assertWhole(end, "killed/large");
        assertThat(end.getJsonObject("files").encode())
                .isEqualTo("{\"done\":%d,\"skipped\":0,\"failed\":0,\"total\":%d}".formatted(SMALL + 1, SMALL + 1));
        for (int i = 0; i < SMALL / 2; i++) {
            assertThat(target.pub().resolve("killed/a-" + i)).hasContent("before " + i);
            assertThat(target.pub().resolve("killed/z-" + i)).hasContent("behind " + i);
        }
        long peak = house.service(1 - worker).peakMemory() >> 20;
        System.out.printf(
                "measured: %d bytes sent of %d, %d attempts, %d MiB resident at most%n",
                end.getJsonObject("bytes").getLong("sent"), LARGE, end.getInteger("attempts"), peak);
    }

    @Test
    @DisplayName(
            "FT-21 a service that is told to end hands its transfer over at once; any instance pauses and resumes it")
    void drained() throws IOException {
        String id = place("large", "drained", false);
        await(id, "a part is done", transfer -> done(transfer) > PART);
        List<Duration> pauses = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            // The gateway asks whichever instance it likes.
            assertThat(house.client()
                            .post(TRANSFERS + "/" + id + ":pause", "{}")
                            .statusCode())
                    .isEqualTo(202);
            long asked = System.nanoTime();
            await(id, "it is paused", transfer -> transfer.getString("state").equals("paused"));
            pauses.add(Duration.ofNanos(System.nanoTime() - asked));
            assertThat(house.client()
                            .post(TRANSFERS + "/" + id + ":resume", "{}")
                            .statusCode())
                    .isEqualTo(202);
            await(id, "it runs", transfer -> !transfer.getString("state").equals("paused"));
        }
        // The machine may stand still in one of them.
        assertThat(pauses).anyMatch(took -> took.compareTo(Duration.ofSeconds(4)) < 0);
        int worker = worker();
        house.service(worker).terminate();
        long told = System.nanoTime();
        int other = 1 - worker;
        Eventually.value(
                LONG,
                "the other works on it",
                () -> works(house.service(other))
                        ? "works"
                        : house.client().get(TRANSFERS + "/" + id).body(),
                "works"::equals);
        Duration took = Duration.ofNanos(System.nanoTime() - told);
        System.out.printf("measured: a drained service's transfer went on after %d ms%n", took.toMillis());
        assertThat(took).isLessThan(Duration.ofSeconds(6));
        assertThat(house.service(worker).awaitExit(Duration.ofSeconds(30))).isZero();
        assertWhole(
                await(id, "it is done", transfer -> transfer.getString("state").equals("done")), "drained");
    }
}
