package io.polyport.system.ftp;

import static io.polyport.system.ftp.Orders.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.polyport.ftp.protocol.KillableServer;
import io.polyport.kit.fixtures.Eventually;
import io.polyport.system.transfers.Content;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Transfers whose servers are lost, and whose callers change their mind")
class TransferFaultsIT {
    /** Three seconds at the source's rate. */
    private static final int LARGE = 96 << 20;
    /** An event comes each second, and several have to come while it is on its way. */
    private static final int WATCHED = 200 << 20;

    private static final long RATE = 20L << 20;
    /** So much stands at the target when something happens: a record tells once a second. */
    private static final long PART = 20L << 20;

    private static final long SENT_TWICE = 8L << 20;
    private static final Duration SOON = Duration.ofSeconds(30);

    /** A machine that does nothing for a second or two may do so once more. */
    private static final int TRIES = 3;

    private static KillableServer source;
    private static KillableServer target;
    private static FtpHouse house;
    private static Rest anna;

    @BeforeAll
    static void start() throws IOException {
        assumeTrue(KillableServer.obstacle() == null, "vsftpd: " + KillableServer.obstacle());
        source = KillableServer.start(RATE);
        target = KillableServer.start(0);
        house = FtpHouse.configured(
                "",
                "  connections: {from: {%s, data-timeout: 15s}, to: {%s, data-timeout: 15s}}\n  transfers: {keep: 12s}"
                        .formatted(source.yaml(), target.yaml()));
        anna = house.as("anna");
        large("large", 1);
    }

    @AfterAll
    static void stop() throws IOException {
        if (house != null) {
            house.close();
            source.close();
            target.close();
        }
    }

    private static void large(String name, long seed) {
        new Content(seed, LARGE).write(source.pub().resolve(name));
    }

    private static List<Path> spares() throws IOException {
        try (var all = Files.list(target.pub())) {
            return all.filter(each -> each.getFileName().toString().startsWith("."))
                    .toList();
        }
    }

    /** Content as it should be, nothing left beside it, and not much sent twice. */
    private static void assertWhole(JsonObject done, String name, String copy) throws IOException {
        assertThat(Files.mismatch(source.pub().resolve(name), target.pub().resolve(copy)))
                .isEqualTo(-1);
        assertThat(spares()).isEmpty();
        var bytes = done.getJsonObject("bytes");
        assertThat(bytes.getLong("done")).isEqualTo(LARGE);
        assertThat(bytes.getLong("sent"))
                .as("what was in the target's hands is not sent again")
                .isBetween((long) LARGE, LARGE + SENT_TWICE);
        System.out.printf(
                "measured: %s: %d bytes, %d sent, %d attempts%n",
                copy, LARGE, bytes.getLong("sent"), done.getInteger("attempts"));
    }

    @ParameterizedTest(
            name =
                    "FT-21 the {0} is killed in the middle of a large file: the transfer waits, says why, and goes on from there")
    @ValueSource(strings = {"source", "target"})
    void lost(String side) throws IOException {
        KillableServer victim = side.equals("source") ? source : target;
        String id = Orders.place(anna, order("from", "large", "to", side + "-lost"));
        Orders.awaitBytes(anna, id, PART);
        victim.kill();
        var waiting = Orders.await(anna, id, "waiting");
        assertThat(waiting.getJsonObject("problem").getString("code")).startsWith("ftp.");
        assertThat(waiting.getString("nextAttempt")).isNotBlank();
        victim.begin();
        var done = Orders.await(anna, id, "done");
        assertThat(done.getInteger("attempts")).isGreaterThan(1);
        assertWhole(done, "large", side + "-lost");
    }

    /** Whether it was done in the time that is promised, and a second for this machine. */
    private static boolean stop(String id, String verb, String state) {
        long asked = System.nanoTime();
        anna.post("/transfers/" + id + ":" + verb, new JsonObject()).has(202);
        Orders.await(anna, id, state);
        Duration took = Duration.ofNanos(System.nanoTime() - asked);
        System.out.printf("measured: %s after %d ms%n", state, took.toMillis());
        return took.compareTo(Duration.ofSeconds(3)) < 0;
    }

    private static long done(JsonObject transfer) {
        return transfer.getJsonObject("bytes").getLong("done");
    }

    @Test
    @DisplayName("FT-21 paused within two seconds, resumed from where it stood")
    void paused() throws IOException {
        String id = Orders.place(anna, order("from", "large", "to", "paused"));
        Orders.awaitBytes(anna, id, PART);
        boolean inTime = false;
        for (int i = 1; i <= TRIES && !inTime; i++) {
            if (i > 1) {
                anna.post("/transfers/" + id + ":resume", new JsonObject()).has(202);
                Orders.awaitBytes(anna, id, done(Orders.now(anna, id)) + PART / 4);
            }
            inTime = stop(id, "pause", "paused");
        }
        assertThat(inTime).as("paused in time").isTrue();
        var paused = Orders.now(anna, id);
        assertThat(done(paused)).isLessThan(LARGE);
        Eventually.stays(
                Duration.ofMillis(1500),
                "nothing moves",
                () -> Orders.now(anna, id).getJsonObject("bytes").equals(paused.getJsonObject("bytes")));
        anna.post("/transfers/" + id + ":resume", new JsonObject()).has(202);
        assertWhole(Orders.await(anna, id, "done"), "large", "paused");
    }

    @Test
    @DisplayName("FT-21 a source that changed while the transfer was paused is copied from its beginning")
    void changed() throws IOException {
        large("changing", 2);
        String id = Orders.place(anna, order("from", "changing", "to", "changed"));
        Orders.awaitBytes(anna, id, PART);
        anna.post("/transfers/" + id + ":pause", new JsonObject()).has(202);
        Orders.await(anna, id, "paused");
        large("changing", 3);
        Files.setLastModifiedTime(
                source.pub().resolve("changing"),
                java.nio.file.attribute.FileTime.from(java.time.Instant.now().minusSeconds(3_600)));
        anna.post("/transfers/" + id + ":resume", new JsonObject()).has(202);
        var done = Orders.await(anna, id, "done");
        assertThat(Files.mismatch(source.pub().resolve("changing"), target.pub().resolve("changed")))
                .isEqualTo(-1);
        assertThat(done.getJsonObject("bytes").getLong("sent")).isGreaterThanOrEqualTo(LARGE + PART);
    }

    @Test
    @DisplayName(
            "FT-21 cancelled within two seconds, running or paused: its temporary file is gone, what was whole stays")
    void cancelled() throws IOException {
        Files.createDirectories(source.pub().resolve("both"));
        Files.writeString(source.pub().resolve("both/a"), "whole");
        Files.createLink(source.pub().resolve("both/b"), source.pub().resolve("large"));
        var order = order("from", "both", "to", "both").put("recursive", true);
        var again = order.copy().put("overwrite", true);
        String id = "";
        boolean inTime = false;
        for (int i = 1; i <= TRIES && !inTime; i++) {
            id = Orders.place(anna, i == 1 ? order : again);
            Orders.awaitBytes(anna, id, PART);
            inTime = stop(id, "cancel", "cancelled");
            assertThat(target.pub().resolve("both").toFile().list()).containsExactly("a");
        }
        assertThat(inTime).as("cancelled in time").isTrue();
        String second = Orders.place(anna, again);
        Orders.awaitBytes(anna, second, PART);
        anna.post("/transfers/" + second + ":pause", new JsonObject()).has(202);
        Orders.await(anna, second, "paused");
        anna.post("/transfers/" + second + ":cancel", new JsonObject()).has(202);
        Orders.await(anna, second, "cancelled");
        assertThat(target.pub().resolve("both").toFile().list()).containsExactly("a");
        anna.post("/transfers/" + second + ":resume", new JsonObject()).problem(409, "ftp.transfer-ended");
        anna.delete("/transfers/" + second).has(204);
        String first = id;
        Eventually.holds(
                Duration.ofMinutes(1),
                "an ended transfer is forgotten after its time",
                () -> anna.get("/transfers/" + first).status() == 404);
    }

    @Test
    @DisplayName(
            "FT-21 a reader of events sees it grow to its end, comes back with Last-Event-ID, and leaves nothing behind")
    void events() throws IOException {
        new Content(2, WATCHED).write(source.pub().resolve("larger"));
        String id = Orders.place(anna, order("from", "larger", "to", "watched"));
        Events first = Events.open(anna, id, "");
        Eventually.holds(
                SOON,
                "three events have come, and the file is on its way",
                () -> first.all().size() >= 3 && !current(first).isEmpty());
        assertThat(current(first)).containsOnly("larger");
        first.leave();
        String last = first.all().getLast().id();
        Events second = Events.open(anna, id, last);
        Eventually.holds(Duration.ofMinutes(3), "the stream has ended", second::isEnded);
        assertThat(second.all())
                .extracting(Events.Event::id)
                .doesNotContain(last)
                .doesNotHaveDuplicates();
        assertThat(second.all().getLast().data().getString("state")).isEqualTo("done");
        var sizes = second.all().stream()
                .map(event -> event.data().getJsonObject("bytes").getLong("done"))
                .toList();
        assertThat(sizes).isSorted().last().isEqualTo((long) WATCHED);
        assertThat(anna.get(
                                "/transfers/" + id,
                                "accept",
                                "text/event-stream",
                                "last-event-id",
                                second.all().getLast().id())
                        .status())
                .as("nothing more will come")
                .isEqualTo(204);
        Events third = Events.open(anna, id, last);
        Eventually.holds(SOON, "the last event comes, and the end", third::isEnded);
        assertThat(third.all()).hasSize(1);
        Eventually.holds(SOON, "no call is under way", () -> callsInFlight() == 0);
    }

    /** The files that they say are on their way. */
    private static Set<String> current(Events events) {
        return events.all().stream()
                .map(event -> event.data().getJsonObject("current"))
                .filter(Objects::nonNull)
                .map(file -> file.getString("path"))
                .collect(Collectors.toSet());
    }

    private static int callsInFlight() {
        String metrics = new String(
                anna.get("http://127.0.0.1:" + house.managementPort() + "/metrics")
                        .body(),
                StandardCharsets.UTF_8);
        return metrics.lines()
                .filter(line -> line.startsWith("polyport_calls_in_flight"))
                .mapToInt(line -> (int) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
