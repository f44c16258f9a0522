package io.polyport.ftp.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpSession;
import io.polyport.ftp.FtpSession.UploadMode;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A session that has entered a directory to list it")
class WorkingDirectoryIT {
    private static final FtpPath SUB = FtpPath.ofText("sub");
    private static final FtpPath BELOW = FtpPath.ofText("sub/below");

    @RegisterExtension
    final FaultyPeer peer = new FaultyPeer();

    @BeforeEach
    void fill() {
        peer.server().directories.addAll(List.of("/sub", "/other", "/other/sub"));
        peer.server()
                .withFile("/sub/below", "below".getBytes(ScriptedFtpServer.RAW))
                .withFile("/other/sub/there", new byte[1]);
    }

    private List<String> list(FtpSession session, FtpPath directory) {
        return Listed.names(peer.loop(), session, directory);
    }

    private String content(FtpSession session, FtpPath file) {
        return peer.loop()
                .call(() -> session.download(file, 0).compose(OnLoop::whole))
                .toString();
    }

    /** One that stands in the listed directory; the commands from now on are kept. */
    private FtpSession inSub() {
        var session = peer.loop().open(peer.settings());
        assertThat(list(session, SUB)).containsExactly("below");
        assertThat(peer.server().commands).endsWith("CWD sub", "EPSV", "LIST");
        peer.server().commands.clear();
        return session;
    }

    @Test
    @DisplayName("FT-10 FT-13 does not go back to look elsewhere: it says the whole path, with the same meaning")
    void looks() {
        var session = inSub();

        assertThat(content(session, BELOW)).isEqualTo("below");
        assertThat(content(session, FaultyPeer.FILE)).hasSize(4096);
        assertThat(peer.loop().call(() -> session.stat(FaultyPeer.FILE)).size()).isEqualTo(4096);
        assertThat(list(session, FtpPath.ofText("other"))).containsExactly("sub");
        assertThat(list(session, SUB)).containsExactly("below");
        assertThat(peer.server().commands)
                .contains("RETR /sub/below", "RETR /file", "CWD /other", "CWD /sub")
                .doesNotContain("CWD /", "PWD");

        assertThat(peer.loop().call(session::workingDirectory)).isEqualTo(FtpPath.root());
        assertThat(list(session, FtpPath.here())).contains("file", "sub", "other");
        assertThat(peer.server().commands).endsWith("CWD /", "EPSV", "LIST");
        peer.quit(session);
    }

    @Test
    @DisplayName("FT-14 FT-17 goes back, once, before it changes anything")
    void changes() {
        var session = inSub();

        var source = new OnLoop.Source(peer.loop().context, new byte[3]);
        peer.loop().call(() -> session.upload(FtpPath.ofText("new"), UploadMode.STORE, source));
        peer.loop().call(() -> session.rename(FtpPath.ofText("new"), FtpPath.ofText("newer")));

        assertThat(peer.server().commands)
                .containsExactly("CWD /", "EPSV", "STOR new", "SIZE new", "RNFR new", "RNTO newer");
        assertThat(peer.server().files).containsKey("/newer");
        peer.quit(session);
    }

    @Test
    @DisplayName("FT-2 goes back before another caller gets it, and not to leave")
    void reset() {
        var session = inSub();
        peer.loop().call(session::reset);
        assertThat(peer.server().commands).containsExactly("CWD /");
        peer.loop().call(session::reset);
        assertThat(peer.server().commands).containsExactly("CWD /");

        assertThat(list(session, SUB)).containsExactly("below");
        peer.server().commands.clear();
        peer.quit(session);
        assertThat(peer.server().commands).containsExactly("QUIT");
    }

    @Test
    @DisplayName("FT-1 stays in its caller's working directory, which is not the one that was listed")
    void changed() {
        var session = inSub();

        assertThat(peer.loop().call(() -> session.changeDirectory(FtpPath.ofText("other"))))
                .isEqualTo(FtpPath.ofText("/other"));
        assertThat(list(session, SUB)).containsExactly("there");
        assertThat(peer.loop().call(() -> session.size(FtpPath.ofText("sub/there"))))
                .hasValue(1);

        assertThat(peer.server().commands)
                .containsExactly("CWD /", "CWD other", "PWD", "CWD sub", "EPSV", "LIST", "SIZE /other/sub/there");
        assertThat(peer.loop().call(session::workingDirectory)).isEqualTo(FtpPath.ofText("/other"));
        peer.quit(session);
    }

    @Test
    @DisplayName("FT-20 goes back before a raw command, and asks where it is before the next step behind one")
    void raw() {
        var session = inSub();

        assertThat(peer.loop().call(() -> session.command("CWD other")).code()).isEqualTo(250);
        assertThat(list(session, SUB)).containsExactly("there");
        assertThat(peer.loop().call(session::workingDirectory)).isEqualTo(FtpPath.ofText("/other"));
        peer.loop().call(session::reset);

        assertThat(peer.server().commands)
                .containsExactly("CWD /", "CWD other", "PWD", "CWD sub", "EPSV", "LIST", "CWD /");
        assertThat(content(session, BELOW)).isEqualTo("below");
        peer.quit(session);
    }

    @Test
    @DisplayName("FT-13 FT-41 takes a refusal for true only when it was asked in the caller's own words")
    void refused() {
        for (String verb : List.of("RETR", "SIZE", "CWD")) {
            peer.server().on(verb, (c, a) -> {
                if (a.startsWith("/") && a.length() > 1) {
                    c.reply("550 no such thing");
                } else {
                    c.usual(verb, a);
                }
            });
        }
        var session = inSub();

        assertThat(content(session, BELOW)).isEqualTo("below");
        assertThat(peer.server().commands)
                .containsExactly("SIZE /sub/below", "CWD /", "SIZE sub/below", "EPSV", "RETR sub/below");
        assertThat(list(session, SUB)).containsExactly("below");
        assertThat(list(session, FtpPath.ofText("other"))).containsExactly("sub");
        assertThat(peer.loop()
                        .problem(() -> session.download(FtpPath.ofText("none"), 0))
                        .code())
                .isEqualTo("ftp.not-found");
        peer.quit(session);
    }

    @Test
    @DisplayName("FT-41 ends when there is no way back: what it would be told from now on might mean something else")
    void noWayBack() {
        var session = inSub();
        peer.server().on("CWD", (c, a) -> c.reply("550 gone"));

        assertThat(peer.loop().problem(() -> session.delete(FaultyPeer.FILE)).code())
                .isEqualTo("ftp.protocol-error");
        OnLoop.eventually("the session is over", () -> session.ended().isComplete());
        assertThat(peer.server().files).containsKey("/file");
    }

    @Test
    @DisplayName("FT-41 goes on looking without a way back: from the root everything means the same")
    void looksOn() {
        var session = inSub();
        peer.server().on("CWD", (c, a) -> c.reply("550 gone"));

        assertThat(peer.loop().call(() -> session.size(FtpPath.ofText("none")))).isEmpty();
        assertThat(content(session, BELOW)).isEqualTo("below");
        assertThat(peer.server().commands).contains("SIZE /none", "CWD /", "RETR /sub/below");
        peer.quit(session);
    }

    @Test
    @DisplayName("FT-10 goes back at once at a server whose paths do not begin with a slash")
    void drive() {
        peer.server().on("PWD", (c, a) -> c.reply("257 \"C:\\in\""));
        peer.server().on("CWD", (c, a) -> {
            if (a.equals("C:\\in")) {
                c.usual("CWD", "/");
            } else {
                c.usual("CWD", a);
            }
        });
        var session = peer.loop().open(peer.settings());

        assertThat(list(session, SUB)).containsExactly("below");
        assertThat(content(session, BELOW)).isEqualTo("below");

        assertThat(peer.server().commands).containsSubsequence("CWD sub", "LIST", "CWD C:\\in", "RETR sub/below");
        peer.quit(session);
    }
}
