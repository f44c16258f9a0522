package io.polyport.ftp.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.ChecksumAlgorithm;
import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpSession;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Checksums that an FTP server tells")
class ChecksumRepliesIT {
    private static final String SHA1 = "f572d396fae9206628714fb2ce00f72e94f2258f";
    private static final String MD5 = "b1946ac92492d2347c6235b4d2611184";

    @RegisterExtension
    final FaultyPeer peer = new FaultyPeer();

    private FtpSession open(String... features) {
        peer.server().features.addAll(List.of(features));
        return peer.loop().open(peer.settings());
    }

    private FtpSession.Checksum sum(FtpSession session, ChecksumAlgorithm algorithm) {
        return peer.loop().call(() -> session.checksum(FaultyPeer.FILE, algorithm));
    }

    @Test
    @DisplayName("FT-23 HASH comes before the other commands, and what has no HASH is asked for by them")
    void commands() {
        var session =
                open("HASH SHA-1*;SHA-256;WHIRLPOOL", "XSHA1", "XMD5 filename;start;end", "XCRC \"filename\" SP EP");
        peer.server().on("HASH", (c, a) -> c.raw("213-Computing\r\n213 SHA-1 0-4096 " + SHA1 + " file\r\n"));
        peer.server().on("XMD5", (c, a) -> c.reply("250 " + MD5.toUpperCase(java.util.Locale.ROOT)));
        peer.server().on("XCRC", (c, a) -> c.reply("250 1F00"));

        assertThat(session.checksums())
                .containsExactly(
                        ChecksumAlgorithm.SHA_256,
                        ChecksumAlgorithm.SHA_1,
                        ChecksumAlgorithm.MD5,
                        ChecksumAlgorithm.CRC32);
        assertThat(sum(session, ChecksumAlgorithm.SHA_1))
                .isEqualTo(new FtpSession.Checksum(ChecksumAlgorithm.SHA_1, SHA1, "HASH"));
        assertThat(sum(session, ChecksumAlgorithm.MD5))
                .isEqualTo(new FtpSession.Checksum(ChecksumAlgorithm.MD5, MD5, "XMD5"));
        assertThat(sum(session, ChecksumAlgorithm.CRC32).value()).isEqualTo("00001f00");
        assertThat(peer.server().commands)
                .containsSubsequence("OPTS HASH SHA-1", "HASH file", "XMD5 file", "XCRC file");
        peer.quit(session);
    }

    @Test
    @DisplayName("FT-23 a name with blanks stands in quotes where a range could follow it")
    void blanks() {
        var session = open("XMD5", "MD5", "HASH SHA-1");
        peer.server().withFile("/a b", new byte[1]);
        for (String verb : List.of("XMD5", "HASH")) {
            peer.server().on(verb, (c, a) -> c.reply("550 no"));
        }
        var name = FtpPath.ofText("a b");
        peer.loop().problem(() -> session.checksum(name, ChecksumAlgorithm.MD5));
        peer.loop().problem(() -> session.checksum(name, ChecksumAlgorithm.SHA_1));

        assertThat(peer.server().commands).contains("XMD5 \"a b\"", "HASH a b");
        peer.quit(session);
    }

    @ParameterizedTest(name = "FT-23 FT-41 the reply \"{0}\" is no checksum")
    @CsvSource({
        "213 SHA-1 0-4096 " + SHA1 + "00 file",
        "213 SHA-1 100-4096 " + SHA1 + " file",
        "213 MD5 0-4096 " + MD5 + " file",
        "213 " + SHA1,
        "213 SHA-1 0-4096 not-hexadecimal file",
        "200 ok",
    })
    void nonsense(String reply) {
        var session = open("HASH SHA-1*");
        peer.server().on("HASH", (c, a) -> c.reply(reply));

        var problem = peer.loop().problem(() -> session.checksum(FaultyPeer.FILE, ChecksumAlgorithm.SHA_1));
        assertThat(problem.code()).isEqualTo("ftp.protocol-error");
        assertThat(problem.detail()).contains("SHA-1");
        peer.loop().call(session::noop);
        peer.quit(session);
    }

    @Test
    @DisplayName("FT-23 FT-41 whatever code refuses, what is not there is not found and a directory is of another kind")
    void refused() {
        var session = open("XMD5");
        peer.server().directories.add("/dir");
        for (String refusal : List.of("550 no", "504 no", "501 no")) {
            peer.server().on("XMD5", (c, a) -> c.reply(refusal));
            assertThat(code(session, "none")).isEqualTo("ftp.not-found");
            assertThat(code(session, "dir")).isEqualTo("ftp.wrong-kind");
        }
        peer.server().on("XMD5", (c, a) -> c.reply("550 no"));
        assertThat(code(session, "file")).isEqualTo("ftp.denied");
        peer.server().on("XMD5", (c, a) -> c.reply("502 no"));
        assertThat(code(session, "file")).isEqualTo("ftp.unsupported");
        peer.quit(session);
    }

    private String code(FtpSession session, String name) {
        return peer.loop()
                .problem(() -> session.checksum(FtpPath.ofText(name), ChecksumAlgorithm.MD5))
                .code();
    }

    @Test
    @DisplayName("FT-23 FT-42 a server that never finishes its sum is given up, and the session with it")
    void hangs() {
        peer.server().features.add("XMD5");
        var session = peer.open(peer.hurried());
        peer.server().on("XMD5", (c, a) -> c.hang());

        var problem = FaultyPeer.timed(
                () -> peer.loop().problem(() -> session.checksum(FaultyPeer.FILE, ChecksumAlgorithm.MD5)));
        assertThat(problem.code()).isEqualTo("ftp.timeout");
        OnLoop.eventually("the session is over", () -> session.ended().isComplete());
    }

    @Test
    @DisplayName("FT-23 the larger the file, the longer its server may take to read it")
    void patience() {
        assertThat(ServerChecksums.reading(OptionalLong.of(1000))).isZero();
        assertThat(ServerChecksums.reading(OptionalLong.of(8L << 30))).isEqualTo(Duration.ofSeconds(1024));
        assertThat(ServerChecksums.reading(OptionalLong.of(Long.MAX_VALUE))).isEqualTo(Duration.ofMinutes(30));
        assertThat(ServerChecksums.reading(OptionalLong.empty())).isEqualTo(Duration.ofMinutes(30));
    }

    @Test
    @DisplayName("FT-23 FT-42 a name with a quotation mark, which could name something else, is not sent")
    void quotes() {
        var session = open("XMD5");
        for (String name : List.of("\"/etc/passwd\"", "a\" 0 10", "\"")) {
            assertThat(peer.loop()
                            .problem(() -> session.checksum(FtpPath.ofText(name), ChecksumAlgorithm.MD5))
                            .code())
                    .isEqualTo("ftp.no-checksum");
        }
        assertThat(peer.server().commands).noneMatch(line -> line.startsWith("XMD5"));
        peer.quit(session);
    }

    @Test
    @DisplayName("FT-23 a server that says it is reading is waited for, and the session stays in step")
    void preliminary() {
        var session = open("XMD5");
        peer.server().on("XMD5", (c, a) -> {
            c.reply("150 computing");
            c.reply("250 " + MD5);
        });
        assertThat(sum(session, ChecksumAlgorithm.MD5).value()).isEqualTo(MD5);
        assertThat(peer.loop().call(() -> session.size(FaultyPeer.FILE))).hasValue(FaultyPeer.CONTENT.length);
        peer.quit(session);
    }
}
