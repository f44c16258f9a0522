package io.polyport.system.ftp;

import static io.polyport.system.ftp.Till.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.polyport.ftp.protocol.ScriptedFtpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Our side of an exchange that is no directory")
class ExchangeSidesIT {
    private final Map<String, byte[]> stored = new ConcurrentHashMap<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final List<String> keys = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private HttpServer http;
    private ScriptedFtpServer server;

    @TempDir
    private Path folder;

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedFtpServer();
        server.directories.add("/pub");
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", this::serve);
        http.start();
    }

    @AfterEach
    void stop() throws IOException {
        http.stop(0);
        server.close();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getRawPath();
            byte[] body = exchange.getRequestBody().readAllBytes();
            calls.add(exchange.getRequestMethod() + " " + path);
            if (status != 200) {
                exchange.getResponseHeaders().set("location", "/elsewhere/POS.spr");
                exchange.sendResponseHeaders(status, -1);
                return;
            }
            switch (exchange.getRequestMethod()) {
                case "PUT" -> {
                    keys.add(exchange.getRequestHeaders().getFirst("idempotency-key"));
                    stored.put(path, body);
                    exchange.sendResponseHeaders(201, -1);
                }
                case "GET" -> {
                    byte[] report = stored.get(path);
                    exchange.getResponseHeaders().set("etag", "\"1\"");
                    exchange.sendResponseHeaders(report == null ? 404 : 200, report == null ? -1 : report.length);
                    if (report != null) {
                        exchange.getResponseBody().write(report);
                    }
                }
                default -> exchange.sendResponseHeaders(stored.remove(path) == null ? 404 : 204, -1);
            }
        }
    }

    private Till till(String allowed, String tasks) {
        return Till.open(
                folder,
                List.of(FtpHouse.line("far", server)),
                "  exchange-callbacks: {allow: [" + allowed + "]}\n",
                List.of("pos: {connection: far, %s, local: {url: 'http://127.0.0.1:%d/till'}, %s}"
                        .formatted(Till.FAST, http.getAddress().getPort(), tasks)));
    }

    private String here() {
        return "'127.0.0.1/32:" + http.getAddress().getPort() + "'";
    }

    @Test
    @DisplayName("FT-37 a download goes to a URL as a stream, and is deleted at the server when the URL has taken it")
    void callbackTakes() throws IOException {
        byte[] large = "0123456789".repeat(100_000).getBytes(StandardCharsets.US_ASCII);
        server.withFile("/pub/Прайс 1.spr".transform(ExchangeSidesIT::raw), large);
        status = 503;
        try (var till = till(here(), "download: {remote: 'pub/Прайс 1.spr', " + Till.QUICK + "}")) {
            till.awaitResult("download", "failed");
            assertThat(till.task("download").getString("code")).isEqualTo("ftp.exchange-callback");
            assertThat(server.files).hasSize(1);
            status = 200;
            await("it was taken", () -> server.files.isEmpty());
            assertThat(stored).hasSize(1);
            assertThat(stored.get("/till/%D0%9F%D1%80%D0%B0%D0%B9%D1%81%201.spr"))
                    .isEqualTo(large);
            assertThat(keys).hasSize(1).doesNotContainNull();
        }
    }

    private static String raw(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), ScriptedFtpServer.RAW);
    }

    @Test
    @DisplayName("FT-37 a report is fetched from a URL, sent, and deleted there")
    void callbackGives() throws IOException {
        try (var till = till(here(), "upload: {local: POS.rep, remote: pub/POS.rep, " + Till.QUICK + "}")) {
            till.awaitResult("upload", "nothing");
            stored.put("/till/POS.rep", "sold".getBytes(StandardCharsets.US_ASCII));
            await("it is there", () -> server.files.containsKey("/pub/POS.rep") && stored.isEmpty());
            assertThat(server.files.get("/pub/POS.rep")).asString().isEqualTo("sold");
            assertThat(server.files).hasSize(1);
        }
    }

    @Test
    @DisplayName("FT-37 GW-38 no URL is called that is not allowed, and no redirect is followed")
    void egress() throws IOException {
        server.withFile("/pub/POS.spr", new byte[] {'x'});
        String download = "download: {remote: pub/POS.spr, " + Till.QUICK + "}";
        try (var till = till("", download)) {
            till.awaitResult("download", "failed");
            assertThat(till.task("download").getString("code")).isEqualTo("egress.denied");
            assertThat(calls).isEmpty();
        }
        status = 307;
        try (var till = till(here(), download)) {
            till.awaitResult("download", "failed");
            till.awaitLooks("download", 2);
            assertThat(calls).isNotEmpty().allMatch(call -> call.equals("PUT /till/POS.spr"));
            assertThat(server.files).hasSize(1);
        }
    }

    @Test
    @DisplayName("FT-37 FT-31 our side can be another FTP server: files, flags and reports go through it")
    void otherConnection() throws IOException {
        try (var ours = new ScriptedFtpServer()) {
            ours.directories.add("/in");
            server.withFile("/pub/POS.spr", "goods".getBytes(StandardCharsets.US_ASCII));
            ours.withFile("/in/POS.rep", "sold".getBytes(StandardCharsets.US_ASCII));
            String exchange =
                    "connection: far, %s, local: {connection: near, directory: in}, download: {remote: pub/POS.spr, automatic-load: true, load-flag: POS.flg, %s}, upload: {local: POS.rep, remote: pub/POS.rep, %s}"
                            .formatted(Till.FAST, Till.QUICK, Till.QUICK);
            try (var till =
                    Till.open(folder, List.of(FtpHouse.line("far", server), FtpHouse.line("near", ours)), exchange)) {
                await(
                        "all has gone",
                        () -> ours.files.keySet().equals(java.util.Set.of("/in/POS.spr", "/in/POS.flg"))
                                && server.files.keySet().equals(java.util.Set.of("/pub/POS.rep")));
                await("both are told", () -> till.history().size() == 2);
                assertThat(ours.files.get("/in/POS.spr")).asString().isEqualTo("goods");
                assertThat(ours.files.get("/in/POS.flg")).isEmpty();
                assertThat(server.files.get("/pub/POS.rep")).asString().isEqualTo("sold");
            }
        }
    }
}
