package io.polyport.system.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.protocol.ScriptedFtpServer;
import io.polyport.kit.fixtures.Eventually;
import io.polyport.kit.fixtures.Pattern;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Uploads whose digest is announced")
class VerifiedUploadsIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final byte[] CONTENT = Pattern.bytes(9, 0, 2_000_003).getBytes();
    private static final byte[] OTHER = Pattern.bytes(10, 0, 2_000_003).getBytes();
    private static ScriptedFtpServer server;
    private static FtpHouse house;
    private static Rest anna;

    @BeforeAll
    static void start() throws IOException {
        server = new ScriptedFtpServer();
        house = FtpHouse.with(
                FtpHouse.line("far", server), FtpHouse.line("lines", server, "transfer-type: ascii", "pool: 0"));
        anna = house.as("anna");
    }

    @AfterAll
    static void stop() throws IOException {
        house.close();
        server.close();
    }

    @BeforeEach
    void empty() {
        server.files.clear();
        server.commands.clear();
        server.features.remove("XMD5");
        server.onConnect((c, none) -> c.reply("220 ready"));
        server.usual("XMD5");
        server.usual("SIZE");
    }

    /** The server has XMD5 from now on. It greets otherwise, too: what it told before is remembered. */
    private static void withSums() {
        server.features.add("XMD5");
        server.onConnect((c, none) -> c.reply("220 ready to sum up"));
    }

    private static String digest(String field, String java, byte[] content) {
        return field + "=:" + Base64.getEncoder().encodeToString(hash(java, content)) + ":";
    }

    private static byte[] hash(String algorithm, byte[] content) {
        try {
            return MessageDigest.getInstance(algorithm).digest(content);
        } catch (java.security.NoSuchAlgorithmException missing) {
            throw new AssertionError(missing);
        }
    }

    /** A connection of its own, because the pool's logins know what the server had when they began. */
    private static String opened() {
        return "/" + anna.open("far");
    }

    @ParameterizedTest(name = "FT-14 {0}: what has the digest is taken, and by it verified")
    @ValueSource(strings = {"content-digest", "repr-digest"})
    void right(String field) {
        var made = anna.put(
                        "/far/files/a",
                        CONTENT,
                        field,
                        digest("sha-512", "SHA-512", CONTENT) + ", " + digest("md5", "MD5", CONTENT))
                .has(201);
        assertThat(made.json().getString("verified")).isEqualTo("digest");
        assertThat(server.files.get("/a")).isEqualTo(CONTENT);
        var replaced = anna.put("/far/files/a", "x", field, "unixsum=:AQI=:").has(204);
        assertThat(replaced.header("polyport-verified"))
                .as("nobody knows this algorithm")
                .isEqualTo("size");
    }

    @ParameterizedTest(name = "FT-14 {0}: what has another digest leaves what was there, and nothing else")
    @ValueSource(strings = {"", "?atomic=false"})
    void wrong(String query) {
        String sha = digest("sha-256", "SHA-256", OTHER);
        var problem = anna.put("/far/files/new" + query, CONTENT, "content-digest", sha)
                .problem(400, "ftp.digest-mismatch");
        assertThat(problem.getString("detail")).contains(HexFormat.of().formatHex(hash("SHA-256", CONTENT)));
        Eventually.value(SOON, "nothing is left", () -> server.files.keySet().size(), n -> n == 0);

        var stream = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(CONTENT));
        anna.call("PUT", "/far/files/new" + query, stream, "repr-digest", sha).problem(400, "ftp.digest-mismatch");
        Eventually.value(SOON, "nothing is left", () -> server.files.keySet().size(), n -> n == 0);

        server.withFile("/old", "old".getBytes(StandardCharsets.US_ASCII));
        if (query.isEmpty()) {
            anna.put("/far/files/old", "x", "content-digest", sha).problem(400, "ftp.digest-mismatch");
            Eventually.value(SOON, "the old one", () -> List.copyOf(server.files.keySet()), List.of("/old")::equals);
            assertThat(server.files.get("/old")).asString().isEqualTo("old");
        }
    }

    @Test
    @DisplayName("FT-14 a digest that can't be read is a bad request, before anything is sent")
    void malformed() {
        anna.put("/far/files/a", "x", "content-digest", "sha-256=abc").problem(400, "request.invalid");
        assertThat(server.commands).noneMatch(line -> line.startsWith("STOR"));
    }

    @Test
    @DisplayName("FT-14 FT-23 a server that has stored other bytes is found out by its own checksum")
    void storedOther() {
        withSums();
        server.on(
                "XMD5", (c, a) -> c.reply("250 " + HexFormat.of().formatHex(hash("MD5", server.files.get(c.path(a))))));
        String far = opened();
        String sha = digest("sha-256", "SHA-256", CONTENT);
        var made = anna.put(far + "/files/a", CONTENT, "content-digest", sha).has(201);
        assertThat(made.json().getString("verified")).isEqualTo("checksum");

        byte[] spoiled = CONTENT.clone();
        spoiled[1_234_567]++;
        server.on("XMD5", (c, a) -> c.reply("250 " + HexFormat.of().formatHex(hash("MD5", spoiled))));
        var problem = anna.put(far + "/files/a", CONTENT, "content-digest", sha).problem(502, "ftp.checksum-differs");
        assertThat(problem.getString("sent")).isEqualTo(HexFormat.of().formatHex(hash("MD5", CONTENT)));
        assertThat(problem.getString("stored")).isEqualTo(HexFormat.of().formatHex(hash("MD5", spoiled)));
        assertThat(server.files.keySet()).containsExactly("/a");

        server.on("XMD5", (c, a) -> c.reply("550 not now"));
        assertThat(anna.put(far + "/files/a", CONTENT, "content-digest", sha)
                        .has(204)
                        .header("polyport-verified"))
                .isEqualTo("digest");
        assertThat(anna.put(far + "/files/a", CONTENT).has(204).header("polyport-verified"))
                .as("nobody asked for more")
                .isEqualTo("size");
        server.on("SIZE", (c, a) -> c.reply("502 no"));
        server.on("MLST", (c, a) -> c.reply("502 no"));
        assertThat(anna.put(far + "/files/a", CONTENT, "content-digest", sha)
                        .has(204)
                        .header("polyport-verified"))
                .as("the digest of what came says nothing about what the server has")
                .isEqualTo("reply");
        server.usual("MLST");
    }

    @Test
    @DisplayName(
            "FT-23 GW-5 a server that sums up for a caller who has left is told to stop by the end of its connection")
    void callerLeaves() throws IOException {
        withSums();
        var begun = new AtomicBoolean();
        var stopped = new AtomicBoolean();
        server.on("XMD5", (c, a) -> {
            begun.set(true);
            c.hang();
            stopped.set(true);
        });
        server.withFile("/a", CONTENT);
        String far = opened();
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), house.port())) {
            socket.getOutputStream()
                    .write(("GET /api/v1/ftp" + far + "/checksums/a HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                                    + anna.token() + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            Eventually.holds(SOON, "the server sums up", begun::get);
        }
        // Long before the 20 s that its reply may take.
        Eventually.holds(Duration.ofSeconds(10), "the server is rid of it", stopped::get);
    }

    @Test
    @DisplayName("FT-14 lines are summed up as they came, since the server may keep other bytes")
    void lines() {
        withSums();
        byte[] text = "one\r\ntwo\r\n".getBytes(StandardCharsets.US_ASCII);
        anna.put("/lines/files/t", text, "content-digest", digest("sha-256", "SHA-256", text))
                .has(201);
        anna.put("/lines/files/u", text, "content-digest", digest("sha-256", "SHA-256", CONTENT))
                .problem(400, "ftp.digest-mismatch");
        assertThat(server.commands).noneMatch(line -> line.startsWith("XMD5"));
    }

    @Test
    @DisplayName("FT-15 an append whose digest is another one is told, and that the bytes may stand there")
    void append() {
        server.withFile("/log", "one".getBytes(StandardCharsets.US_ASCII));
        byte[] two = "two".getBytes(StandardCharsets.US_ASCII);
        assertThat(anna.patch("/far/files/log", "two", "content-digest", digest("sha-256", "SHA-256", two))
                        .has(204)
                        .header("polyport-verified"))
                .isEqualTo("digest");
        assertThat(anna.patch("/far/files/log", "six", "content-digest", digest("sha-256", "SHA-256", two))
                        .problem(400, "ftp.digest-mismatch")
                        .getString("detail"))
                .contains("look at its size");
        assertThat(Arrays.copyOf(server.files.get("/log"), 6)).asString().isEqualTo("onetwo");
    }
}
