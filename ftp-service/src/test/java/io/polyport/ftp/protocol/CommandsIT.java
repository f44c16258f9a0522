package io.polyport.ftp.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.FtpDialect;
import io.polyport.ftp.FtpEntry;
import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpSession.UploadMode;
import io.vertx.core.Future;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What is said to an FTP server")
class CommandsIT {
    @RegisterExtension
    final FaultyPeer peer = new FaultyPeer();

    @Test
    @DisplayName("FT-3 names go in the configured charset to a server without UTF-8, or are refused before they go")
    void configuredCharset() {
        peer.server().features.remove("UTF8");
        var cp1251 = Charset.forName("windows-1251");
        String wire = new String("имя.txt".getBytes(cp1251), StandardCharsets.ISO_8859_1);
        peer.server().withFile("/" + wire, new byte[] {1, 2, 3});
        var session =
                peer.loop().open(peer.settings().withDialect(FtpDialect.usual().withCharset(cp1251)));

        assertThat(peer.loop()
                        .call(() ->
                                session.download(FtpPath.ofText("имя.txt"), 0).compose(OnLoop::whole))
                        .length())
                .isEqualTo(3);
        var entry = peer.loop().call(() -> session.stat(FtpPath.ofText("имя.txt")));
        assertThat(entry.name()).isEqualTo("имя.txt");
        int before = peer.server().commands.size();
        assertThat(peer.loop()
                        .problem(() -> session.delete(FtpPath.ofText("日本")))
                        .code())
                .isEqualTo("ftp.name-not-encodable");
        assertThat(peer.server().commands).hasSize(before);
        peer.quit(session);
    }

    @ParameterizedTest(
            name = "FT-41 550 is 403 for what is there and 404 for what is not, whatever its text; MLSD = {0}")
    @ValueSource(booleans = {true, false})
    void probing(boolean machine) {
        if (machine) {
            peer.server().withMlsd();
        }
        peer.server().withFile("/file", new byte[1]).withFile("/secret/file", new byte[1]);
        peer.server().directories.add("/locked");
        peer.server().directories.add("/secret");
        for (String verb : List.of("RETR", "DELE", "RNFR", "STOR")) {
            peer.server().on(verb, (c, a) -> c.reply("550 No such file or directory"));
        }
        peer.server().on("RMD", (c, a) -> c.reply("550 Permission denied"));
        var session = peer.loop().open(peer.settings());
        var none = FtpPath.ofText("none");

        assertThat(code(() -> session.download(FaultyPeer.FILE, 0))).isEqualTo("ftp.denied");
        assertThat(code(() -> session.delete(FaultyPeer.FILE))).isEqualTo("ftp.denied");
        assertThat(code(() -> session.rename(FaultyPeer.FILE, none))).isEqualTo("ftp.denied");
        assertThat(code(() ->
                        session.upload(none, UploadMode.STORE, new OnLoop.Source(peer.loop().context, new byte[1]))))
                .isEqualTo("ftp.denied");
        assertThat(code(() -> session.removeDirectory(FtpPath.ofText("locked"))))
                .isEqualTo("ftp.denied");
        assertThat(code(() -> session.removeDirectory(FtpPath.ofText("secret"))))
                .isEqualTo("ftp.not-empty");
        assertThat(code(() -> session.removeDirectory(none))).isEqualTo("ftp.not-found");
        assertThat(code(() -> session.delete(none))).isEqualTo("ftp.not-found");
        assertThat(code(() -> session.download(none, 0))).isEqualTo("ftp.not-found");
        assertThat(code(() -> session.list(none))).isEqualTo("ftp.not-found");
        assertThat(code(() -> session.download(none.child("below"), 0))).isEqualTo("ftp.not-found");
        assertThat(code(() -> session.delete(FtpPath.ofText("secret")))).isEqualTo("ftp.wrong-kind");
        assertThat(peer.loop().call(() -> session.stat(FaultyPeer.FILE)).type()).isEqualTo(FtpEntry.Type.FILE);
        assertThat(peer.loop().call(() -> session.stat(FaultyPeer.FILE)).modified())
                .isEqualTo("2026-03-04T05:06:07Z");
        assertThat(peer.loop().call(session::workingDirectory)).isEqualTo(FtpPath.root());
        peer.quit(session);
    }

    private <T> String code(Supplier<Future<T>> call) {
        return peer.loop().problem(call).code();
    }

    @Test
    @DisplayName("FT-10 hidden files are asked for where that is set")
    void hidden() {
        var session =
                peer.loop().open(peer.settings().withDialect(FtpDialect.usual().withHidden(true)));

        peer.loop().call(() -> session.list(FtpPath.here()).compose(listing -> OnLoop.whole(listing.lines())));

        assertThat(peer.server().commands).contains("LIST -a");
        peer.quit(session);
    }

    @Test
    @DisplayName("FT-2 without PWD there is no way back, and a session that has moved can't be reset")
    void noPwd() {
        peer.server().directories.add("/sub");
        peer.server().on("PWD", (c, a) -> c.reply("502 no"));
        var session = peer.loop().open(peer.settings());
        peer.loop().call(session::reset);

        peer.loop().call(() -> session.changeDirectory(FtpPath.ofText("sub")));

        assertThat(code(session::reset)).isEqualTo("ftp.unsupported");
        peer.quit(session);
    }

    @Test
    @DisplayName("FT-10 a directory with an awkward name is listed by entering it, never as an argument of LIST")
    void listWithoutArgument() {
        peer.server().directories.add("/-la *");
        peer.server().withFile("/-la */x", new byte[1]);
        var session = peer.loop().open(peer.settings());

        var bytes = peer.loop()
                .call(() -> session.list(FtpPath.ofText("-la *")).compose(listing -> OnLoop.whole(listing.lines())));

        assertThat(bytes.toString()).contains(" x\r\n");
        assertThat(peer.server().commands).contains("CWD ./-la *", "LIST");
        assertThat(List.copyOf(peer.server().commands)).noneMatch(line -> line.startsWith("LIST "));
        assertThat(peer.loop().call(session::workingDirectory)).isEqualTo(FtpPath.root());
        peer.quit(session);
    }
}
