package io.polyport.system.ftp;

import static io.polyport.system.ftp.Orders.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.protocol.ScriptedFtpServer;
import io.polyport.kit.fixtures.Eventually;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("Temporary files of transfers that fail")
class TransferTemporariesIT {
    private static final byte[] CONTENT = new byte[3 << 20];
    private static final int CUT_AT = 1 << 20;
    private static final Duration SOON = Duration.ofSeconds(30);

    static {
        new Random(3).nextBytes(CONTENT);
    }

    @RegisterExtension
    private final TwoServers servers = new TwoServers("give-up: 1s, keep: 8s");

    private ScriptedFtpServer from;
    private ScriptedFtpServer to;
    private Rest anna;

    @BeforeEach
    void start() {
        from = servers.from().withFile("/source.bin", CONTENT);
        to = servers.to();
        anna = servers.house().as("anna");
    }

    private void back() {
        to.usual("STOR").usual("APPE").onConnect((connection, none) -> connection.reply("220 ready"));
    }

    private void away() {
        to.onConnect((connection, none) -> connection.reply("421 come back later"));
    }

    /** Takes a part, refuses the rest for good and is gone before anybody can clean up. */
    private void refuse(Runnable then) {
        to.on("STOR", (connection, argument) -> {
            connection.reply("150 send it");
            try (var data = connection.data()) {
                to.files.put(connection.path(argument), data.getInputStream().readNBytes(CUT_AT));
            }
            then.run();
            connection.reply("452 no room");
            connection.closeControl();
        });
    }

    /** Takes a part, and is gone until it comes back. */
    private void lose() {
        to.on("STOR", (connection, argument) -> {
            away();
            connection.reply("150 send it");
            try (var data = connection.data()) {
                to.files.put(connection.path(argument), data.getInputStream().readNBytes(CUT_AT));
            }
            connection.resetControl();
        });
    }

    private String place() {
        return Orders.place(anna, order("from", "source.bin", "to", "in/copy.bin"));
    }

    private String leftover() {
        assertThat(to.files).hasSize(1);
        return to.files.keySet().iterator().next().substring(1);
    }

    @Test
    @DisplayName("FT-21 the temporary file of a file that is given up is removed, though its login was lost with it")
    void refused() {
        refuse(() -> {});
        var failed = Orders.await(anna, place(), "failed");
        assertThat(failed.getJsonArray("errors").encode()).contains("ftp.insufficient-storage");
        assertThat(to.files).isEmpty();
        assertThat(failed.getJsonArray("leftovers")).isNull();
    }

    @Test
    @DisplayName("FT-21 a temporary file that could not be removed stands in the answer, and goes with the transfer")
    void removed() {
        refuse(this::away);
        String id = place();
        var failed = Orders.await(anna, id, "failed");
        assertThat(failed.getJsonArray("leftovers")).isEqualTo(JsonArray.of(leftover()));
        back();
        anna.delete("/transfers/" + id).has(204);
        assertThat(to.files).isEmpty();
        anna.get("/transfers/" + id).problem(404, "ftp.transfer-unknown");
    }

    @Test
    @DisplayName("FT-21 a transfer can be removed while its server is away; what stays there stands in the log")
    void removedWithoutServer() {
        refuse(this::away);
        String id = place();
        Orders.await(anna, id, "failed");
        anna.delete("/transfers/" + id).has(204);
        anna.get("/transfers/" + id).problem(404, "ftp.transfer-unknown");
        assertThat(to.files).hasSize(1);
    }

    @Test
    @DisplayName("FT-21 a transfer that was given up keeps what it can go on with, until it is removed")
    void givenUp() {
        lose();
        String id = place();
        var failed = Orders.await(anna, id, "failed");
        assertThat(failed.getJsonArray("leftovers")).isEqualTo(JsonArray.of(leftover()));
        back();
        anna.delete("/transfers/" + id).has(204);
        assertThat(to.files).isEmpty();
    }

    @Test
    @DisplayName("FT-21 a transfer that was given up goes on behind what it has kept")
    void resumed() {
        lose();
        String id = place();
        Orders.await(anna, id, "failed");
        back();
        anna.post("/transfers/" + id + ":resume", new JsonObject()).has(202);
        var done = Orders.await(anna, id, "done");
        assertThat(to.files).containsOnlyKeys("/in/copy.bin");
        assertThat(to.files.get("/in/copy.bin")).isEqualTo(CONTENT);
        assertThat(done.getJsonArray("leftovers")).isNull();
        assertThat(to.dataReceived.get())
                .as("what stood there is not sent again")
                .isEqualTo(CONTENT.length - CUT_AT);
    }

    @Test
    @DisplayName("FT-21 when a transfer that was given up is forgotten after its time, what it kept is removed")
    void forgotten() {
        lose();
        String id = place();
        Orders.await(anna, id, "failed");
        back();
        Eventually.holds(
                SOON, "it is forgotten", () -> anna.get("/transfers/" + id).status() == 404);
        assertThat(to.files).isEmpty();
    }

    private JsonObject tree() {
        from.directories.add("/tree");
        to.directories.add("/copy");
        return order("from", "tree", "to", "copy").put("recursive", true).put("overwrite", false);
    }

    @Test
    @DisplayName("FT-21 what was begun of a file that has vanished since is removed, though nothing else is copied")
    void vanished() {
        JsonObject order = tree();
        from.withFile("/tree/a.bin", CONTENT).withFile("/tree/b.bin", new byte[9]);
        to.withFile("/copy/b.bin", new byte[1]);
        to.on("STOR", (connection, argument) -> {
            connection.reply("150 send it");
            try (var data = connection.data()) {
                to.files.put(connection.path(argument), data.getInputStream().readNBytes(CUT_AT));
            }
            from.files.remove("/tree/a.bin");
            to.usual("STOR");
            connection.resetControl();
        });

        var done = Orders.run(anna, order);

        assertThat(done.getJsonObject("files").getInteger("skipped")).isEqualTo(1);
        assertThat(to.files).containsOnlyKeys("/copy/b.bin");
    }

    @Test
    @DisplayName("FT-21 resumed, it first goes on with the file that it was in, and then tries again what was refused")
    void inOrder() {
        JsonObject order = tree();
        from.withFile("/tree/a.bin", new byte[7]).withFile("/tree/b.bin", CONTENT);
        to.on("STOR", (connection, argument) -> {
            // The first file is refused, the second one is cut.
            to.on("STOR", (cut, name) -> {
                away();
                cut.reply("150 send it");
                try (var data = cut.data()) {
                    to.files.put(cut.path(name), data.getInputStream().readNBytes(CUT_AT));
                }
                cut.resetControl();
            });
            connection.reply("553 not this one");
        });
        String id = Orders.place(anna, order);
        assertThat(Orders.await(anna, id, "failed").getJsonArray("errors")).hasSize(1);
        back();

        anna.post("/transfers/" + id + ":resume", new JsonObject()).has(202);
        Orders.await(anna, id, "done");

        assertThat(to.files).containsOnlyKeys("/copy/a.bin", "/copy/b.bin");
        assertThat(to.files.get("/copy/b.bin")).isEqualTo(CONTENT);
        assertThat(to.dataReceived.get())
                .as("what stood there is not sent again")
                .isEqualTo(CONTENT.length - CUT_AT + 7);
    }
}
