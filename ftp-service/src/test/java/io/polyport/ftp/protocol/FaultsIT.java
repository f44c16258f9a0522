package io.polyport.ftp.protocol;

import static io.polyport.ftp.protocol.OnLoop.eventually;
import static io.polyport.ftp.protocol.OnLoop.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.FtpLimits;
import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpSession;
import io.polyport.ftp.FtpSession.UploadMode;
import io.polyport.ftp.FtpSettings;
import io.polyport.kit.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A faulty FTP server")
class FaultsIT {
    private static final Duration REPLY = Duration.ofMillis(700);
    private static final Duration IDLE = Duration.ofMillis(900);
    private static final byte[] CONTENT =
            "0123456789".repeat(410).substring(0, 4096).getBytes(StandardCharsets.US_ASCII);
    private static final FtpPath FILE = FtpPath.ofText("file");

    private OnLoop loop;
    private ScriptedFtpServer server;

    @BeforeEach
    void start() throws IOException {
        loop = new OnLoop();
        server = new ScriptedFtpServer().withFile("/file", CONTENT);
    }

    /** Whatever the fault was: no socket and no timer may outlive it. */
    @AfterEach
    void nothingIsLeft() throws IOException {
        try {
            eventually("no socket left, but " + server.openSockets(), () -> server.openSockets() == 0);
            eventually("no timer left", () -> loop.timers() == 0);
        } finally {
            server.close();
            loop.close();
        }
    }

    private FtpSettings settings() {
        return FtpSettings.of("127.0.0.1", server.port(), "u", "p")
                .withLimits(FtpLimits.defaults().withTimes(Duration.ofSeconds(5), REPLY, IDLE));
    }

    private Problem openFails() {
        return timed(() -> loop.problem(() -> loop.client.open(settings())));
    }

    private Problem downloadFails() {
        var session = loop.open(settings());
        var problem = timed(() -> loop.problem(() -> session.download(FILE, 0).compose(OnLoop::whole)));
        quit(session);
        return problem;
    }

    private Problem uploadFails(byte[] content) {
        var session = loop.open(settings());
        var problem = timed(() -> loop.problem(() ->
                session.upload(FtpPath.ofText("new"), UploadMode.STORE, new OnLoop.Source(loop.context, content))));
        quit(session);
        return problem;
    }

    private void quit(FtpSession session) {
        loop.call(session::quit);
    }

    /** Within the fault's own time: no chain of timeouts. */
    private static Problem timed(java.util.function.Supplier<Problem> action) {
        long start = System.nanoTime();
        var problem = action.get();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        return problem;
    }

    static Stream<Arguments> logins() {
        return Stream.of(
                fault("hangs before its greeting", "CONNECT", (c, a) -> c.hang(), "ftp.timeout"),
                fault("hangs at USER", "USER", (c, a) -> c.hang(), "ftp.timeout"),
                fault("drips one byte at a time", "USER", FaultsIT::drip, "ftp.timeout"),
                fault(
                        "sends an endless line",
                        "USER",
                        (c, a) -> c.raw("331 " + "x".repeat(9000)),
                        "ftp.protocol-error"),
                fault(
                        "sends endless lines",
                        "USER",
                        (c, a) -> c.raw("331-a\r\n" + "b\r\n".repeat(2100)),
                        "ftp.protocol-error"),
                fault("speaks HTTP", "CONNECT", (c, a) -> c.reply("HTTP/1.1 400 Bad Request"), "ftp.protocol-error"),
                fault("sends a reply twice", "SYST", (c, a) -> c.raw("215 U\r\n215 U\r\n"), "ftp.protocol-error"),
                fault("greets with 421", "CONNECT", (c, a) -> c.reply("421 full"), "ftp.unavailable"),
                fault("greets with 120 and nothing", "CONNECT", (c, a) -> c.reply("120 soon"), "ftp.timeout"),
                fault("answers USER with 421", "USER", (c, a) -> c.reply("421 full"), "ftp.unavailable"),
                fault("answers USER with 530", "USER", (c, a) -> c.reply("530 no"), "ftp.login-refused"),
                fault("answers PASS with 530", "PASS", (c, a) -> c.reply("530 no"), "ftp.login-refused"),
                fault("wants an account", "PASS", (c, a) -> c.reply("332 account"), "ftp.login-refused"),
                fault("answers PASS with 451", "PASS", (c, a) -> c.reply("451 later"), "ftp.unavailable"),
                fault("answers PASS with 331 again", "PASS", (c, a) -> c.reply("331 p"), "ftp.protocol-error"),
                fault("has no binary type", "TYPE", (c, a) -> c.reply("504 no"), "ftp.unsupported"),
                fault("closes at once", "CONNECT", (c, a) -> c.closeControl(), "ftp.connection-lost"),
                fault("closes at PASS", "PASS", (c, a) -> c.closeControl(), "ftp.connection-lost"),
                fault("resets at FEAT", "FEAT", (c, a) -> c.resetControl(), "ftp.connection-lost"));
    }

    private static Arguments fault(String what, String verb, ScriptedFtpServer.Script script, String code) {
        return Arguments.of(what, verb, script, code);
    }

    private static void drip(ScriptedFtpServer.Connection connection, String argument) throws IOException {
        for (int i = 0; i < 100; i++) {
            connection.raw(i == 0 ? "3" : i == 1 ? "3" : i == 2 ? "1" : "-");
            java.util.concurrent.locks.LockSupport.parkNanos(100_000_000);
        }
    }

    @ParameterizedTest(name = "FT-41 FT-42 a server that {0} gives {3}, in time, and leaves nothing open")
    @MethodSource("logins")
    void login(String what, String verb, ScriptedFtpServer.Script script, String code) {
        if (verb.equals("CONNECT")) {
            server.onConnect(script);
        } else {
            server.on(verb, script);
        }

        assertThat(openFails().code()).isEqualTo(code);
    }

    static Stream<Arguments> downloads() {
        return Stream.of(
                fault("hangs at EPSV", "EPSV", (c, a) -> c.hang(), "ftp.timeout"),
                fault("names a port below 1024", "EPSV", (c, a) -> c.reply("229 (|||22|)"), "ftp.protocol-error"),
                fault("names port 0", "EPSV", (c, a) -> c.reply("229 (|||0|)"), "ftp.protocol-error"),
                fault("names no port", "EPSV", (c, a) -> c.reply("229 ok"), "ftp.protocol-error"),
                fault("answers EPSV with 425", "EPSV", (c, a) -> c.reply("425 no"), "ftp.data-connection"),
                fault("has a dead data port", "EPSV", FaultsIT::deadPort, "ftp.data-connection"),
                fault("answers RETR with 425", "RETR", (c, a) -> c.reply("425 no"), "ftp.data-connection"),
                fault("answers RETR with 421", "RETR", (c, a) -> c.reply("421 bye"), "ftp.unavailable"),
                fault("answers RETR with 451", "RETR", (c, a) -> c.reply("451 no"), "ftp.refused"),
                fault("hangs at RETR", "RETR", (c, a) -> c.hang(), "ftp.timeout"),
                fault("says 550 after 150", "RETR", (c, a) -> part(c, 0, "550 no"), "ftp.transfer-cut"),
                fault("says 425 after 150", "RETR", (c, a) -> part(c, 0, "425 no"), "ftp.data-connection"),
                fault("breaks off with 451", "RETR", (c, a) -> part(c, 100, "451 no"), "ftp.transfer-cut"),
                fault("breaks off with 426", "RETR", (c, a) -> part(c, 100, "426 no"), "ftp.transfer-cut"),
                fault("confirms a short file", "RETR", (c, a) -> part(c, 100, "226 done"), "ftp.transfer-cut"),
                fault("never confirms", "RETR", (c, a) -> part(c, 4096, ""), "ftp.timeout"),
                fault("says 150 twice", "RETR", (c, a) -> part(c, 4096, "150 again"), "ftp.protocol-error"),
                fault("closes instead of confirming", "RETR", FaultsIT::closeUnconfirmed, "ftp.connection-lost"),
                fault("dies in the middle", "RETR", FaultsIT::die, "ftp.connection-lost"),
                fault("resets the data connection", "RETR", FaultsIT::resetData, "ftp.transfer-cut"),
                fault("resets the data connection and confirms", "RETR", FaultsIT::resetAndConfirm, "ftp.transfer-cut"),
                fault("stalls in the middle", "RETR", FaultsIT::stall, "ftp.timeout"),
                fault("sends more than the file has", "RETR", FaultsIT::tooMuch, "ftp.transfer-cut"));
    }

    private static void deadPort(ScriptedFtpServer.Connection c, String argument) throws IOException {
        int port;
        try (var free = new java.net.ServerSocket(0)) {
            port = free.getLocalPort();
        }
        c.reply("229 (|||" + port + "|)");
    }

    private static void part(ScriptedFtpServer.Connection c, int bytes, String last) throws IOException {
        c.reply("150 here it comes");
        try (var data = c.data()) {
            data.getOutputStream().write(CONTENT, 0, bytes);
        }
        if (last.isEmpty()) {
            c.hang();
        } else {
            c.reply(last);
        }
    }

    private static void closeUnconfirmed(ScriptedFtpServer.Connection c, String argument) throws IOException {
        c.reply("150 here it comes");
        try (var data = c.data()) {
            data.getOutputStream().write(CONTENT);
        }
        c.closeControl();
    }

    private static void die(ScriptedFtpServer.Connection c, String argument) throws IOException {
        c.reply("150 here it comes");
        var data = c.data();
        data.getOutputStream().write(CONTENT, 0, 100);
        c.resetControl();
        ScriptedFtpServer.reset(data);
    }

    private static void resetData(ScriptedFtpServer.Connection c, String argument) throws IOException {
        c.reply("150 here it comes");
        var data = c.data();
        data.getOutputStream().write(CONTENT, 0, 100);
        ScriptedFtpServer.reset(data);
    }

    private static void resetAndConfirm(ScriptedFtpServer.Connection c, String argument) throws IOException {
        resetData(c, argument);
        c.reply("226 done");
    }

    private static void stall(ScriptedFtpServer.Connection c, String argument) throws IOException {
        c.reply("150 here it comes");
        try (var data = c.data()) {
            data.getOutputStream().write(CONTENT, 0, 100);
            c.hang();
        }
    }

    private static void tooMuch(ScriptedFtpServer.Connection c, String argument) throws IOException {
        c.reply("150 here it comes");
        try (var data = c.data()) {
            data.getOutputStream().write(CONTENT);
            data.getOutputStream().write(1);
        }
        c.reply("226 done");
    }

    @ParameterizedTest(
            name = "FT-41 a download from a server that {0} fails with {3}, in time, and leaves nothing open")
    @MethodSource("downloads")
    void download(String what, String verb, ScriptedFtpServer.Script script, String code) {
        server.on(verb, script);

        assertThat(downloadFails().code()).isEqualTo(code);
    }

    static Stream<Arguments> uploads() {
        return Stream.of(
                fault("refuses with 552", "STOR", (c, a) -> c.reply("552 full"), "ftp.insufficient-storage"),
                fault("refuses with 452", "STOR", (c, a) -> c.reply("452 full"), "ftp.insufficient-storage"),
                fault("refuses with 532", "STOR", (c, a) -> c.reply("532 no"), "ftp.denied"),
                fault("refuses with 553", "STOR", (c, a) -> c.reply("553 no"), "ftp.denied"),
                fault("is full in the middle", "STOR", FaultsIT::fullInTheMiddle, "ftp.insufficient-storage"),
                fault("takes no more bytes", "STOR", FaultsIT::takesNothing, "ftp.timeout"),
                fault("closes the data connection", "STOR", FaultsIT::closesData, "ftp.transfer-cut"),
                fault("confirms before the end", "STOR", FaultsIT::confirmsEarly, "ftp.transfer-cut"),
                fault("never confirms", "STOR", (c, a) -> swallow(c, ""), "ftp.timeout"),
                fault("closes instead of confirming", "STOR", (c, a) -> swallow(c, "close"), "ftp.connection-lost"),
                fault("loses bytes and confirms", "STOR", (c, a) -> swallow(c, "226 done"), "ftp.transfer-cut"),
                fault("can't write and says 451", "STOR", (c, a) -> swallow(c, "451 no"), "ftp.store-failed"),
                fault("can't write and says 551", "STOR", (c, a) -> swallow(c, "551 no"), "ftp.store-failed"));
    }

    private static void fullInTheMiddle(ScriptedFtpServer.Connection c, String argument) throws IOException {
        c.reply("150 send it");
        try (var data = c.data()) {
            data.getInputStream().readNBytes(1000);
            c.reply("452 full");
            data.getInputStream().readAllBytes();
        } catch (IOException reset) {
            // That is what the client has to do.
        }
    }

    private static void takesNothing(ScriptedFtpServer.Connection c, String argument) throws IOException {
        c.reply("150 send it");
        var data = c.data();
        c.hang();
        data.close();
    }

    private static void closesData(ScriptedFtpServer.Connection c, String argument) throws IOException {
        c.reply("150 send it");
        c.data().close();
        c.hang();
    }

    private static void confirmsEarly(ScriptedFtpServer.Connection c, String argument) throws IOException {
        c.reply("150 send it");
        try (var data = c.data()) {
            c.reply("226 done");
            data.getInputStream().readAllBytes();
        } catch (IOException reset) {
            // That is what the client has to do.
        }
    }

    private static void swallow(ScriptedFtpServer.Connection c, String last) throws IOException {
        c.reply("150 send it");
        try (var data = c.data()) {
            data.getInputStream().readAllBytes();
        }
        if (last.isEmpty()) {
            c.hang();
        } else if (last.equals("close")) {
            c.closeControl();
        } else {
            c.reply(last);
        }
    }

    @ParameterizedTest(
            name = "FT-14 FT-41 an upload to a server that {0} fails with {3}, in time, and leaves nothing open")
    @MethodSource("uploads")
    void upload(String what, String verb, ScriptedFtpServer.Script script, String code) {
        server.on(verb, script).on("SIZE", (c, a) -> c.reply("213 7"));

        assertThat(uploadFails(new byte[40_000_000]).code()).isEqualTo(code);
    }

    @Test
    @DisplayName("FT-41 the problem carries the server's reply, without control characters")
    void replyInProblem() {
        server.on("PASS", (c, a) -> c.raw("530-Bad\u0007 luck\r\n530 Go\u001b[31m away\r\n"));

        var problem = openFails();

        assertThat(problem.extensions().get("reply"))
                .isEqualTo(new JsonObject().put("code", 530).put("text", "Bad  luck Go [31m away"));
        assertThat(problem.status()).isEqualTo(502);
    }

    @Test
    @DisplayName("FT-41 nobody at the port, and a name that does not exist, are told apart")
    void unreachable() throws IOException {
        int port;
        try (var free = new java.net.ServerSocket(0)) {
            port = free.getLocalPort();
        }
        var nobody = FtpSettings.of("127.0.0.1", port, "u", "p");
        var nowhere = FtpSettings.of("no-such-host.invalid", port, "u", "p");

        assertThat(loop.problem(() -> loop.client.open(nobody)).code()).isEqualTo("ftp.connect-refused");
        assertThat(loop.problem(() -> loop.client.open(nowhere)).code()).isEqualTo("ftp.unknown-host");
    }

    @Test
    @DisplayName("FT-42 the address in a PASV reply is not followed, even when it can't be reached")
    void pasvAddress() {
        server.on("EPSV", (c, a) -> c.reply("500 what?")).on("PASV", (c, a) -> {
            c.openPassive();
            c.reply("227 (10,20,30,40," + c.passivePort() / 256 + "," + c.passivePort() % 256 + ")");
        });
        var session = loop.open(settings());

        var content = loop.call(() -> session.download(FILE, 0).compose(OnLoop::whole));

        assertThat(content.getBytes()).isEqualTo(CONTENT);
        assertThat(loop.call(() -> session.download(FILE, 0).compose(OnLoop::whole))
                        .length())
                .isEqualTo(4096);
        assertThat(server.commands.stream().filter("EPSV"::equals)).hasSize(1);
        quit(session);
    }

    @Test
    @DisplayName("FT-42 CR, LF and NUL never reach the control connection")
    void noInjection() {
        for (String bad : new String[] {"a\r\nDELE file", "a\nb", "a\0b"}) {
            assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> FtpPath.ofText(bad)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> FtpSettings.of("h", 21, bad, "p")))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    @DisplayName("a reply that comes before the data has ended waits for it")
    void earlyConfirmation() {
        server.on("RETR", (c, a) -> {
            c.raw("150 here it comes\r\n226 done\r\n");
            java.util.concurrent.locks.LockSupport.parkNanos(200_000_000);
            try (var data = c.data()) {
                data.getOutputStream().write(CONTENT);
            }
        });
        var session = loop.open(settings());

        assertThat(loop.call(() -> session.download(FILE, 0).compose(OnLoop::whole))
                        .length())
                .isEqualTo(4096);
        loop.call(session::noop);
        quit(session);
    }

    @Test
    @DisplayName("a server that sends no 150 but data and 226 is understood")
    void noPreliminary() {
        server.on("RETR", (c, a) -> {
            try (var data = c.data()) {
                data.getOutputStream().write(CONTENT);
            }
            c.reply("226 done");
        });
        var session = loop.open(settings());

        assertThat(loop.call(() -> session.download(FILE, 0).compose(OnLoop::whole))
                        .length())
                .isEqualTo(4096);
        quit(session);
    }

    @Test
    @DisplayName("FT-1 a server that says 421 to an idle session ends it, with its reason")
    void idleGoodbye() {
        server.on("NOOP", (c, a) -> c.raw("200 ok\r\n"));
        var said = new java.util.concurrent.CompletableFuture<ScriptedFtpServer.Connection>();
        server.on("PWD", (c, a) -> {
            c.usual("PWD", a);
            said.complete(c);
        });
        var session = loop.open(settings());
        try {
            said.join().reply("421 Timeout.");
        } catch (IOException e) {
            throw new AssertionError(e);
        }

        var reason = OnLoop.await(session.ended());

        assertThat(reason.problem().code()).isEqualTo("ftp.unavailable");
        assertThat(loop.problem(session::noop).code()).isEqualTo("ftp.unavailable");
    }

    @Test
    @DisplayName("FT-13 giving a download up ends the server's side within a second")
    void abort() {
        var ended = new java.util.concurrent.CompletableFuture<Long>();
        server.on("SIZE", (c, a) -> c.reply("502 no")).on("RETR", (c, a) -> {
            c.reply("150 here it comes");
            try (var data = c.data()) {
                c.pour(data.getOutputStream(), Long.MAX_VALUE);
            } catch (IOException gone) {
                ended.complete(System.nanoTime());
            }
        });
        var session = loop.open(settings());
        var download = loop.call(() -> session.download(FILE, 0));
        eventually("bytes flow", () -> server.dataSent.get() > 100_000);

        long start = System.nanoTime();
        loop.call(() -> {
            download.abort();
            return Future.succeededFuture();
        });

        assertThat(Duration.ofNanos(ended.orTimeout(5, java.util.concurrent.TimeUnit.SECONDS)
                                .join()
                        - start))
                .isLessThan(Duration.ofSeconds(1));
        assertThat(loop.problem(session::noop).code()).isEqualTo("ftp.connection-lost");
    }

    @Test
    @DisplayName("FT-14 an upload whose caller goes away is broken off, not ended: the server sees no whole file")
    void brokenSource() {
        var session = loop.open(settings());

        var problem = loop.problem(() -> session.upload(
                FtpPath.ofText("new"),
                UploadMode.STORE,
                new OnLoop.Source(loop.context, new byte[10_000_000], 1_000_000)));

        assertThat(problem.code()).isEqualTo("ftp.upload-broken");
        eventually("closed", () -> server.openSockets() == 0);
        assertThat(server.files).doesNotContainKey("/new");
    }

    @Test
    @DisplayName("a second call while one is under way is refused and disturbs nothing")
    void busy() {
        var session = loop.open(settings());
        var download = loop.call(() -> session.download(FILE, 0));

        assertThat(loop.problem(session::noop).code()).isEqualTo("ftp.session-busy");
        assertThat(loop.call(() -> whole(download)).length()).isEqualTo(4096);
        loop.call(session::noop);
        quit(session);
    }

    @Test
    @DisplayName("FT-41 a full disk in the middle of an upload leaves the session usable")
    void usableAfterRefusal() {
        server.on("STOR", FaultsIT::fullInTheMiddle);
        var session = loop.open(settings());

        loop.problem(() -> session.upload(
                FtpPath.ofText("new"), UploadMode.STORE, new OnLoop.Source(loop.context, new byte[5_000_000])));

        loop.call(session::noop);
        quit(session);
    }
}
