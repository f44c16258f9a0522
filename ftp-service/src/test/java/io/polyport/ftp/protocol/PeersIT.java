package io.polyport.ftp.protocol;

import static io.polyport.ftp.protocol.OnLoop.digest;
import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.FtpDialect;
import io.polyport.ftp.FtpDownload;
import io.polyport.ftp.FtpEntry;
import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpSession;
import io.polyport.ftp.FtpSession.Stored;
import io.polyport.ftp.FtpSession.UploadMode;
import io.polyport.ftp.FtpSession.Verified;
import io.polyport.ftp.protocol.Peers.Peer;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Real FTP servers")
class PeersIT {
    @RegisterExtension
    private static final PeerServers PEERS = new PeerServers();

    @RegisterExtension
    final OnLoop loop = new OnLoop();

    static List<Peer> peers() {
        return PEERS.all();
    }

    private List<FtpEntry> list(FtpSession session, FtpPath path) {
        return loop.call(() -> Listed.entries(loop, session, path));
    }

    private FtpSession open(Peer peer) {
        return loop.open(peer.settings());
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest(name = "FT-13 FT-14 FT-15 {0}: what is sent is what comes back, from any byte on")
    @MethodSource("peers")
    void roundTrip(Peer peer) {
        var session = open(peer);
        var file = loop.fresh(session).child("file.bin");
        byte[] content = random(300_001);

        assertThat(loop.upload(session, file, UploadMode.STORE, content)).isEqualTo(new Stored(300_001, Verified.SIZE));
        assertThat(loop.download(session, file, 0)).isEqualTo(content);
        assertThat(loop.download(session, file, 299_991))
                .isEqualTo(java.util.Arrays.copyOfRange(content, 299_991, 300_001));
        assertThat(loop.download(session, file, 300_001)).isEmpty();
        var beyond = loop.problem(() -> session.download(file, 300_002));
        assertThat(beyond.code()).isEqualTo("ftp.range-not-satisfiable");
        assertThat(beyond.extensions()).containsEntry("size", 300_001L);
        assertThat(loop.upload(session, file, UploadMode.APPEND, random(9))).isEqualTo(new Stored(9, Verified.SIZE));
        assertThat(loop.call(() -> session.size(file))).hasValue(300_010);
        assertThat(loop.upload(session, file, UploadMode.STORE, new byte[0])).isEqualTo(new Stored(0, Verified.SIZE));
        assertThat(loop.download(session, file, 0)).isEmpty();
        loop.call(session::quit);
    }

    @ParameterizedTest(name = "FT-11 FT-12 FT-17 {0}: directories and files are made, moved and removed")
    @MethodSource("peers")
    void tree(Peer peer) {
        var session = open(peer);
        var top = loop.fresh(session);
        var sub = top.child("sub dir");
        loop.call(() -> session.makeDirectory(sub));
        loop.upload(session, sub.child("a"), UploadMode.STORE, random(10));

        assertThat(loop.problem(() -> session.makeDirectory(sub)).code()).isEqualTo("ftp.exists");
        assertThat(loop.problem(() -> session.removeDirectory(sub)).code()).isEqualTo("ftp.not-empty");
        assertThat(loop.problem(() -> session.delete(sub)).code()).isEqualTo("ftp.wrong-kind");
        assertThat(loop.problem(() -> session.rename(sub.child("none"), sub.child("b")))
                        .code())
                .isEqualTo("ftp.not-found");
        loop.call(() -> session.rename(sub.child("a"), top.child("-b")));
        assertThat(list(session, sub)).isEmpty();
        assertThat(list(session, top)).extracting(FtpEntry::name).containsExactlyInAnyOrder("sub dir", "-b");
        loop.call(() -> session.delete(top.child("-b")));
        loop.call(() -> session.removeDirectory(sub));
        loop.call(() -> session.removeDirectory(top));
        assertThat(loop.problem(() -> Listed.entries(loop, session, top)).code())
                .isEqualTo("ftp.not-found");
        loop.call(session::quit);
    }

    @ParameterizedTest(name = "FT-41 {0}: what is not there is 404, also what lies below it")
    @MethodSource("peers")
    void missing(Peer peer) {
        var session = open(peer);
        var top = loop.fresh(session);
        var none = top.child("none");

        for (var problem : List.of(
                loop.problem(() -> session.download(none, 0)),
                loop.problem(() -> session.stat(none)),
                loop.problem(() -> session.delete(none)),
                loop.problem(() -> session.changeDirectory(none)),
                loop.problem(() -> session.removeDirectory(none)),
                loop.problem(() -> session.makeDirectory(none.child("below"))),
                loop.problem(() -> session.upload(
                        none.child("below"), UploadMode.STORE, new OnLoop.Source(loop.context, new byte[1]))),
                loop.problem(() -> session.stat(none.child("below").child("deeper"))))) {
            assertThat(problem.code()).as(problem.toString()).isEqualTo("ftp.not-found");
            assertThat(problem.status()).isEqualTo(404);
        }
        assertThat(loop.problem(() -> session.download(top, 0)).code()).isEqualTo("ftp.wrong-kind");
        loop.call(session::quit);
    }

    @ParameterizedTest(name = "FT-18 {0}: type, size and time of one file or directory")
    @MethodSource("peers")
    void stat(Peer peer) {
        var session = open(peer);
        var top = loop.fresh(session);
        loop.upload(session, top.child("file"), UploadMode.STORE, random(77));

        var file = loop.call(() -> session.stat(top.child("file")));
        var directory = loop.call(() -> session.stat(top));

        assertThat(file.type()).isEqualTo(FtpEntry.Type.FILE);
        assertThat(file.size()).isEqualTo(77);
        assertThat(file.name()).isEqualTo("file");
        assertThat(Duration.between(file.modified(), Instant.now()).abs()).isLessThan(Duration.ofMinutes(2));
        assertThat(directory.type()).isEqualTo(FtpEntry.Type.DIRECTORY);
        assertThat(loop.call(() -> session.stat(FtpPath.root())).type()).isEqualTo(FtpEntry.Type.DIRECTORY);
        loop.call(session::quit);
    }

    @ParameterizedTest(name = "FT-6 FT-19 {0}: tells what it is, and where we are")
    @MethodSource("peers")
    void information(Peer peer) {
        var session = open(peer);
        var top = loop.fresh(session);
        loop.upload(session, top.child("file"), UploadMode.STORE, random(5));

        assertThat(session.info().welcome()).isNotBlank();
        assertThat(loop.call(session::system)).contains("UNIX");
        assertThat(session.info().features()).anyMatch(feature -> feature.startsWith("SIZE"));
        assertThat(session.info().charset()).isEqualTo(StandardCharsets.UTF_8);
        assertThat(loop.call(session::workingDirectory)).isEqualTo(FtpPath.root());
        var there = loop.call(() -> session.changeDirectory(top));
        assertThat(there).isEqualTo(FtpPath.root().resolve(top));
        assertThat(loop.download(session, FtpPath.ofText("file"), 0)).hasSize(5);
        assertThat(list(session, FtpPath.here())).hasSize(1);
        assertThat(list(session, FtpPath.root())).isNotEmpty();
        assertThat(loop.call(session::workingDirectory)).isEqualTo(there);
        loop.call(session::reset);
        assertThat(loop.download(session, top.child("file"), 0)).hasSize(5);
        loop.call(session::quit);
    }

    @ParameterizedTest(name = "FT-3 FT-24 {0}: names in UTF-8, with blanks, signs and quotes, go there and back")
    @MethodSource("peers")
    void names(Peer peer) {
        var session = open(peer);
        var top = loop.fresh(session);
        var names = List.of("Отчёт №1.xml", " leading", "~tilde", "-rf", "a*[b]?", "say \"hi\"", "日本語", "x#%&=+;");
        for (String name : names) {
            loop.upload(session, top.child(name), UploadMode.STORE, name.getBytes(StandardCharsets.UTF_8));
        }
        var quoted = top.child("dir \"quoted\"");
        loop.call(() -> session.makeDirectory(quoted));

        for (String name : names) {
            assertThat(new String(loop.download(session, top.child(name), 0), StandardCharsets.UTF_8))
                    .isEqualTo(name);
        }
        assertThat(loop.call(() -> session.changeDirectory(quoted)))
                .isEqualTo(FtpPath.root().resolve(quoted));
        loop.call(session::reset);
        assertThat(list(session, top)).extracting(FtpEntry::name).containsAll(names);
        loop.call(session::quit);
    }

    @ParameterizedTest(name = "FT-3 {0}: contents go as lines where that is set, and sizes stay those of the file")
    @MethodSource("peers")
    void lines(Peer peer) throws IOException {
        var session = loop.open(peer.settings().withDialect(FtpDialect.usual().withLines(true)));
        var file = loop.fresh(session).child("lines");
        byte[] onTheWay = "one\r\ntwo\r\n".getBytes(StandardCharsets.US_ASCII);

        assertThat(loop.upload(session, file, UploadMode.STORE, onTheWay)).isEqualTo(new Stored(10, Verified.REPLY));
        assertThat(Files.readString(peer.pub().getParent().resolve(file.toString())))
                .isEqualTo("one\ntwo\n");
        assertThat(loop.download(session, file, 0)).isEqualTo(onTheWay);
        assertThat(loop.call(() -> session.size(file))).hasValue(8);
        assertThat(loop.call(() -> session.stat(file)).size()).isEqualTo(8);
        assertThat(loop.upload(session, file, UploadMode.APPEND, onTheWay)).isEqualTo(new Stored(10, Verified.REPLY));
        assertThat(loop.call(() -> session.size(file))).hasValue(16);
        assertThat(loop.problem(() -> session.download(file, 3)).code()).isEqualTo("ftp.unsupported");
        assertThat(loop.problem(() -> session.download(file.parent().child("none"), 0))
                        .code())
                .isEqualTo("ftp.not-found");
        loop.call(session::quit);
    }

    @ParameterizedTest(name = "FT-24 {0}: name bytes that are no UTF-8 come and go verbatim, 255 too")
    @MethodSource("peers")
    void rawNames(Peer peer) {
        if (!peer.name().equals("vsftpd")) {
            // Apache's server keeps names as text.
            return;
        }
        var session = open(peer);
        var top = loop.fresh(session);
        byte[] raw = "имя".getBytes(Charset.forName("windows-1251"));
        loop.upload(session, top.child(raw), UploadMode.STORE, random(3));

        var entries = list(session, top);

        assertThat(entries).hasSize(1);
        assertThat(entries.getFirst().rawName()).isEqualTo(raw);
        assertThat(loop.download(session, top.child(entries.getFirst().rawName()), 0))
                .hasSize(3);
        loop.call(session::quit);
    }

    @ParameterizedTest(name = "FT-14 {0}: of 20 uploads of 20 MB none loses its last bytes")
    @MethodSource("peers")
    void noTruncation(Peer peer) {
        var session = open(peer);
        var file = loop.fresh(session).child("big");
        byte[] content = random(20_000_000);
        String expected = digest(content);

        for (int i = 0; i < 20; i++) {
            assertThat(loop.upload(session, file, UploadMode.STORE, content))
                    .isEqualTo(new Stored(20_000_000, Verified.SIZE));
        }
        String found = loop.call(() -> session.download(file, 0).compose(OnLoop::digest));
        assertThat(found).isEqualTo(expected);
        loop.call(() -> session.delete(file));
        loop.call(session::quit);
    }

    @ParameterizedTest(name = "FT-13 {0}: a download that is given up leaves the server and its file alone")
    @MethodSource("peers")
    void abort(Peer peer) {
        var session = open(peer);
        var file = loop.fresh(session).child("big");
        loop.upload(session, file, UploadMode.STORE, random(20_000_000));
        FtpDownload download = loop.call(() -> session.download(file, 0));

        loop.call(() -> {
            download.abort();
            return Future.succeededFuture();
        });

        assertThat(loop.problem(session::noop).code()).isEqualTo("ftp.connection-lost");
        var again = open(peer);
        assertThat(loop.call(() -> again.size(file))).hasValue(20_000_000);
        loop.call(() -> again.delete(file));
        loop.call(again::quit);
    }
}
