package io.polyport.ftp.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpSession;
import io.polyport.ftp.FtpSession.UploadMode;
import io.polyport.ftp.protocol.Peers.Peer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Directories of real FTP servers, after they were listed")
class EnteredDirectoriesIT {
    @RegisterExtension
    private static final PeerServers PEERS = new PeerServers();

    @RegisterExtension
    final OnLoop loop = new OnLoop();

    static List<Peer> peers() {
        return PEERS.all();
    }

    private void upload(FtpSession session, FtpPath path, String content) {
        loop.upload(session, path, UploadMode.STORE, content.getBytes(StandardCharsets.UTF_8));
    }

    private String download(FtpSession session, FtpPath path) {
        return new String(loop.download(session, path, 0), StandardCharsets.UTF_8);
    }

    private List<String> list(FtpSession session, FtpPath path) {
        return Listed.names(loop, session, path);
    }

    private static Path local(Peer peer, FtpPath path) {
        return peer.pub().getParent().resolve(path.toString());
    }

    @ParameterizedTest(name = "FT-10 FT-13 {0}: a link to a directory is followed anew by what comes after its listing")
    @MethodSource("peers")
    void links(Peer peer) throws IOException {
        var session = loop.open(peer.settings());
        var top = loop.fresh(session);
        for (String name : List.of("one", "two")) {
            loop.call(() -> session.makeDirectory(top.child(name)));
            upload(session, top.child(name).child("which"), name);
            upload(session, top.child(name).child(name), "");
        }
        var link = top.child("link");
        Files.createSymbolicLink(local(peer, link), Path.of("one"));

        assertThat(list(session, link)).containsExactly("one", "which");
        assertThat(download(session, link.child("which"))).isEqualTo("one");
        Files.delete(local(peer, link));
        Files.createSymbolicLink(local(peer, link), Path.of("two"));
        assertThat(download(session, link.child("which"))).isEqualTo("two");
        assertThat(list(session, link)).containsExactly("two", "which");
        upload(session, link.child("new"), "new");
        assertThat(local(peer, top.child("two").child("new"))).exists();
        loop.call(session::quit);
    }

    @ParameterizedTest(name = "FT-10 FT-24 {0}: odd names, and paths from a working directory, mean the same as before")
    @MethodSource("peers")
    void odd(Peer peer) {
        var session = loop.open(peer.settings());
        var top = loop.fresh(session);
        // Apache's server takes an argument of MLSD for a pattern.
        var names = List.of("-la", " blank", peer.name().equals("vsftpd") ? "a*[b]?" : "a", "~x", "Отчёт \"1\"");
        for (String name : names) {
            var directory = top.child(name);
            loop.call(() -> session.makeDirectory(directory));
            upload(session, directory.child("-x *"), name);
        }
        loop.call(() -> session.changeDirectory(top));

        for (String name : names) {
            var directory = FtpPath.here().child(name);
            assertThat(list(session, directory)).as(name).containsExactly("-x *");
            assertThat(download(session, directory.child("-x *"))).isEqualTo(name);
            assertThat(loop.call(() -> session.stat(directory)).type()).hasToString("DIRECTORY");
            assertThat(loop.problem(() -> session.download(directory.child("none"), 0))
                            .code())
                    .isEqualTo("ftp.not-found");
        }
        assertThat(loop.call(session::workingDirectory))
                .isEqualTo(FtpPath.root().resolve(top));
        loop.call(session::reset);
        assertThat(list(session, FtpPath.here())).contains("pub");
        loop.call(session::quit);
    }

    @ParameterizedTest(name = "FT-3 {0}: the second login knows what the first one was told, and works like it")
    @MethodSource("peers")
    void remembered(Peer peer) {
        var first = loop.open(peer.settings());
        loop.call(first::system);
        var second = loop.open(peer.settings());

        assertThat(second.info().features()).isEqualTo(first.info().features());
        assertThat(second.info().charset()).isEqualTo(first.info().charset());
        assertThat(loop.call(second::system)).isEqualTo(loop.call(first::system));
        var top = loop.fresh(second);
        upload(second, top.child("Отчёт №1.xml"), "1");
        assertThat(list(second, top)).containsExactly("Отчёт №1.xml");
        assertThat(list(first, top)).containsExactly("Отчёт №1.xml");
        loop.call(first::quit);
        loop.call(second::quit);
    }
}
