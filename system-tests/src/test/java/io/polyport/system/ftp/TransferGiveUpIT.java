package io.polyport.system.ftp;

import static io.polyport.system.ftp.Orders.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.protocol.ScriptedFtpServer;
import io.polyport.kit.fixtures.Eventually;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A transfer whose server does not come back")
class TransferGiveUpIT {
    private static final Duration GIVE_UP = Duration.ofSeconds(2);
    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    @DisplayName(
            "FT-21 is tried again for the configured time, then fails and says why; resumed by its caller, it goes on")
    void givesUp() throws IOException {
        try (var from = new ScriptedFtpServer().withMlsd().withFile("/file", new byte[] {1, 2, 3});
                var to = new ScriptedFtpServer().withMlsd();
                var house = FtpHouse.configured(
                        "",
                        "  connections: {%s, %s}\n  transfers: {give-up: %ds}"
                                .formatted(
                                        FtpHouse.line("from", from), FtpHouse.line("to", to), GIVE_UP.toSeconds()))) {
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
                    .isGreaterThanOrEqualTo(GIVE_UP);

            to.onConnect((connection, none) -> connection.reply("220 ready"));
            anna.post("/transfers/" + id + ":resume", new JsonObject()).has(202);
            var done = Orders.await(anna, id, "done");
            assertThat(done.getJsonObject("problem")).isNull();
            assertThat(to.files.get("/file")).containsExactly(1, 2, 3);
        }
    }

    private static Instant time(JsonObject transfer, String what) {
        return Instant.parse(transfer.getString(what));
    }
}
