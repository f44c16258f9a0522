package io.polyport.ftp.protocol;

import static io.polyport.ftp.protocol.OnLoop.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polyport.ftp.FtpLimits;
import io.polyport.ftp.FtpSession.UploadMode;
import io.polyport.ftp.FtpSettings;
import io.polyport.ftp.FtpTls;
import io.polyport.kit.fixtures.TestAuthority;
import io.polyport.kit.problem.Problem;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A faulty FTP server with TLS")
class TlsFaultsIT {
    /** What stalls is given up after it; longer than a busy machine stands still, since AUTH has to come before. */
    private static final Duration HANDSHAKE = Duration.ofSeconds(4);

    @RegisterExtension
    final FaultyPeer peer = new FaultyPeer();

    @TempDir
    private static Path folder;

    private static TestAuthority authority;
    private static TestAuthority.Identity identity;

    @BeforeAll
    static void certify() {
        authority = TestAuthority.create(folder, "authority");
        identity = authority.server("server", "127.0.0.1");
    }

    @BeforeEach
    void offer() {
        peer.server().withTls(context());
    }

    private static SSLContext context() {
        return authority.context(identity);
    }

    private FtpSettings settings(FtpTls.Mode mode) {
        return with(peer.settings(), mode);
    }

    private static FtpSettings with(FtpSettings settings, FtpTls.Mode mode) {
        return settings.withTls(TlsPeers.trusting(authority, mode, "auto"));
    }

    private FtpSettings settings() {
        return settings(FtpTls.Mode.EXPLICIT);
    }

    private Problem openFails(FtpTls.Mode mode) {
        return openFails(settings(mode));
    }

    private Problem openFails(FtpSettings settings) {
        return FaultyPeer.timed(
                () -> peer.loop().problem(() -> peer.loop().client.open(settings)));
    }

    static Stream<Arguments> logins() {
        return Stream.of(
                FaultyPeer.fault("knows no AUTH", "AUTH", (c, a) -> c.reply("500 what?"), "ftp.tls-refused"),
                FaultyPeer.fault("refuses AUTH", "AUTH", (c, a) -> c.reply("534 no"), "ftp.tls-refused"),
                FaultyPeer.fault("answers AUTH with 334", "AUTH", (c, a) -> c.reply("334 go on"), "ftp.tls-refused"),
                FaultyPeer.fault(
                        "says more in plain text after 234",
                        "AUTH",
                        (c, a) -> inject(c, "230 you are in\r\n"),
                        "ftp.tls-failed"),
                FaultyPeer.fault(
                        "begins to say more in plain text after 234",
                        "AUTH",
                        (c, a) -> inject(c, "230-you"),
                        "ftp.tls-failed"),
                FaultyPeer.fault("goes on in plain text", "AUTH", TlsFaultsIT::plain, "ftp.tls-failed"),
                FaultyPeer.fault("stalls in the handshake", "AUTH", TlsFaultsIT::stall, "ftp.timeout"),
                FaultyPeer.fault("closes in the handshake", "AUTH", TlsFaultsIT::close, "ftp.tls-failed"),
                FaultyPeer.fault("resets in the handshake", "AUTH", TlsFaultsIT::reset, "ftp.tls-failed"));
    }

    /** As somebody in between does it: the server itself goes on with TLS. */
    private static void inject(ScriptedFtpServer.Connection c, String text) throws IOException {
        c.raw("234 begin\r\n" + text);
        c.secure();
    }

    private static void plain(ScriptedFtpServer.Connection c, String argument) throws IOException {
        c.reply("234 begin");
        c.awaitByte();
        c.reply("331 password please");
        c.hang();
    }

    private static void stall(ScriptedFtpServer.Connection c, String argument) throws IOException {
        c.reply("234 begin");
        c.hang();
    }

    private static void close(ScriptedFtpServer.Connection c, String argument) throws IOException {
        c.reply("234 begin");
        c.awaitByte();
        c.closeControl();
    }

    private static void reset(ScriptedFtpServer.Connection c, String argument) throws IOException {
        c.reply("234 begin");
        c.awaitByte();
        c.resetControl();
    }

    @ParameterizedTest(name = "FT-5 FT-42 a server that {0} gives {3}, and gets neither a user nor a password")
    @MethodSource("logins")
    void login(String what, String verb, ScriptedFtpServer.Script script, String code) {
        peer.server().on(verb, script);

        var limits = FtpLimits.defaults().withTimes(HANDSHAKE, HANDSHAKE, HANDSHAKE);

        var problem = openFails(settings().withLimits(limits));

        assertThat(problem.code()).as(problem.toString()).isEqualTo(code);
        assertThat(problem.detail()).doesNotContain("Exception");
        assertThat(peer.server().commands)
                .startsWith("AUTH TLS")
                .noneMatch(command -> command.matches("(USER|PASS).*"));
    }

    @Test
    @DisplayName("FT-5 a server that offers no TLS at all is told apart from one whose TLS fails, and keeps its reply")
    void refused() {
        peer.server().on("AUTH", (c, a) -> c.reply("502 no TLS here"));

        var problem = openFails(FtpTls.Mode.EXPLICIT);

        assertThat(problem.status()).isEqualTo(502);
        assertThat(problem.extensions().get("reply"))
                .isEqualTo(new JsonObject().put("code", 502).put("text", "no TLS here"));
    }

    @Test
    @DisplayName("FT-5 a server that speaks plain FTP at the port of implicit TLS is found out at once")
    void plainAtImplicit() {
        assertThat(openFails(FtpTls.Mode.IMPLICIT).code()).isEqualTo("ftp.tls-failed");
        assertThat(peer.server().commands).noneMatch(command -> command.startsWith("USER"));
    }

    @Test
    @DisplayName("FT-5 a server that does not protect data connections is not used")
    void unprotectedData() {
        peer.server().on("PROT", (c, a) -> c.reply("536 no"));

        assertThat(openFails(FtpTls.Mode.EXPLICIT).code()).isEqualTo("ftp.tls-refused");
    }

    @Test
    @DisplayName("FT-5 a server that wants TLS 1.3 is met in its way, from the second login on at once")
    void newer() throws IOException {
        peer.server().on("AUTH", (c, a) -> {
            c.reply("234 begin");
            c.secure("TLSv1.3");
        });

        for (int i = 0; i < 2; i++) {
            var session = peer.loop().open(settings());
            assertThat(session.info().protection()).isEqualTo("TLSv1.3");
            assertThat(peer.loop()
                            .call(() -> session.download(FaultyPeer.FILE, 0).compose(OnLoop::whole))
                            .getBytes())
                    .isEqualTo(FaultyPeer.CONTENT);
            peer.quit(session);
        }

        assertThat(peer.server().commands.stream().filter("AUTH TLS"::equals)).hasSize(3);
    }

    @Test
    @DisplayName("FT-5 FT-42 a data connection with another certificate, though of the same authority, is not used")
    void otherCertificate() {
        peer.server().withTls(context(), authority.context(authority.server("other", "127.0.0.1")));
        var session = peer.loop().open(settings());

        var problem =
                peer.loop().problem(() -> session.download(FaultyPeer.FILE, 0).compose(OnLoop::whole));

        assertThat(problem.code()).isEqualTo("ftp.tls-untrusted");
        assertThat(problem.detail()).contains("another certificate");
        assertThat(peer.loop().problem(session::noop).code()).isEqualTo("ftp.tls-untrusted");
    }

    @Test
    @DisplayName("FT-5 a server that refuses a new TLS session on a data connection is met in another way next time")
    void notResumed() {
        // The same certificate, but nothing in common that could be resumed.
        peer.server().withTls(context(), context());
        peer.server().on("RETR", (c, a) -> {
            c.reply("150 here it comes");
            var data = c.data();
            c.reply("522 session reuse required");
            data.close();
        });
        var session = peer.loop().open(settings());
        assertThat(session.info().protection()).isEqualTo("TLSv1.2");

        var problem =
                peer.loop().problem(() -> session.download(FaultyPeer.FILE, 0).compose(OnLoop::whole));

        assertThat(problem.code()).isEqualTo("ftp.tls-failed");
        assertThat(problem.detail()).contains("resume");
        assertThat(((JsonObject) problem.extensions().get("reply")).getInteger("code"))
                .isEqualTo(522);
        assertThat(peer.loop().problem(session::noop).code()).isEqualTo("ftp.tls-failed");
        var next = peer.loop().open(settings());
        assertThat(next.info().protection()).isEqualTo("TLSv1.3");
        peer.quit(next);
    }

    @Test
    @DisplayName("FT-5 a server that stalls in the handshake of a data connection is given up in time")
    void stalledData() throws IOException {
        peer.server().on("RETR", (c, a) -> {
            c.reply("150 here it comes");
            c.plainData();
            c.hang();
        });
        var session = peer.open(with(peer.hurried(), FtpTls.Mode.EXPLICIT));

        var problem = FaultyPeer.timed(() ->
                peer.loop().problem(() -> session.download(FaultyPeer.FILE, 0).compose(OnLoop::whole)));

        assertThat(problem.code()).isEqualTo("ftp.timeout");
        peer.server().endData();
    }

    /** Sends so many bytes of the file under TLS, and then ends the connection below it, without a word in TLS. */
    private static void cut(ScriptedFtpServer.Connection c, int bytes) throws IOException {
        c.reply("150 here it comes");
        try (var below = c.plainData()) {
            var data = c.protect(below, c.dataTls());
            data.getOutputStream().write(Arrays.copyOf(FaultyPeer.CONTENT, bytes));
            data.getOutputStream().flush();
        }
        c.reply("226 done");
    }

    @Test
    @DisplayName("FT-5 FT-41 a download that is cut below TLS is an error though the server confirms it")
    void cutDownload() {
        peer.server().on("RETR", (c, a) -> cut(c, 2000));
        var session = peer.loop().open(settings());

        var problem =
                peer.loop().problem(() -> session.download(FaultyPeer.FILE, 0).compose(OnLoop::whole));

        assertThat(problem.code()).isEqualTo("ftp.transfer-cut");
        peer.quit(session);
    }

    @Test
    @DisplayName("FT-5 without an end in TLS a download is whole only where its size is known and right")
    void endBelowTls() {
        peer.server().on("RETR", (c, a) -> cut(c, 4096)).on("LIST", (c, a) -> cut(c, 100));
        var session = peer.loop().open(settings());

        assertThat(peer.loop()
                        .call(() -> session.download(FaultyPeer.FILE, 0).compose(OnLoop::whole))
                        .getBytes())
                .isEqualTo(FaultyPeer.CONTENT);
        var listing = peer.loop()
                .problem(() -> session.list(io.polyport.ftp.FtpPath.here()).compose(one -> whole(one.lines())));
        assertThat(listing.code()).isEqualTo("ftp.transfer-cut");
        peer.server().on("SIZE", (c, a) -> c.reply("502 no"));
        var unknown =
                peer.loop().problem(() -> session.download(FaultyPeer.FILE, 0).compose(OnLoop::whole));
        assertThat(unknown.code()).isEqualTo("ftp.transfer-cut");
        peer.quit(session);
    }

    @Test
    @DisplayName("FT-5 FT-14 an upload whose caller leaves does not look ended to the server")
    void brokenUpload() {
        var seen = new CompletableFuture<Integer>();
        peer.server().on("STOR", (c, a) -> {
            c.reply("150 send it");
            try (var data = c.data()) {
                seen.complete(data.getInputStream().readAllBytes().length);
            } catch (IOException broken) {
                seen.completeExceptionally(broken);
                c.reply("426 broken off");
                return;
            }
            c.reply("226 done");
        });
        var session = peer.loop().open(settings());
        var source = new OnLoop.Source(peer.loop().context, new byte[1_000_000], 400_000);

        var problem = peer.loop().problem(() -> session.upload(FaultyPeer.FILE, UploadMode.STORE, source));

        assertThat(problem.code()).isEqualTo("ftp.upload-broken");
        assertThatThrownBy(() -> seen.get(30, TimeUnit.SECONDS)).hasCauseInstanceOf(IOException.class);
    }

    @Test
    @DisplayName("FT-5 the end of an upload is said in TLS, after its last byte")
    void endOfUpload() {
        var content = new byte[700_001];
        Arrays.fill(content, (byte) 7);
        for (String versions : List.of("TLSv1.2", "TLSv1.3")) {
            var session = peer.loop()
                    .open(peer.settings().withTls(TlsPeers.trusting(authority, FtpTls.Mode.EXPLICIT, versions)));
            peer.loop()
                    .call(() -> session.upload(
                            FaultyPeer.FILE, UploadMode.STORE, new OnLoop.Source(peer.loop().context, content)));
            assertThat(peer.server().files.get("/file")).isEqualTo(content);
            peer.quit(session);
        }
    }
}
