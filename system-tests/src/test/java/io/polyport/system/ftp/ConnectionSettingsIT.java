package io.polyport.system.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.protocol.ScriptedFtpServer;
import io.polyport.kit.fixtures.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A configured connection")
class ConnectionSettingsIT {
    private static final Charset CP1251 = Charset.forName("windows-1251");
    private static final Duration SOON = Duration.ofSeconds(20);
    private static ScriptedFtpServer server;
    /** No other login of these tests says good-bye to it. */
    private static ScriptedFtpServer lonely;

    private static FtpHouse house;
    private static Rest anna;

    @BeforeAll
    static void start() throws IOException {
        server = new ScriptedFtpServer();
        lonely = new ScriptedFtpServer().withFile("/a", new byte[] {'a'});
        house = FtpHouse.with(
                FtpHouse.line("pooled", server, "pool: 2"),
                FtpHouse.line("short", server, "pool: 2, waiting: 0"),
                FtpHouse.line("single", server, "pool: 0"),
                FtpHouse.line("old", server, "pool: 0, encoding: windows-1251, time-zone: Europe/Moscow"),
                FtpHouse.line("lines", server, "pool: 0, transfer-type: ascii"),
                FtpHouse.line("nat", server, "pool: 0"),
                FtpHouse.line("led", server, "pool: 0, use-pasv-address: true"),
                FtpHouse.line("lonely", lonely, "pool: 0"));
        anna = house.as("anna");
    }

    @AfterAll
    static void stop() throws IOException {
        house.close();
        server.close();
        lonely.close();
    }

    @BeforeEach
    void fresh() {
        for (String verb : List.of("EPSV", "PASV", "FEAT", "LIST", "RETR")) {
            server.usual(verb);
        }
        server.files.clear();
        server.withFile("/a", "a".getBytes(StandardCharsets.US_ASCII));
        server.commands.clear();
    }

    @Test
    @DisplayName("FT-2 keeps few logins for many calls")
    void pool() {
        long before = server.logins.get();
        var answers = IntStream.range(0, 60)
                .mapToObj(i -> anna.getLater("/pooled/files/a"))
                .toList();
        answers.forEach(answer -> assertThat(answer.join().has(200).text()).isEqualTo("a"));
        assertThat(server.logins.get() - before).isBetween(1L, 2L);
    }

    @Test
    @DisplayName("FT-2 logs in for each call where its pool is 0")
    void noPool() {
        for (int i = 0; i < 3; i++) {
            anna.get("/lonely/files/a").has(200);
        }
        assertThat(lonely.logins.get()).isEqualTo(3);
        Eventually.holds(
                SOON,
                "each login says good-bye",
                () -> lonely.commands.stream().filter("QUIT"::equals).count() == 3);
    }

    @Test
    @DisplayName("FT-2 refuses calls that it has no login for, and serves the next when one is free")
    void exhausted() {
        var gate = new CompletableFuture<Void>();
        server.on("RETR", (connection, argument) -> {
            gate.join();
            connection.usual("RETR", argument);
        });
        var answers = IntStream.range(0, 12)
                .mapToObj(i -> anna.getLater("/short/files/a"))
                .toList();
        try {
            Eventually.holds(
                    SOON,
                    "ten are refused",
                    () -> answers.stream().filter(CompletableFuture::isDone).count() >= 10);
        } finally {
            gate.complete(null);
        }
        var refused = answers.stream()
                .map(CompletableFuture::join)
                .filter(answer -> answer.status() != 200)
                .toList();
        assertThat(refused).hasSizeBetween(10, 11);
        refused.forEach(answer -> answer.problem(503, "ftp.pool-exhausted"));
        Eventually.holds(
                SOON, "one is free again", () -> anna.get("/short/files/a").status() == 200);
    }

    @Test
    @DisplayName(
            "FT-3 speaks its own encoding to a server that announces no UTF-8, and shows listings in its time zone")
    void encoding() {
        server.on("FEAT", (connection, argument) -> connection.reply("502 no"));
        server.on("LIST", (connection, argument) -> {
            connection.reply("150 coming");
            try (var data = connection.data()) {
                data.getOutputStream()
                        .write(
                                "-rw-r--r-- 1 o g 1 Mar 04 2025 Отчёт №7.txt\r\n-rw-r--r-- 1 o g 1 Jan 10 12:00 clock\r\n"
                                        .getBytes(CP1251));
            }
            connection.reply("226 done");
        });
        String raw = new String("Отчёт №7.txt".getBytes(CP1251), ScriptedFtpServer.RAW);
        server.withFile("/" + raw, "cp".getBytes(StandardCharsets.US_ASCII));
        var entries = anna.get("/old/directories/").has(200).entries();
        assertThat(entries.getFirst().getString("name")).isEqualTo("Отчёт №7.txt");
        assertThat(anna.get(entries.getFirst().getString("href")).has(200).text())
                .isEqualTo("cp");
        assertThat(entries.getLast().getString("modified")).endsWith("-01-10T09:00:00Z");
        var refused = anna.put("/old/files/%E6%97%A5%E6%9C%AC", "x").problem(400, "ftp.name-not-encodable");
        assertThat(refused.getString("detail")).isNotBlank();
        assertThat(server.commands).noneMatch(command -> command.startsWith("STOR"));
    }

    @Test
    @DisplayName("FT-3 FT-42 follows the address of the server's PASV only where it is told to")
    void passive() throws IOException {
        server.on("EPSV", (connection, argument) -> connection.reply("500 no"));
        try (var elsewhere = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.2"));
                var bound = new Socket()) {
            int port = elsewhere.getLocalPort();
            // Where nobody listens, nobody else shall begin to.
            bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            server.on("PASV", (connection, argument) -> {
                connection.openPassive();
                int own = connection.passivePort();
                connection.reply("227 Passive (10,99,99,99," + own / 256 + "," + own % 256 + ")");
            });
            assertThat(anna.get("/nat/files/a").has(200).text()).isEqualTo("a");

            server.on(
                    "PASV",
                    (connection, argument) ->
                            connection.reply("227 Passive (127,0,0,2," + port / 256 + "," + port % 256 + ")"));
            server.on("RETR", (connection, argument) -> {
                connection.reply("150 from elsewhere");
                try (var data = elsewhere.accept()) {
                    data.getOutputStream().write('a');
                }
                connection.reply("226 done");
            });
            assertThat(anna.get("/led/files/a").has(200).text()).isEqualTo("a");
            var refused = anna.get("/nat/files/a");
            assertThat(refused.status()).as(refused.text()).isEqualTo(502);
            refused.problem(502, "ftp.data-connection");
        }
    }

    @Test
    @DisplayName("FT-3 sends contents as lines where its transfer type is ascii, and tells no length that may be wrong")
    void lines() {
        var answer = anna.get("/lines/files/a", "range", "bytes=0-0").has(200);
        assertThat(answer.text()).isEqualTo("a");
        assertThat(answer.header("accept-ranges") + answer.header("content-length") + answer.header("etag"))
                .isEmpty();
        assertThat(server.commands).containsSubsequence("TYPE I", "TYPE A", "RETR a");
        anna.head("/lines/files/a").has(200);
        anna.head("/lines/files/none").has(404);

        server.commands.clear();
        var stored = anna.put("/lines/files/b", "x\r\n").has(201).json();
        assertThat(stored.getString("verified")).isEqualTo("reply");
        assertThat(server.commands).containsSubsequence("TYPE I", "TYPE A", "TYPE I");
        var appended = anna.patch("/lines/files/b", "y\r\n", "content-range", "bytes 3-")
                .has(204);
        assertThat(appended.header("polyport-size")).isEqualTo("6");

        server.commands.clear();
        anna.get("/single/files/a").has(200);
        assertThat(server.commands).doesNotContain("TYPE A");
    }

    @Test
    @DisplayName("FT-6 is described by what its server told at the login")
    void describe() {
        var described = anna.get("/single").has(200).json();
        assertThat(described.getString("welcome")).isEqualTo("ready");
        assertThat(described.getString("system")).isEqualTo("UNIX Type: L8");
        assertThat(described.getJsonArray("features")).contains("UTF8", "REST STREAM");
        assertThat(described.getString("protection")).isEqualTo("none");
        assertThat(described.getString("workingDirectory")).isEqualTo("/");
        assertThat(described.getString("state")).isEqualTo("ready");
        assertThat(described.getString("charset")).isEqualTo("UTF-8");
        assertThat(described.encode()).doesNotContain("password");
    }
}
