package io.polyport.system.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.protocol.Peers;
import io.polyport.ftp.protocol.Peers.Peer;
import io.polyport.ftp.protocol.Proftpd;
import io.polyport.kit.fixtures.Pattern;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Checksums of real FTP servers")
class ChecksumsIT {
    private static final byte[] CONTENT = Pattern.bytes(3, 0, 1_000_003).getBytes();
    private static Peer apache;
    private static Peer proftpd;
    private static FtpHouse house;
    private static Rest anna;

    @BeforeAll
    static void start() throws IOException {
        apache = Peers.apache();
        String obstacle = Proftpd.obstacle();
        proftpd = obstacle == null ? Proftpd.withDigests() : null;
        house = proftpd == null
                ? FtpHouse.with(FtpHouse.line("apache", apache, "root: pub"))
                : FtpHouse.with(
                        FtpHouse.line("apache", apache, "root: pub"), FtpHouse.line("proftpd", proftpd, "root: pub"));
        anna = house.as("anna");
        if (obstacle != null) {
            System.err.println("Tests against ProFTPD are skipped: " + obstacle);
        }
    }

    @AfterAll
    static void stop() throws IOException {
        house.close();
        apache.stop();
        if (proftpd != null) {
            proftpd.stop();
        }
    }

    @BeforeEach
    void fill() throws IOException {
        Files.write(apache.pub().resolve("a b.bin"), CONTENT);
        if (proftpd != null) {
            Files.write(proftpd.pub().resolve("a b.bin"), CONTENT);
            Files.createDirectories(proftpd.pub().resolve("dir"));
        }
    }

    private static void requireProftpd() {
        Assumptions.assumeTrue(proftpd != null, "ProFTPD with mod_digest can't be started here");
    }

    @ParameterizedTest(name = "FT-23 ProFTPD: asked for {0}, it tells {1} by {3}")
    @CsvSource({
        "SHA-512, SHA-512, SHA-512, HASH",
        "sha256, SHA-256, SHA-256, HASH",
        "SHA-1, SHA-1, SHA-1, HASH",
        "md5, MD5, MD5, HASH",
        "crc32, CRC32, , HASH",
        "'', SHA-512, SHA-512, HASH",
    })
    void proftpd(String asked, String algorithm, String java, String command) throws Exception {
        requireProftpd();
        var sum = anna.get("/proftpd/checksums/a%20b.bin" + (asked.isEmpty() ? "" : "?algorithm=" + asked))
                .has(200)
                .json();
        assertThat(sum.getString("algorithm")).isEqualTo(algorithm);
        assertThat(sum.getString("command")).isEqualTo(command);
        assertThat(sum.getString("value"))
                .isEqualTo(HexFormat.of().formatHex(java == null ? crc() : digest(java, CONTENT)));
    }

    private static byte[] crc() {
        var sum = new CRC32();
        sum.update(CONTENT);
        return ByteBuffer.allocate(4).putInt((int) sum.getValue()).array();
    }

    private static byte[] digest(String algorithm, byte[] content) throws Exception {
        return MessageDigest.getInstance(algorithm).digest(content);
    }

    @Test
    @DisplayName("FT-23 FT-41 ProFTPD: what is not there is 404, a directory 409, an algorithm that is none 400")
    void proftpdRefuses() {
        requireProftpd();
        anna.get("/proftpd/checksums/none").problem(404, "ftp.not-found");
        anna.get("/proftpd/checksums/no/such/dir").problem(404, "ftp.not-found");
        anna.get("/proftpd/checksums/dir").problem(409, "ftp.wrong-kind");
        anna.get("/proftpd/checksums/a%20b.bin?algorithm=rot13").problem(400, "request.invalid");
        anna.get("/proftpd/checksums/").problem(400, "ftp.bad-path");
    }

    @Test
    @DisplayName("FT-23 Apache FtpServer: it has MD5, and says so when asked for more")
    void apache() throws Exception {
        var sum = anna.get("/apache/checksums/a%20b.bin").has(200).json();
        assertThat(sum.getString("algorithm")).isEqualTo("MD5");
        assertThat(sum.getString("value")).isEqualTo(HexFormat.of().formatHex(digest("MD5", CONTENT)));
        assertThat(sum.getString("path")).isEqualTo("a b.bin");
        var problem = anna.get("/apache/checksums/a%20b.bin?algorithm=SHA-256").problem(501, "ftp.no-checksum");
        assertThat(problem.getJsonArray("algorithms")).containsExactly("MD5");
        anna.get("/apache/checksums/none").problem(404, "ftp.not-found");
    }

    @ParameterizedTest(name = "FT-14 FT-23 {0}: an upload with a digest is compared with the server''s own checksum")
    @ValueSource(strings = {"apache", "proftpd"})
    void uploads(String connection) throws Exception {
        if (connection.equals("proftpd")) {
            requireProftpd();
        }
        String sha = Base64.getEncoder().encodeToString(digest("SHA-256", CONTENT));
        var made = anna.put("/" + connection + "/files/new.bin", CONTENT, "content-digest", "sha-256=:" + sha + ":")
                .has(201);
        assertThat(made.json().getString("verified")).isEqualTo("checksum");
        assertThat(made.header("polyport-verified")).isEqualTo("checksum");
        assertThat(anna.get("/" + connection + "/files/new.bin").body()).isEqualTo(CONTENT);
        anna.delete("/" + connection + "/files/new.bin").has(204);
    }
}
