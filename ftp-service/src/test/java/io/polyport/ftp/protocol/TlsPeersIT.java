package io.polyport.ftp.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpSession;
import io.polyport.ftp.FtpSession.Stored;
import io.polyport.ftp.FtpSession.UploadMode;
import io.polyport.ftp.FtpSession.Verified;
import io.polyport.ftp.FtpSettings;
import io.polyport.ftp.FtpTls;
import io.polyport.ftp.protocol.Peers.Peer;
import io.polyport.kit.fixtures.TestAuthority;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Real FTP servers with TLS")
class TlsPeersIT {
    private static final int AT_ONCE = 24;
    private static final String AUTO = "auto";

    private static Path folder;
    private static TestAuthority authority;
    private static List<Peer> peers = List.of();

    @RegisterExtension
    final OnLoop loop = new OnLoop();

    @BeforeAll
    static void startPeers() throws IOException {
        folder = TlsPeers.folder();
        authority = TestAuthority.create(folder, "authority");
        peers = TlsPeers.all(authority);
        System.err.println("24 logins at the same time with TLS: " + someWays().count() + " of " + ways().count()
                + " ways; the whole: make test-long PART=tls");
    }

    @AfterAll
    static void stopPeers() throws IOException {
        Peers.stop(peers);
        Peers.delete(folder);
    }

    static Stream<Arguments> ways() {
        return peers.stream()
                .flatMap(peer -> Stream.of(AUTO, "TLSv1.2", "TLSv1.3").map(versions -> Arguments.of(peer, versions)));
    }

    private static FtpSettings login(Peer peer, String versions) {
        FtpTls.Mode mode = peer.settings().tls().mode();
        return peer.settings().withTls(TlsPeers.trusting(authority, mode, versions));
    }

    /** Under TLS 1.3 ProFTPD gives two tickets at the login and none in an upload, and a ticket resumes once. */
    private static int uploads(Peer peer, String versions) {
        return peer.name().startsWith("ProFTPD") && versions.equals("TLSv1.3") ? 1 : 4;
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest(name = "FT-5 FT-6 {0}, {1}: lists, takes uploads and gives downloads, all in one login")
    @MethodSource("ways")
    void oneLogin(Peer peer, String versions) {
        var session = loop.open(login(peer, versions));
        assertThat(session.info().protection()).isEqualTo(versions.equals(AUTO) ? "TLSv1.2" : versions);
        var directory = FtpPath.ofText("pub/d" + System.nanoTime());
        loop.call(() -> session.makeDirectory(directory));
        assertThat(list(session, directory)).doesNotContain("f0");

        int uploads = uploads(peer, versions);
        for (int i = 0; i < uploads; i++) {
            byte[] content = random(i == 3 ? 0 : 3_000_001 + i);
            var file = directory.child("f" + i);
            assertThat(loop.call(
                            () -> session.upload(file, UploadMode.STORE, new OnLoop.Source(loop.context, content))))
                    .isEqualTo(new Stored(content.length, Verified.SIZE));
        }
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < uploads; i++) {
                var file = directory.child("f" + i);
                byte[] content = random(i == 3 ? 0 : 3_000_001 + i);
                String found = loop.call(() -> session.download(file, 0).compose(OnLoop::digest));
                assertThat(found).isEqualTo(OnLoop.digest(content));
            }
            assertThat(list(session, directory)).contains("f0", "f" + (uploads - 1));
        }
        loop.call(session::quit);
    }

    private String list(FtpSession session, FtpPath directory) {
        return loop.call(() -> session.list(directory).compose(listing -> OnLoop.whole(listing.lines())))
                .toString();
    }

    /** Every server in one way of each protection, and both versions of TLS with each. */
    static Stream<Arguments> someWays() {
        return peers.stream()
                .map(peer -> Arguments.of(
                        peer, peer.settings().tls().mode() == FtpTls.Mode.EXPLICIT ? "TLSv1.3" : "TLSv1.2"));
    }

    @ParameterizedTest(name = "FT-5 FT-40 {0}, {1}: 24 logins at the same time resume each their own TLS session")
    @MethodSource("someWays")
    void atOnce(Peer peer, String versions) {
        resumeEachTheirOwn(peer, versions);
    }

    @Tag("long")
    @Tag("tls")
    @ParameterizedTest(
            name = "FT-5 FT-40 {0}, {1}: 24 logins at the same time resume each their own TLS session (all ways)")
    @MethodSource("ways")
    void atOnceInAllWays(Peer peer, String versions) {
        resumeEachTheirOwn(peer, versions);
    }

    private void resumeEachTheirOwn(Peer peer, String versions) {
        var settings = login(peer, versions);
        var contexts = List.of(loop.context, loop.otherContext());
        byte[] content = random(200_001);
        for (int round = 0; round < 2; round++) {
            var logins = new ArrayList<Future<String>>();
            for (int i = 0; i < AT_ONCE; i++) {
                Context own = contexts.get(i % 2);
                var file = FtpPath.ofText("pub/at-once-" + i + "-" + System.nanoTime());
                Promise<String> done = Promise.promise();
                own.runOnContext(go -> loop.client
                        .open(settings)
                        .compose(session -> session.upload(file, UploadMode.STORE, new OnLoop.Source(own, content))
                                .compose(stored -> session.download(file, 0))
                                .compose(OnLoop::digest)
                                .compose(found -> session.download(file, 0)
                                        .compose(OnLoop::digest)
                                        .compose(again -> session.quit().map(found + again))))
                        .onComplete(done));
                logins.add(done.future());
            }
            String expected = OnLoop.digest(content);
            for (var each : logins) {
                assertThat(OnLoop.await(each)).isEqualTo(expected + expected);
            }
        }
    }
}
