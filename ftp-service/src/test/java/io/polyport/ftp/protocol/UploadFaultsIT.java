package io.polyport.ftp.protocol;

import static io.polyport.ftp.protocol.OnLoop.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpSession.UploadMode;
import io.polyport.kit.problem.Problem;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A faulty FTP server in an upload")
class UploadFaultsIT {
    @RegisterExtension
    final FaultyPeer peer = new FaultyPeer();

    private Problem uploadFails(byte[] content, String code) {
        var session = peer.open(peer.settings(code));
        var problem = FaultyPeer.timed(() -> peer.loop()
                .problem(() -> session.upload(
                        FtpPath.ofText("new"), UploadMode.STORE, new OnLoop.Source(peer.loop().context, content))));
        peer.quit(session);
        return problem;
    }

    static Stream<Arguments> uploads() {
        return Stream.of(
                FaultyPeer.fault("refuses with 552", "STOR", (c, a) -> c.reply("552 full"), "ftp.insufficient-storage"),
                FaultyPeer.fault("refuses with 452", "STOR", (c, a) -> c.reply("452 full"), "ftp.insufficient-storage"),
                FaultyPeer.fault("refuses with 532", "STOR", (c, a) -> c.reply("532 no"), "ftp.denied"),
                FaultyPeer.fault("refuses with 553", "STOR", (c, a) -> c.reply("553 no"), "ftp.denied"),
                FaultyPeer.fault(
                        "is full in the middle", "STOR", UploadFaultsIT::fullInTheMiddle, "ftp.insufficient-storage"),
                FaultyPeer.fault("takes no more bytes", "STOR", UploadFaultsIT::takesNothing, "ftp.timeout"),
                FaultyPeer.fault("closes the data connection", "STOR", UploadFaultsIT::closesData, "ftp.transfer-cut"),
                FaultyPeer.fault("confirms before the end", "STOR", UploadFaultsIT::confirmsEarly, "ftp.transfer-cut"),
                FaultyPeer.fault("never confirms", "STOR", (c, a) -> swallow(c, ""), "ftp.timeout"),
                FaultyPeer.fault(
                        "closes instead of confirming", "STOR", (c, a) -> swallow(c, "close"), "ftp.connection-lost"),
                FaultyPeer.fault(
                        "loses bytes and confirms", "STOR", (c, a) -> swallow(c, "226 done"), "ftp.transfer-cut"),
                FaultyPeer.fault(
                        "can't write and says 451", "STOR", (c, a) -> swallow(c, "451 no"), "ftp.store-failed"),
                FaultyPeer.fault(
                        "can't write and says 551", "STOR", (c, a) -> swallow(c, "551 no"), "ftp.store-failed"));
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
        peer.server().on(verb, script).on("SIZE", (c, a) -> c.reply("213 7"));

        assertThat(uploadFails(new byte[40_000_000], code).code()).isEqualTo(code);
    }

    @Test
    @DisplayName("FT-14 an upload whose caller goes away is broken off, not ended: the server sees no whole file")
    void brokenSource() {
        var session = peer.loop().open(peer.settings());

        var problem = peer.loop()
                .problem(() -> session.upload(
                        FtpPath.ofText("new"),
                        UploadMode.STORE,
                        new OnLoop.Source(peer.loop().context, new byte[10_000_000], 1_000_000)));

        assertThat(problem.code()).isEqualTo("ftp.upload-broken");
        eventually("closed", () -> peer.server().openSockets() == 0);
        assertThat(peer.server().files).doesNotContainKey("/new");
    }

    @Test
    @DisplayName("FT-41 a full disk in the middle of an upload leaves the session usable")
    void usableAfterRefusal() {
        peer.server().on("STOR", UploadFaultsIT::fullInTheMiddle);
        var session = peer.loop().open(peer.settings());

        peer.loop()
                .problem(() -> session.upload(
                        FtpPath.ofText("new"),
                        UploadMode.STORE,
                        new OnLoop.Source(peer.loop().context, new byte[5_000_000])));

        peer.loop().call(session::noop);
        peer.quit(session);
    }
}
