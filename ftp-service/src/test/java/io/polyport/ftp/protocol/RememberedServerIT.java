package io.polyport.ftp.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.FtpDialect;
import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpSession;
import io.polyport.ftp.FtpSettings;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What a server has told of itself")
class RememberedServerIT {
    private static final Charset CP1251 = Charset.forName("windows-1251");

    @RegisterExtension
    final FaultyPeer peer = new FaultyPeer();

    /** Logs in, lists and leaves; what the server was told meanwhile. */
    private List<String> said(FtpSettings settings) {
        peer.server().commands.clear();
        peer.quit(listed(peer.loop().open(settings)));
        return List.copyOf(peer.server().commands);
    }

    private FtpSession listed(FtpSession session) {
        assertThat(Listed.names(peer.loop(), session, FtpPath.here())).contains("file");
        return session;
    }

    @Test
    @DisplayName("FT-3 FT-40 is not asked for again by the next login; only what a session needs for itself is said")
    void remembered() {
        assertThat(said(peer.settings()))
                .containsExactly("USER u", "PASS p", "FEAT", "OPTS UTF8 ON", "TYPE I", "SYST", "EPSV", "LIST", "QUIT");
        assertThat(said(peer.settings()))
                .containsExactly("USER u", "PASS p", "OPTS UTF8 ON", "TYPE I", "EPSV", "LIST", "QUIT");

        var session = peer.loop().open(peer.settings());
        assertThat(session.info().features()).contains("UTF8", "REST STREAM");
        assertThat(session.info().charset()).isEqualTo(StandardCharsets.UTF_8);
        assertThat(peer.loop().call(session::system)).isEqualTo("UNIX Type: L8");
        peer.quit(session);
    }

    @Test
    @DisplayName("FT-3 is asked for again by another user, and behind another greeting")
    void others() {
        said(peer.settings());
        var other = peer.settings();
        other = FtpSettings.of(other.host(), other.port(), "v", "p").withLimits(other.limits());
        assertThat(said(other)).contains("FEAT", "SYST");

        peer.server().features.remove("UTF8");
        peer.server().onConnect((c, a) -> c.reply("220 ready, version 2"));
        assertThat(said(peer.settings())).contains("FEAT", "SYST").doesNotContain("OPTS UTF8 ON");
    }

    @Test
    @DisplayName("FT-3 is asked for again when the server takes up UTF-8 otherwise than before")
    void otherAnswer() {
        var settings = peer.settings().withDialect(FtpDialect.usual().withCharset(CP1251));
        said(settings);
        peer.server().features.remove("UTF8");
        peer.server().on("OPTS", (c, a) -> c.reply("501 what?"));

        peer.server().commands.clear();
        var session = listed(peer.loop().open(settings));

        assertThat(session.info().charset()).isEqualTo(CP1251);
        assertThat(List.copyOf(peer.server().commands)).startsWith("USER u", "PASS p", "OPTS UTF8 ON", "FEAT");
        peer.quit(session);
        assertThat(said(settings)).doesNotContain("FEAT", "OPTS UTF8 ON");
    }

    @ParameterizedTest(
            name = "FT-3 a refusal of OPTS UTF8 with {0} counts for the next login, which does not ask again")
    @ValueSource(ints = {451, 504})
    void refusedOption(int code) {
        peer.server().on("OPTS", (c, a) -> c.reply(code + " no"));
        var settings = peer.settings().withDialect(FtpDialect.usual().withCharset(CP1251));
        assertThat(said(settings)).contains("OPTS UTF8 ON");

        peer.server().commands.clear();
        var session = peer.loop().open(settings);

        assertThat(session.info().charset()).isEqualTo(code == 451 ? CP1251 : StandardCharsets.UTF_8);
        assertThat(List.copyOf(peer.server().commands)).containsExactly("USER u", "PASS p", "TYPE I");
        peer.quit(session);
    }

    @ParameterizedTest(
            name = "FT-10 {0} that was told and is answered with 502 is done without, and all is asked again")
    @ValueSource(strings = {"MLSD", "MLST"})
    void missingCommand(String verb) {
        peer.server().withMlsd();
        assertThat(said(peer.settings())).contains("MLSD");
        peer.server().features.removeIf(feature -> feature.startsWith("MLST"));
        peer.server().on(verb, (c, a) -> c.reply("502 what?"));

        var session = peer.loop().open(peer.settings());
        listed(session);
        assertThat(peer.loop().call(() -> session.stat(FaultyPeer.FILE)).size()).isEqualTo(4096);
        peer.quit(session);

        assertThat(said(peer.settings())).contains("FEAT", "LIST").doesNotContain("MLSD");
    }

    @Test
    @DisplayName(
            "FT-3 FT-9 is asked for before and after each login whose password is not ASCII, where only the latter is answered")
    void toldAfterLogin() {
        peer.server().on("FEAT", (c, a) -> {
            if (peer.server().commands.stream().anyMatch(said -> said.startsWith("PASS"))) {
                c.usual("FEAT", a);
            } else {
                c.reply("530 Who are you?");
            }
        });
        var usual = peer.settings();
        var settings = FtpSettings.of(usual.host(), usual.port(), "v", "\u043f\u0430\u0440\u043e\u043b\u044c")
                .withLimits(usual.limits())
                .withDialect(FtpDialect.usual().withCharset(CP1251));
        String password = new String("\u043f\u0430\u0440\u043e\u043b\u044c".getBytes(CP1251), ScriptedFtpServer.RAW);

        for (int login = 0; login < 2; login++) {
            peer.server().commands.clear();
            var session = peer.loop().open(settings);
            assertThat(session.info().charset()).isEqualTo(StandardCharsets.UTF_8);
            assertThat(List.copyOf(peer.server().commands))
                    .containsExactly("FEAT", "USER v", "PASS " + password, "FEAT", "OPTS UTF8 ON", "TYPE I");
            peer.quit(session);
        }
    }

    @Test
    @DisplayName("FT-3 is not remembered when the server could not tell it this time")
    void uncertain() {
        peer.server().on("FEAT", (c, a) -> c.reply("450 busy"));
        said(peer.settings());
        peer.server().usual("FEAT");
        assertThat(said(peer.settings())).contains("FEAT", "OPTS UTF8 ON");

        peer.server().onConnect((c, a) -> c.reply("220 another"));
        peer.server().on("FEAT", (c, a) -> c.reply("502 what?"));
        assertThat(said(peer.settings())).contains("FEAT").doesNotContain("OPTS UTF8 ON");
        assertThat(said(peer.settings())).doesNotContain("FEAT", "OPTS UTF8 ON");
    }
}
