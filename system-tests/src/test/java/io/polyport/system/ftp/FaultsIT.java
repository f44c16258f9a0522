package io.polyport.system.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.protocol.ScriptedFtpServer;
import io.polyport.kit.fixtures.Eventually;
import io.polyport.kit.fixtures.TcpFaultProxy;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("What goes wrong at an FTP server")
class FaultsIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final byte[] CONTENT = "0123456789".repeat(500).getBytes(StandardCharsets.US_ASCII);
    private static ScriptedFtpServer server;
    private static TcpFaultProxy proxy;
    /** Nobody listens on its port, and nobody else gets it. */
    private static Socket bound;

    private static FtpHouse house;
    private static Rest anna;

    @BeforeAll
    static void start() throws IOException {
        server = new ScriptedFtpServer();
        proxy = TcpFaultProxy.to(server.port());
        bound = new Socket();
        bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        String hasty = "pool: 0, read-timeout: 700ms, data-timeout: 900ms, connect-timeout: 2s";
        house = FtpHouse.with(
                FtpHouse.line("far", server, "pool: 0"),
                FtpHouse.line("hasty", server, hasty),
                FtpHouse.line("stalled", proxy.port(), hasty),
                FtpHouse.line("healed", proxy.port(), "pool: 0"),
                FtpHouse.line("closed", bound.getLocalPort(), "pool: 0"),
                "nohost: {host: no-such-host.invalid, pool: 0}");
        anna = house.as("anna");
    }

    @AfterAll
    static void stop() throws IOException {
        house.close();
        proxy.close();
        server.close();
        bound.close();
    }

    @BeforeEach
    void heal() {
        proxy.heal();
        for (String verb : List.of(
                "USER", "PASS", "RETR", "STOR", "APPE", "DELE", "RNFR", "RNTO", "MKD", "RMD", "SIZE", "LIST", "MLSD")) {
            server.usual(verb);
        }
        server.onConnect((connection, none) -> connection.reply("220 ready"));
        server.files.clear();
        server.directories.clear();
        server.directories.addAll(List.of("/", "/dir"));
        server.withFile("/file", CONTENT).withFile("/dir/in", CONTENT);
        server.commands.clear();
    }

    private void says(String verb, String reply) {
        if (verb.equals("CONNECT")) {
            server.onConnect((connection, none) -> connection.reply(reply));
        } else {
            server.on(verb, (connection, argument) -> connection.reply(reply));
        }
    }

    @ParameterizedTest(name = "FT-41 {0} answered {1} gives a download {3} {4}, with the reply in it")
    @CsvSource({
        "CONNECT, 421, too many, 503, ftp.unavailable",
        "USER, 530, no, 502, ftp.login-refused",
        "PASS, 530, Login incorrect, 502, ftp.login-refused",
        "RETR, 421, going down, 503, ftp.unavailable",
        "RETR, 425, no data, 502, ftp.data-connection",
        "RETR, 426, cut, 502, ftp.transfer-cut",
        "RETR, 451, local error, 502, ftp.refused",
        "RETR, 550, Permission denied, 403, ftp.denied",
        "RETR, 500, what, 501, ftp.unsupported",
    })
    void downloads(String verb, int reply, String text, int status, String code) {
        says(verb, reply + " " + text);
        var problem = anna.get("/far/files/file").replied(status, code, reply);
        assertThat(problem.getJsonObject("reply").getString("text")).isEqualTo(text);
        assertThat(anna.get("/far/files/file").header("retry-after")).isEqualTo(reply == 421 ? "10" : "");
    }

    @ParameterizedTest(name = "FT-14 FT-41 an upload that {0} answers with {1} is {3} {4}, and leaves nothing")
    @CsvSource({
        "STOR, 452, disk full, 507, ftp.insufficient-storage",
        "STOR, 552, over quota, 507, ftp.insufficient-storage",
        "STOR, 553, no such right, 403, ftp.denied",
        "RNTO, 553, not this name, 403, ftp.denied",
        "RNTO, 452, disk full, 507, ftp.insufficient-storage",
    })
    void uploads(String verb, int reply, String text, int status, String code) {
        says(verb, reply + " " + text);
        anna.put("/far/files/new", CONTENT).replied(status, code, reply);
        assertThat(server.files.keySet()).containsExactlyInAnyOrder("/file", "/dir/in");
        anna.put("/far/files/file", "other").replied(status, code, reply);
        assertThat(server.files.get("/file"))
                .as("what was there is still there")
                .isEqualTo(CONTENT);
        anna.put("/far/files/file?atomic=false", "other");
        assertThat(server.files.get("/file"))
                .as("nor is it deleted without a temporary name")
                .isNotNull();
    }

    @Test
    @DisplayName("FT-14 FT-41 a disk that fills up in the middle of an upload is 507, and nothing is left")
    void fullDisk() {
        server.on("STOR", (connection, argument) -> {
            connection.reply("150 send it");
            try (var data = connection.data()) {
                data.getInputStream().readNBytes(1000);
                server.withFile(connection.path(argument), new byte[1000]);
            }
            connection.reply("452 No space left on device");
        });
        var problem = anna.put("/far/files/new", new byte[4_000_000]).replied(507, "ftp.insufficient-storage", 452);
        assertThat(problem.getString("detail")).contains("space");
        assertThat(server.files.keySet()).containsExactlyInAnyOrder("/file", "/dir/in");
    }

    @Test
    @DisplayName("FT-14 where a server does not rename onto a file, the old one goes only when the new one stands")
    void renameRefused() {
        server.on("RNTO", (connection, argument) -> {
            if (server.files.containsKey(connection.path(argument))) {
                connection.reply("553 there is one already");
            } else {
                connection.usual("RNTO", argument);
            }
        });
        anna.put("/far/files/file", "other").has(204);
        assertThat(server.files.get("/file"))
                .asString(StandardCharsets.US_ASCII)
                .isEqualTo("other");
        anna.post(
                        "/far/move",
                        new JsonObject().put("from", "file").put("to", "dir/in").put("overwrite", true))
                .has(204);
        assertThat(server.files.keySet()).containsExactly("/dir/in");
    }

    @Test
    @DisplayName("FT-14 a caller who goes away in the middle leaves neither the file nor a temporary one")
    void callerGone() throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), house.port())) {
            var out = socket.getOutputStream();
            out.write(
                    ("PUT /api/v1/ftp/far/files/half HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\nAuthorization: Bearer "
                                    + anna.token() + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            out.write(new byte[50_000]);
            out.flush();
            Eventually.holds(SOON, "STOR", () -> server.commands.stream().anyMatch(c -> c.startsWith("STOR")));
        }
        Eventually.holds(
                SOON, "the leftover is deleted", () -> server.commands.stream().anyMatch(c -> c.startsWith("DELE")));
        Eventually.holds(SOON, "nothing is left", () -> server.files.keySet().size() == 2);
        assertThat(server.files.keySet()).containsExactlyInAnyOrder("/file", "/dir/in");
    }

    @Test
    @DisplayName("FT-13 FT-41 a download that breaks off never looks whole")
    void cutDownload() {
        server.on("RETR", (connection, argument) -> {
            connection.reply("150 coming");
            try (var data = connection.data()) {
                data.getOutputStream().write(CONTENT, 0, 1000);
            }
            connection.reply("426 broken");
        });
        assertNotWhole("/far/files/file");
    }

    /** Where the server said so before the head was out, it is a problem; else the answer breaks off. */
    private void assertNotWhole(String path) {
        try {
            anna.get(path).problem(502, "ftp.transfer-cut");
        } catch (UncheckedIOException brokenOff) {
            // As it has to.
        }
    }

    @Test
    @DisplayName("FT-10 a listing that breaks off ends its lines with a status, and its JSON not at all")
    void cutListing() {
        server.on("LIST", (connection, argument) -> {
            connection.reply("150 coming");
            try (var data = connection.data()) {
                data.getOutputStream()
                        .write("-rw-r--r-- 1 o g 1 Mar 04 2025 one\r\n".getBytes(StandardCharsets.US_ASCII));
            }
            connection.reply("451 the disk is broken");
        });
        var lines = anna.get("/far/directories/", "accept", "application/x-ndjson")
                .has(200)
                .text()
                .lines()
                .toList();
        var status = new JsonObject(lines.getLast()).getJsonObject("status");
        assertThat(status.getString("code")).isEqualTo("ftp.transfer-cut");
        // What came may have been overtaken by the reply.
        assertThat(status.getInteger("entries")).isBetween(0, 1).isEqualTo(lines.size() - 1);
        assertThat(status.getJsonObject("reply").getInteger("code")).isEqualTo(451);
        assertNotWhole("/far/directories/");
    }

    @Test
    @DisplayName("FT-12 what could not be removed is told, path by path, and the rest is gone")
    void partialRemoval() {
        server.withFile("/dir/locked", CONTENT);
        server.on("DELE", (connection, argument) -> {
            if (argument.endsWith("locked")) {
                connection.reply("550 it is locked");
            } else {
                connection.usual("DELE", argument);
            }
        });
        var problem = anna.delete("/far/directories/dir?recursive=true").problem(409, "ftp.not-all-removed");
        assertThat(problem.getInteger("removed")).isEqualTo(1);
        var failed = Rest.objects(problem.getJsonArray("failed"));
        assertThat(failed).singleElement().satisfies(one -> {
            assertThat(one.getString("path")).isEqualTo("dir/locked");
            assertThat(one.getString("code")).isEqualTo("ftp.denied");
        });
        assertThat(server.files.keySet()).containsExactlyInAnyOrder("/file", "/dir/locked");
    }

    @Test
    @DisplayName("FT-41 FT-42 a server that stalls is a timeout within its limits, in every phase")
    void stall() {
        proxy.stall();
        long begun = System.nanoTime();
        var problem = anna.get("/stalled/files/file").problem(504, "ftp.timeout");
        // By default a connection may take 10 s and a reply 20 s.
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(9));
        assertThat(problem.getString("detail")).contains("timeout");
        proxy.heal();
        server.on("DELE", (connection, argument) -> connection.hang());
        anna.delete("/hasty/files/file").problem(504, "ftp.timeout");
        server.on("STOR", (connection, argument) -> {
            connection.reply("150 send it");
            connection.hang();
        });
        anna.put("/hasty/files/new", new byte[8_000_000]).problem(504, "ftp.timeout");
        assertThat(anna.get("/healed/files/file").has(200).body()).isEqualTo(CONTENT);
    }

    @Test
    @DisplayName("FT-41 a server that can't be reached, or whose name is unknown, is told from one that refuses")
    void unreachable() {
        assertThat(anna.get("/closed/files/file")
                        .problem(502, "ftp.connect-refused")
                        .getString("detail"))
                .contains("host and port");
        assertThat(anna.get("/nohost/files/file")
                        .problem(502, "ftp.unknown-host")
                        .getString("detail"))
                .contains("name");
    }

    @Test
    @DisplayName("FT-41 nothing is answered as done before the server has confirmed it")
    void confirmed() {
        for (String verb : List.of("STOR", "APPE")) {
            server.on(verb, (connection, argument) -> {
                connection.reply("150 send it");
                try (var data = connection.data()) {
                    data.getInputStream().readAllBytes();
                }
                connection.closeControl();
            });
        }
        anna.put("/far/files/new", "x").problem(502, "ftp.connection-lost");
        anna.patch("/far/files/file", "x").problem(502, "ftp.connection-lost");
        server.on("DELE", (connection, argument) -> connection.closeControl());
        anna.delete("/far/files/file").problem(502, "ftp.connection-lost");
        server.usual("DELE");
        server.on("STOR", (connection, argument) -> {
            connection.reply("150 send it");
            try (var data = connection.data()) {
                server.withFile(connection.path(argument), data.getInputStream().readNBytes(3));
            }
            connection.reply("226 fine");
        });
        assertThat(anna.put("/far/files/new", "more than three").status()).isEqualTo(502);
        assertThat(server.files.keySet()).containsExactlyInAnyOrder("/file", "/dir/in");
    }
}
