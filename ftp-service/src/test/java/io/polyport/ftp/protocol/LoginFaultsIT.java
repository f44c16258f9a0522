package io.polyport.ftp.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpSettings;
import io.polyport.kit.fixtures.FreePorts;
import io.polyport.kit.problem.Problem;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A faulty FTP server at the login")
class LoginFaultsIT {
    @RegisterExtension
    final FaultyPeer peer = new FaultyPeer();

    private Problem openFails(FtpSettings settings) {
        return FaultyPeer.timed(
                () -> peer.loop().problem(() -> peer.loop().client.open(settings)));
    }

    static Stream<Arguments> logins() {
        return Stream.of(
                FaultyPeer.fault("hangs before its greeting", "CONNECT", (c, a) -> c.hang(), "ftp.timeout"),
                FaultyPeer.fault("hangs at USER", "USER", (c, a) -> c.hang(), "ftp.timeout"),
                FaultyPeer.fault("drips one byte at a time", "USER", LoginFaultsIT::drip, "ftp.timeout"),
                FaultyPeer.fault(
                        "sends an endless line",
                        "USER",
                        (c, a) -> c.raw("331 " + "x".repeat(9000)),
                        "ftp.protocol-error"),
                FaultyPeer.fault(
                        "sends endless lines",
                        "USER",
                        (c, a) -> c.raw("331-a\r\n" + "b\r\n".repeat(2100)),
                        "ftp.protocol-error"),
                FaultyPeer.fault(
                        "speaks HTTP", "CONNECT", (c, a) -> c.reply("HTTP/1.1 400 Bad Request"), "ftp.protocol-error"),
                FaultyPeer.fault(
                        "sends a reply twice", "FEAT", (c, a) -> c.raw("500 U\r\n500 U\r\n"), "ftp.protocol-error"),
                FaultyPeer.fault("greets with 421", "CONNECT", (c, a) -> c.reply("421 full"), "ftp.unavailable"),
                FaultyPeer.fault(
                        "greets with 120 and nothing", "CONNECT", (c, a) -> c.reply("120 soon"), "ftp.timeout"),
                FaultyPeer.fault("answers USER with 421", "USER", (c, a) -> c.reply("421 full"), "ftp.unavailable"),
                FaultyPeer.fault("answers USER with 530", "USER", (c, a) -> c.reply("530 no"), "ftp.login-refused"),
                FaultyPeer.fault("answers PASS with 530", "PASS", (c, a) -> c.reply("530 no"), "ftp.login-refused"),
                FaultyPeer.fault("wants an account", "PASS", (c, a) -> c.reply("332 account"), "ftp.login-refused"),
                FaultyPeer.fault("answers PASS with 451", "PASS", (c, a) -> c.reply("451 later"), "ftp.unavailable"),
                FaultyPeer.fault(
                        "answers PASS with 331 again", "PASS", (c, a) -> c.reply("331 p"), "ftp.protocol-error"),
                FaultyPeer.fault("has no binary type", "TYPE", (c, a) -> c.reply("504 no"), "ftp.unsupported"),
                FaultyPeer.fault("closes at once", "CONNECT", (c, a) -> c.closeControl(), "ftp.connection-lost"),
                FaultyPeer.fault("closes at PASS", "PASS", (c, a) -> c.closeControl(), "ftp.connection-lost"),
                FaultyPeer.fault("resets at FEAT", "FEAT", (c, a) -> c.resetControl(), "ftp.connection-lost"));
    }

    private static void drip(ScriptedFtpServer.Connection connection, String argument) throws IOException {
        // Until the client leaves: whoever lets each byte prolong its patience never does.
        for (int i = 0; i < 1_000; i++) {
            connection.raw(i == 0 ? "3" : i == 1 ? "3" : i == 2 ? "1" : "-");
            java.util.concurrent.locks.LockSupport.parkNanos(100_000_000);
        }
    }

    @ParameterizedTest(name = "FT-41 FT-42 a server that {0} gives {3}, in time, and leaves nothing open")
    @MethodSource("logins")
    void login(String what, String verb, ScriptedFtpServer.Script script, String code) {
        if (verb.equals("CONNECT")) {
            peer.server().onConnect(script);
        } else {
            peer.server().on(verb, script);
        }

        assertThat(openFails(peer.settings(code)).code()).isEqualTo(code);
    }

    @Test
    @DisplayName("FT-41 the problem carries the server's reply, without control characters")
    void replyInProblem() {
        peer.server().on("PASS", (c, a) -> c.raw("530-Bad\u0007 luck\r\n530 Go\u001b[31m away\r\n"));

        var problem = openFails(peer.settings());

        assertThat(problem.extensions().get("reply"))
                .isEqualTo(new JsonObject().put("code", 530).put("text", "Bad  luck Go [31m away"));
        assertThat(problem.status()).isEqualTo(502);
    }

    @Test
    @DisplayName("FT-41 nobody at the port, and a name that does not exist, are told apart")
    void unreachable() throws IOException {
        int port = FreePorts.one();
        var nobody = FtpSettings.of("127.0.0.1", port, "u", "p");
        var nowhere = FtpSettings.of("no-such-host.invalid", port, "u", "p");

        assertThat(peer.loop().problem(() -> peer.loop().client.open(nobody)).code())
                .isEqualTo("ftp.connect-refused");
        assertThat(peer.loop().problem(() -> peer.loop().client.open(nowhere)).code())
                .isEqualTo("ftp.unknown-host");
    }

    @Test
    @DisplayName("FT-42 CR, LF and NUL never reach the control connection")
    void noInjection() {
        for (String bad : new String[] {"a\r\nDELE file", "a\nb", "a\0b"}) {
            assertThat(catchThrowable(() -> FtpPath.ofText(bad))).isInstanceOf(IllegalArgumentException.class);
            assertThat(catchThrowable(() -> FtpSettings.of("h", 21, bad, "p")))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    @DisplayName("FT-1 a server that says 421 to an idle session ends it, with its reason")
    void idleGoodbye() {
        peer.server().on("NOOP", (c, a) -> c.raw("200 ok\r\n"));
        var said = new java.util.concurrent.CompletableFuture<ScriptedFtpServer.Connection>();
        peer.server().on("TYPE", (c, a) -> {
            c.usual("TYPE", a);
            said.complete(c);
        });
        var session = peer.loop().open(peer.settings());
        try {
            said.join().reply("421 Timeout.");
        } catch (IOException e) {
            throw new AssertionError(e);
        }

        var reason = OnLoop.await(session.ended());

        assertThat(reason.problem().code()).isEqualTo("ftp.unavailable");
        assertThat(peer.loop().problem(session::noop).code()).isEqualTo("ftp.unavailable");
    }
}
