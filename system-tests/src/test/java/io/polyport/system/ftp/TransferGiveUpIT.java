package io.polyport.system.ftp;

import static io.polyport.system.ftp.Orders.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.protocol.ScriptedFtpServer;
import io.polyport.kit.fixtures.Eventually;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A transfer whose server does not come back")
class TransferGiveUpIT {
    private static final Duration GIVE_UP = Duration.ofSeconds(2);
    /** Long enough for it to wait for another attempt when this machine does nothing for three seconds. */
    private static final Duration SEEN_WAITING = Duration.ofSeconds(5);

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int STEP = 100 << 10;
    /** More than what may still be on its way. */
    private static final int LARGE_STEP = 8 << 20;

    private static final int LARGE = 128 << 20;
    private static final byte[] CONTENT = new byte[3 << 20];

    static {
        new Random(8).nextBytes(CONTENT);
    }

    @Test
    @DisplayName(
            "FT-21 is tried again for the configured time, then fails and says why; resumed by its caller, it goes on")
    void givesUp() throws IOException {
        try (var from = new ScriptedFtpServer().withMlsd().withFile("/file", new byte[] {1, 2, 3});
                var to = new ScriptedFtpServer().withMlsd();
                var house = house(from, to, SEEN_WAITING)) {
            var anna = house.as("anna");
            to.onConnect((connection, none) -> connection.reply("421 come back later"));
            String id = Orders.place(anna, order("from", "file", "to", "file"));
            Eventually.holds(
                    SOON,
                    "it says when it is tried again",
                    () -> Orders.now(anna, id).getString("nextAttempt") != null);

            var failed = Orders.await(anna, id, "failed");
            assertThat(failed.getInteger("attempts")).isGreaterThan(1);
            assertThat(failed.getJsonObject("problem").getJsonObject("reply").getInteger("code"))
                    .isEqualTo(421);
            assertThat(failed.getString("nextAttempt")).isNull();
            assertThat(Duration.between(time(failed, "started"), time(failed, "ended")))
                    .isGreaterThanOrEqualTo(SEEN_WAITING);

            to.onConnect((connection, none) -> connection.reply("220 ready"));
            anna.post("/transfers/" + id + ":resume", new JsonObject()).has(202);
            var done = Orders.await(anna, id, "done");
            assertThat(done.getJsonObject("problem")).isNull();
            assertThat(to.files.get("/file")).containsExactly(1, 2, 3);
        }
    }

    private static FtpHouse house(ScriptedFtpServer from, ScriptedFtpServer to, Duration giveUp) {
        return FtpHouse.configured(
                "",
                "  connections: {%s, %s}\n  transfers: {give-up: %ds}"
                        .formatted(FtpHouse.line("from", from), FtpHouse.line("to", to), giveUp.toSeconds()));
    }

    /** Takes a step more with each attempt and is lost then; how much it has kept of it is the script's matter. */
    private static void lose(ScriptedFtpServer to, int step, BinaryOperator<byte[]> keeping) {
        var attempts = new AtomicInteger();
        ScriptedFtpServer.Script losing = (connection, argument) -> {
            connection.reply("150 send it");
            try (var data = connection.data()) {
                byte[] more = data.getInputStream().readNBytes(attempts.incrementAndGet() * step);
                to.files.merge(connection.path(argument), more, keeping);
            }
            connection.resetControl();
        };
        to.on("STOR", losing).on("APPE", losing);
    }

    private static byte[] joined(byte[] one, byte[] other) {
        return Buffer.buffer(one).appendBytes(other).getBytes();
    }

    @Test
    @DisplayName("FT-21 a target that takes bytes and keeps none is given up as one that is away")
    void discards() throws IOException {
        try (var from = new ScriptedFtpServer().withMlsd().withFile("/file", new byte[LARGE]);
                var to = new ScriptedFtpServer().withMlsd();
                var house = house(from, to, GIVE_UP)) {
            lose(to, LARGE_STEP, (before, more) -> new byte[0]);
            to.on("SIZE", (connection, argument) -> connection.reply("213 0"));
            var anna = house.as("anna");
            String id = Orders.place(anna, order("from", "file", "to", "file").put("overwrite", true));
            var failed = Orders.await(anna, id, "failed");
            assertThat(failed.getInteger("attempts")).isBetween(2, 5);
            assertThat(failed.getJsonObject("problem")).isNotNull();
        }
    }

    @Test
    @DisplayName("FT-21 a target that has more after each attempt is not given up, however long that takes")
    void creeps() throws IOException {
        try (var from = new ScriptedFtpServer().withMlsd().withFile("/file", CONTENT);
                var to = new ScriptedFtpServer().withMlsd();
                var house = house(from, to, GIVE_UP)) {
            lose(to, STEP, TransferGiveUpIT::joined);
            var anna = house.as("anna");
            var done = Orders.run(anna, order("from", "file", "to", "file"));
            assertThat(Duration.between(time(done, "started"), time(done, "ended")))
                    .isGreaterThan(GIVE_UP.multipliedBy(2));
            assertThat(to.files.get("/file")).isEqualTo(CONTENT);
        }
    }

    private static Instant time(JsonObject transfer, String what) {
        return Instant.parse(transfer.getString(what));
    }
}
