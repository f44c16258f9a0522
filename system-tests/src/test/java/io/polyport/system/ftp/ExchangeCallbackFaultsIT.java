package io.polyport.system.ftp;

import static io.polyport.system.ftp.Till.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.protocol.ScriptedFtpServer;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Between a URL and an FTP server")
class ExchangeCallbackFaultsIT {
    private static final String DOWNLOAD = "download: {remote: pub/POS.spr, ready: {when: at-once}}";
    private static final String UPLOAD = "upload: {local: POS.rep, remote: pub/POS.rep, ready: {when: at-once}}";
    private static final byte[] GOODS = "0123456789".repeat(100_000).getBytes(StandardCharsets.US_ASCII);

    private CallbackServer http;
    private ScriptedFtpServer server;

    @TempDir
    private Path folder;

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedFtpServer();
        server.directories.add("/pub");
        http = CallbackServer.plain();
    }

    @AfterEach
    void stop() throws IOException {
        http.rest.countDown();
        http.close();
        server.close();
    }

    private Till till(String timeout, String tasks, String... connection) {
        return Till.open(
                folder,
                List.of(FtpHouse.line("far", server, connection)),
                "  exchange-callbacks: {allow: [" + http.target() + "]}\n",
                List.of("pos: {connection: far, %s, local: {url: 'http://127.0.0.1:%d/till', timeout: %s}, %s}"
                        .formatted(Till.FAST, http.port(), timeout, tasks)));
    }

    private void put(String name, String content) {
        http.stored.put("/till/" + name, content.getBytes(StandardCharsets.US_ASCII));
    }

    /** Sends {@code bytes} of the goods, and then what the fault is. */
    private void breaking(String fault, int bytes) {
        server.on("RETR", (connection, argument) -> {
            connection.reply("150 coming");
            Socket data = connection.data();
            data.getOutputStream().write(GOODS, 0, bytes);
            data.getOutputStream().flush();
            // It is on its way to the URL before it breaks.
            await("a call", () -> http.calls.stream().anyMatch(call -> call.startsWith("PUT")));
            switch (fault) {
                case "lost" -> connection.resetControl();
                case "hang" -> connection.hang();
                default -> {
                    data.close();
                    connection.reply("426 broken");
                }
            }
        });
    }

    @ParameterizedTest(name = "FT-35 a download that breaks off ({0}, {1}, hasty URL: {2}) is not taken for whole")
    @CsvSource({
        "426, binary, false",
        "lost, binary, false",
        "426, ascii, false",
        "lost, ascii, false",
        "426, binary, true",
        "at-its-end, binary, false"
    })
    void cut(String fault, String type, boolean hasty) throws IOException {
        server.withFile("/pub/POS.spr", GOODS);
        breaking(fault, fault.equals("at-its-end") ? GOODS.length : GOODS.length / 2);
        http.hasty = hasty;
        try (var till = till("20s", DOWNLOAD, "transfer-type: " + type)) {
            till.awaitResult("download", "failed");
            assertThat(till.task("download").getString("code"))
                    .startsWith("ftp.")
                    .isNotEqualTo("ftp.exchange-callback");
            await("it saw the cut", () -> http.cut.contains("PUT /till/POS.spr"));
            till.awaitLooks("download", 2);
            assertThat(http.stored).as("nothing looked whole").isEmpty();
            assertThat(server.files).containsOnlyKeys("/pub/POS.spr");
            assertThat(http.lengths).containsOnly(type.equals("ascii") ? "-" : "" + GOODS.length);
            server.usual("RETR");
            await("the next brings all of it", () -> server.files.isEmpty());
            assertThat(http.stored.get("/till/POS.spr")).isEqualTo(GOODS);
        }
    }

    @Test
    @DisplayName("FT-36 an orderly stop cuts what is on its way to a URL, and the next start brings all of it")
    void orderlyStop() throws IOException {
        server.withFile("/pub/POS.spr", GOODS);
        breaking("hang", GOODS.length / 2);
        try (var till = till("20s", DOWNLOAD)) {
            await("half of it is there", () -> http.calls.contains("PUT /till/POS.spr"));
            assertThat(till.history()).isEmpty();
        }
        await("it saw the cut", () -> http.cut.contains("PUT /till/POS.spr"));
        assertThat(http.stored).isEmpty();
        assertThat(server.files).containsOnlyKeys("/pub/POS.spr");
        server.usual("RETR");
        try (var till = till("20s", DOWNLOAD)) {
            await("all of it", () -> server.files.isEmpty() && till.history().size() == 1);
            assertThat(http.stored.get("/till/POS.spr")).isEqualTo(GOODS);
        }
    }

    @Test
    @DisplayName("FT-37 a body that takes several timeouts is not cut while bytes move")
    void slowButMoving() throws IOException {
        server.withFile("/pub/POS.spr", GOODS);
        server.on("RETR", (connection, argument) -> {
            connection.reply("150 coming");
            try (Socket data = connection.data()) {
                for (int from = 0; from < GOODS.length; from += GOODS.length / 20) {
                    data.getOutputStream().write(GOODS, from, GOODS.length / 20);
                    data.getOutputStream().flush();
                    LockSupport.parkNanos(200_000_000);
                }
            }
            connection.reply("226 done");
        });
        try (var till = till("1s", DOWNLOAD)) {
            // A machine that stands still for a second moves no byte either: then the second call brings it.
            await("it was taken", () -> server.files.isEmpty() && isDone(till));
            assertThat(http.stored.get("/till/POS.spr")).isEqualTo(GOODS);
            assertThat(http.calls).containsOnly("PUT /till/POS.spr").hasSizeLessThanOrEqualTo(2);
        }
    }

    private static boolean isDone(Till till) {
        return till.history().stream().findFirst().stream().anyMatch(last -> "done".equals(last.getString("result")));
    }

    @Test
    @DisplayName("FT-37 a report that stops coming after its head is given up in time")
    void stalls() throws IOException {
        http.rest = new CountDownLatch(1);
        put("POS.rep", "sold");
        try (var till = till("500ms", UPLOAD)) {
            till.awaitResult("upload", "failed");
            assertThat(till.task("upload").getString("code")).isEqualTo("ftp.exchange-callback");
            assertThat(till.task("upload").getString("detail")).contains("No byte moved for 500 ms");
            assertThat(server.files).doesNotContainKey("/pub/POS.rep");
            http.rest.countDown();
            await("it goes when it comes", () -> server.files.containsKey("/pub/POS.rep"));
        }
    }

    @Test
    @DisplayName("FT-37 a URL that takes nothing and says nothing is given up in time")
    void silent() throws IOException {
        server.withFile("/pub/POS.spr", GOODS);
        try (var mute = new java.net.ServerSocket(0, 50, java.net.InetAddress.getLoopbackAddress())) {
            String local = "{url: 'http://127.0.0.1:%d/till', timeout: 500ms}".formatted(mute.getLocalPort());
            try (var till = Till.open(
                    folder,
                    List.of(FtpHouse.line("far", server)),
                    "  exchange-callbacks: {allow: ['127.0.0.1/32:" + mute.getLocalPort() + "']}\n",
                    List.of("pos: {connection: far, %s, local: %s, %s}".formatted(Till.FAST, local, DOWNLOAD)))) {
                till.awaitResult("download", "failed");
                assertThat(till.task("download").getString("detail")).contains("No byte moved for 500 ms");
                assertThat(server.files).containsOnlyKeys("/pub/POS.spr");
            }
        }
    }

    @ParameterizedTest(name = "FT-35 a newer report that is put at the URL {1} stays there and goes next, told by {0}")
    @CsvSource({
        "content-language, while the older one is sent",
        "last-modified, while the older one is sent",
        "last-modified, at the moment of its removal",
        "weak, at the moment of its removal"
    })
    void newer(String stamp, String when) throws IOException {
        http.stamps = stamps(stamp, "Sat, 21 Nov 2026 10:00:00 GMT", 1);
        put("POS.rep", "sold");
        Runnable next = () -> {
            server.usual("RNTO");
            http.beforeRemoval = () -> {};
            http.stamps = stamps(stamp, "Sat, 21 Nov 2026 10:00:05 GMT", 2);
            put("POS.rep", "sold more");
        };
        if (when.startsWith("at")) {
            http.beforeRemoval = next;
        } else {
            server.on("RNTO", (connection, argument) -> {
                connection.usual("RNTO", argument);
                next.run();
            });
        }
        try (var till = till("20s", UPLOAD)) {
            await("both have gone", () -> till.history().size() == 2);
            assertThat(server.files.get("/pub/POS.rep")).asString().isEqualTo("sold more");
            assertThat(http.stored).isEmpty();
        }
    }

    private static Map<String, String> stamps(String stamp, String date, int number) {
        return switch (stamp) {
            case "weak" -> Map.of("etag", "W/\"" + number + "\"", "last-modified", date);
            case "last-modified" -> Map.of(stamp, date);
            default -> Map.of(stamp, "en");
        };
    }
}
