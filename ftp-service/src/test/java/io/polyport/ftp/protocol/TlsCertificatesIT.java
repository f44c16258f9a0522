package io.polyport.ftp.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpSettings;
import io.polyport.ftp.FtpTls;
import io.polyport.ftp.protocol.Peers.Peer;
import io.polyport.kit.fixtures.TestAuthority;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Certificates of FTP servers and of ours")
class TlsCertificatesIT {
    private static final String NAME = "ftp.example.test";

    @TempDir
    private static Path folder;

    private static TestAuthority authority;
    private static List<Peer> wanting = List.of();

    @RegisterExtension
    final FaultyPeer faulty = new FaultyPeer();

    private final OnLoop loop = faulty.loop();
    private final ScriptedFtpServer server = faulty.server();

    @BeforeAll
    static void startPeers() throws IOException {
        authority = TestAuthority.create(folder, "authority");
        var own = authority.server("peer", "127.0.0.1");
        wanting = new ArrayList<>();
        wanting.add(TlsPeers.apache(authority, own, FtpTls.Mode.IMPLICIT, true));
        if (TlsPeers.has("vsftpd", Vsftpd.obstacle())) {
            wanting.add(TlsPeers.vsftpd(
                    authority,
                    own,
                    FtpTls.Mode.EXPLICIT,
                    List.of("require_cert=YES", "validate_cert=YES", "ca_certs_file=" + authority.pem())));
        }
    }

    @AfterAll
    static void stopPeers() throws IOException {
        Peers.stop(wanting);
    }

    @BeforeEach
    void serve() {
        server.withFile("/file", new byte[10]);
    }

    private FtpSettings settings(FtpTls tls) {
        return FtpSettings.of("127.0.0.1", server.port(), "u", "p").withTls(tls);
    }

    private static FtpTls tls(boolean verify, Path authorities, String name) {
        return new FtpTls(
                FtpTls.Mode.EXPLICIT,
                verify,
                Optional.ofNullable(authorities),
                Optional.empty(),
                Optional.empty(),
                Optional.ofNullable(name),
                "auto");
    }

    static Stream<Arguments> untrusted() {
        var right = authority.server("right", "127.0.0.1");
        var expired = authority.server("expired", Duration.ofDays(-1), "127.0.0.1");
        var elsewhere = TestAuthority.create(folder, "elsewhere");
        return Stream.of(
                Arguments.of("is of another authority", elsewhere, elsewhere.server("s", "127.0.0.1"), "authority"),
                Arguments.of("is for another address", authority, authority.server("far", "127.0.0.2"), "host name"),
                Arguments.of("is for a name only", authority, authority.server("named", NAME), "host name"),
                Arguments.of("has expired", authority, expired, "expired"),
                Arguments.of("is not the listener's authority's", elsewhere, right, "authority"));
    }

    @ParameterizedTest(name = "FT-5 FT-41 a certificate that {0} is refused before the login, and the reason is told")
    @MethodSource("untrusted")
    void untrusted(String what, TestAuthority issuer, TestAuthority.Identity identity, String reason) {
        server.withTls(issuer.context(identity));
        Path trusted = what.startsWith("is not") ? issuer.pem() : authority.pem();

        var problem = loop.problem(() -> loop.client.open(settings(tls(true, trusted, null))));

        assertThat(problem.code()).isEqualTo("ftp.tls-untrusted");
        assertThat(problem.status()).isEqualTo(502);
        assertThat(problem.detail()).contains(reason);
        assertThat(server.commands).containsExactly("AUTH TLS");
    }

    @Test
    @DisplayName("FT-5 an authority that Java does not know is not trusted unless it is named")
    void unknownAuthority() {
        server.withTls(authority.context(authority.server("right", "127.0.0.1")));

        var problem = loop.problem(() -> loop.client.open(settings(tls(true, null, null))));

        assertThat(problem.code()).isEqualTo("ftp.tls-untrusted");
    }

    @Test
    @DisplayName("FT-5 with verify: false any certificate will do")
    void unverified() {
        var elsewhere = TestAuthority.create(folder, "nobody");
        server.withTls(elsewhere.context(elsewhere.server("old", Duration.ofDays(-1), NAME)));

        var session = loop.open(settings(tls(false, null, null)));

        assertThat(session.info().protection()).isEqualTo("TLSv1.2");
        assertThat(loop.call(() -> session.download(FtpPath.ofText("file"), 0).compose(OnLoop::whole))
                        .length())
                .isEqualTo(10);
        loop.call(session::quit);
    }

    @ParameterizedTest(name = "FT-5 the name {0} is told to the server and looked for in its certificate")
    @ValueSource(strings = {NAME, "single"})
    void serverName(String name) {
        var told = new AtomicReference<Object>();
        server.withTls(authority.context(authority.server("named-" + name, name)))
                .on("AUTH", (c, a) -> {
                    c.reply("234 begin");
                    told.set(((ExtendedSSLSession) c.secure().getSession()).getRequestedServerNames());
                });

        var session = loop.open(settings(tls(true, authority.pem(), name)));

        assertThat(told.get()).isEqualTo(List.of(new SNIHostName(name)));
        loop.call(session::quit);
    }

    static List<Peer> wanting() {
        return wanting;
    }

    @ParameterizedTest(name = "FT-5 {0}, which wants a certificate from us, is shown it on all connections")
    @MethodSource("wanting")
    void ownCertificate(Peer peer) {
        for (String versions : List.of("TLSv1.2", "TLSv1.3")) {
            var tls = TlsPeers.trusting(authority, peer.settings().tls().mode(), versions);
            var session = loop.open(peer.settings().withTls(TlsPeers.showing(tls, authority.client("anna"))));
            var file = FtpPath.ofText("pub/c" + System.nanoTime());
            loop.call(() -> session.upload(
                    file, io.polyport.ftp.FtpSession.UploadMode.STORE, new OnLoop.Source(loop.context, new byte[5])));
            assertThat(loop.call(() -> session.download(file, 0).compose(OnLoop::whole))
                            .length())
                    .isEqualTo(5);
            loop.call(session::quit);
            var none = loop.problem(() -> loop.client.open(peer.settings().withTls(tls)));
            assertThat(none.code()).as(none.toString()).isIn("ftp.tls-failed", "ftp.connection-lost");
        }
    }

    @ParameterizedTest(
            name = "FT-5 under {0} a server that asks for a certificate gets ours, and refuses whoever has none")
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void askedFor(String versions) {
        var asking = authority.context(authority.server("asking", "127.0.0.1"));
        server.withTls(asking).askingForCertificates();
        var tls = TlsPeers.trusting(authority, FtpTls.Mode.EXPLICIT, versions);

        var session = loop.open(settings(TlsPeers.showing(tls, authority.client("boris"))));
        assertThat(loop.call(() -> session.download(FtpPath.ofText("file"), 0).compose(OnLoop::whole))
                        .length())
                .isEqualTo(10);
        loop.call(session::quit);
        server.commands.clear();

        var none = loop.problem(() -> loop.client.open(settings(tls)));
        assertThat(none.code()).as(none.toString()).isEqualTo("ftp.tls-failed");
        assertThat(none.detail()).contains("certificate");
        assertThat(server.commands).noneMatch(command -> command.startsWith("USER"));
    }
}
