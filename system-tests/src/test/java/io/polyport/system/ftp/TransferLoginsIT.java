package io.polyport.system.ftp;

import static io.polyport.system.ftp.Orders.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.protocol.ScriptedFtpServer;
import io.polyport.kit.fixtures.Eventually;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A transfer whose login is refused")
class TransferLoginsIT {
    private static final Duration TRIED = Duration.ofMinutes(2);

    private final AtomicInteger refused = new AtomicInteger();

    @RegisterExtension
    private final TwoServers servers = new TwoServers();

    private ScriptedFtpServer to;
    private Rest anna;

    @BeforeEach
    void start() {
        servers.from().withFile("/file", new byte[] {1, 2, 3});
        to = servers.to();
        anna = servers.house().as("anna");
    }

    /** So many times. */
    private void refuse(int times) {
        to.on("PASS", (connection, argument) -> {
            if (refused.incrementAndGet() <= times) {
                connection.reply("530 Login incorrect");
            } else {
                connection.usual("PASS", argument);
            }
        });
    }

    @Test
    @DisplayName(
            "FT-21 a wrong password is tried three times, not for hours; corrected and resumed, the transfer goes on")
    void stops() {
        refuse(Integer.MAX_VALUE);
        String id = Orders.place(anna, order("from", "file", "to", "file"));
        Eventually.holds(TRIED, "it was tried three times", () -> refused.get() == 3);

        var failed = Orders.await(anna, id, "failed");
        assertThat(failed.getInteger("attempts")).isEqualTo(3);
        assertThat(failed.getString("nextAttempt")).isNull();
        var problem = failed.getJsonObject("problem");
        assertThat(problem.getString("code")).isEqualTo("ftp.login-refused");
        assertThat(problem.getString("connection")).isEqualTo("to");
        assertThat(problem.getString("detail")).contains("'to'", "lock the account", "password", ":resume");
        assertThat(problem.getJsonObject("reply").getInteger("code")).isEqualTo(530);
        assertThat(refused).hasValue(3);

        to.usual("PASS");
        anna.post("/transfers/" + id + ":resume", new JsonObject()).has(202);
        assertThat(Orders.await(anna, id, "done").getJsonObject("problem")).isNull();
        assertThat(to.files.get("/file")).containsExactly(1, 2, 3);
    }

    @Test
    @DisplayName("FT-21 a server that refuses a login for a moment does not end the transfer")
    void goesOn() {
        refuse(1);
        var done = Orders.run(anna, order("from", "file", "to", "file"));
        assertThat(done.getInteger("attempts")).isEqualTo(2);
        assertThat(to.files.get("/file")).containsExactly(1, 2, 3);
    }
}
