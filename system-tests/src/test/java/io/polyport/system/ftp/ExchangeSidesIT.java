package io.polyport.system.ftp;

import static io.polyport.system.ftp.Till.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.protocol.ScriptedFtpServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Our side of an exchange that is no directory")
class ExchangeSidesIT {
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
        http.close();
        server.close();
    }

    private Till till(String allowed, String tasks) {
        return Till.open(
                folder,
                List.of(FtpHouse.line("far", server)),
                "  exchange-callbacks: {allow: [" + allowed + "]}\n",
                List.of("pos: {connection: far, %s, local: {url: 'http://127.0.0.1:%d/till'}, %s}"
                        .formatted(Till.FAST, http.port(), tasks)));
    }

    @Test
    @DisplayName("FT-37 a download goes to a URL as a stream, and is deleted at the server when the URL has taken it")
    void callbackTakes() throws IOException {
        byte[] large = "0123456789".repeat(100_000).getBytes(StandardCharsets.US_ASCII);
        server.withFile("/pub/Прайс 1.spr".transform(ExchangeSidesIT::raw), large);
        http.status = 503;
        try (var till = till(http.target(), "download: {remote: 'pub/Прайс 1.spr', " + Till.QUICK + "}")) {
            till.awaitResult("download", "failed");
            assertThat(till.task("download").getString("code")).isEqualTo("ftp.exchange-callback");
            assertThat(server.files).hasSize(1);
            http.status = 200;
            await("it was taken", () -> server.files.isEmpty());
            assertThat(http.stored).hasSize(1);
            assertThat(http.stored.get("/till/%D0%9F%D1%80%D0%B0%D0%B9%D1%81%201.spr"))
                    .isEqualTo(large);
            assertThat(http.keys).hasSize(1).doesNotContainNull();
        }
    }

    private static String raw(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), ScriptedFtpServer.RAW);
    }

    @Test
    @DisplayName("FT-37 a report is fetched from a URL, sent, and deleted there")
    void callbackGives() throws IOException {
        try (var till = till(http.target(), "upload: {local: POS.rep, remote: pub/POS.rep, " + Till.QUICK + "}")) {
            till.awaitResult("upload", "nothing");
            http.stored.put("/till/POS.rep", "sold".getBytes(StandardCharsets.US_ASCII));
            await("it is there", () -> server.files.containsKey("/pub/POS.rep") && http.stored.isEmpty());
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
            assertThat(http.calls).isEmpty();
        }
        http.status = 307;
        try (var till = till(http.target(), download)) {
            till.awaitResult("download", "failed");
            till.awaitLooks("download", 2);
            assertThat(http.calls).isNotEmpty().allMatch(call -> call.equals("PUT /till/POS.spr"));
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
