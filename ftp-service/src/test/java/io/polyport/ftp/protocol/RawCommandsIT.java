package io.polyport.ftp.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.FtpDialect;
import io.polyport.ftp.FtpSession.CommandReply;
import java.nio.charset.Charset;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A raw command")
class RawCommandsIT {
    @RegisterExtension
    final FaultyPeer peer = new FaultyPeer();

    @Test
    @DisplayName("FT-20 is sent as it is, and every line of whatever reply comes back")
    void reply() {
        peer.server().on("SITE", (c, a) -> c.raw("214-These:\r\n CHMOD\r\n211 UMASK\r\n214 End\r\n"));
        var session = peer.loop().open(peer.settings());

        assertThat(peer.loop().call(() -> session.command("SITE -x  y ")))
                .isEqualTo(new CommandReply(
                        214, List.of("These:", " CHMOD", "211 UMASK", "End"), "These: CHMOD 211 UMASK End"));
        assertThat(peer.server().commands).contains("SITE -x  y ");
        assertThat(peer.loop().call(() -> session.command("NOSUCH")).code()).isEqualTo(502);
        peer.server().on("XTRA", (c, a) -> c.raw("150 begun\r\n250 done\r\n"));
        assertThat(peer.loop().call(() -> session.command("XTRA")))
                .isEqualTo(new CommandReply(250, List.of("begun", "done"), "done"));
        peer.quit(session);
    }

    @Test
    @DisplayName("FT-20 goes in the charset of the session, or not at all")
    void charset() {
        peer.server().features.remove("UTF8");
        var session = peer.loop()
                .open(peer.settings().withDialect(FtpDialect.usual().withCharset(Charset.forName("windows-1251"))));
        peer.server().on("SITE", (c, a) -> c.reply("200 " + a));

        assertThat(peer.loop().call(() -> session.command("SITE имя")).text()).isEqualTo("имя");
        assertThat(peer.loop().problem(() -> session.command("SITE 日本")).code()).isEqualTo("ftp.name-not-encodable");
        assertThat(peer.loop().problem(() -> session.command("SITE\r\nQUIT")).code())
                .isEqualTo("ftp.name-not-encodable");
        peer.quit(session);
    }

    @Test
    @DisplayName("FT-20 FT-42 to which the server says that it leaves, hangs or begins without end, ends the session")
    void faults() {
        peer.server().on("BYE", (c, a) -> c.reply("421 leaving"));
        var leaving = peer.loop().open(peer.settings());
        assertThat(peer.loop().problem(() -> leaving.command("BYE")).code()).isEqualTo("ftp.unavailable");
        OnLoop.eventually("the session is over", () -> leaving.ended().isComplete());

        peer.server().on("STAY", (c, a) -> c.hang());
        var hanging = peer.open(peer.hurried());
        assertThat(FaultyPeer.timed(() -> peer.loop().problem(() -> hanging.command("STAY")))
                        .code())
                .isEqualTo("ftp.timeout");

        peer.server().on("LATER", (c, a) -> c.raw("150 begun\r\n421 leaving after all\r\n"));
        var later = peer.loop().open(peer.settings());
        assertThat(peer.loop().problem(() -> later.command("LATER")).code()).isEqualTo("ftp.unavailable");

        peer.server().on("MORE", (c, a) -> {
            for (int i = 0; i < 100; i++) {
                c.reply("150 more");
                java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
            }
        });
        var endless = peer.loop().open(peer.settings());
        assertThat(peer.loop().problem(() -> endless.command("MORE")).code()).isEqualTo("ftp.protocol-error");
        OnLoop.eventually("the session is over", () -> endless.ended().isComplete());
    }
}
