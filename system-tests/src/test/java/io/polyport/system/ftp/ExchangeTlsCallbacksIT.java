package io.polyport.system.ftp;

import static io.polyport.system.ftp.Till.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.protocol.ScriptedFtpServer;
import io.polyport.kit.fixtures.TestAuthority;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Our side of an exchange that is an https URL")
class ExchangeTlsCallbacksIT {
    private static final String DOWNLOAD = "download: {remote: pub/POS.spr, " + Till.QUICK + "}";
    private static final String UPLOAD = "upload: {local: POS.rep, remote: pub/POS.rep, " + Till.QUICK + "}";

    private ScriptedFtpServer server;
    private TestAuthority authority;

    @TempDir
    private Path folder;

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedFtpServer();
        server.directories.add("/pub");
        server.withFile("/pub/POS.spr", "goods".getBytes(StandardCharsets.US_ASCII));
        authority = TestAuthority.create(folder, "callbacks");
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private CallbackServer https(String host) throws IOException {
        return CallbackServer.withTls(authority.context(authority.server("till", host)));
    }

    private Till till(CallbackServer https, Path trusted, String local, String tasks) {
        return Till.open(
                folder,
                List.of(FtpHouse.line("far", server)),
                "  exchange-callbacks: {allow: [%s], ca-file: '%s'}\n".formatted(https.target(), trusted),
                List.of("pos: {connection: far, %s, local: {url: 'https://127.0.0.1:%d/till', %s}, %s}"
                        .formatted(Till.FAST, https.port(), local, tasks)));
    }

    @Test
    @DisplayName("FT-37 files go and reports come over TLS by the configured authority, with the token and by POST")
    void tokenOverTls() throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "a-token");
        try (var https = https("127.0.0.1")) {
            https.stored.put("/till/POS.rep", "sold".getBytes(StandardCharsets.US_ASCII));
            String local = "method: post, token: {file: '" + token + "'}";
            try (var till = till(https, authority.pem(), local, DOWNLOAD + ", " + UPLOAD)) {
                await("the goods were taken", () -> !server.files.containsKey("/pub/POS.spr"));
                await(
                        "the report is there and gone at the URL",
                        () -> server.files.containsKey("/pub/POS.rep") && https.calls.contains("DELETE /till/POS.rep"));
                await("both are told", () -> till.history().size() == 2);
            }
            assertThat(https.calls).contains("POST /till/POS.spr").doesNotContain("PUT /till/POS.spr");
            assertThat(https.stored.get("/till/POS.spr")).asString().isEqualTo("goods");
            assertThat(server.files.get("/pub/POS.rep")).asString().isEqualTo("sold");
            assertThat(https.authorizations).isNotEmpty().containsOnly("Bearer a-token");
        }
    }

    @Test
    @DisplayName("FT-37 nothing goes to a URL whose certificate is of another authority, or of another host")
    void checksCertificates() throws IOException {
        Files.createDirectory(folder.resolve("others"));
        var others = TestAuthority.create(folder.resolve("others"), "others");
        try (var https = https("127.0.0.1")) {
            assertRefused(https, others.pem());
        }
        try (var https = https("elsewhere.example")) {
            assertRefused(https, authority.pem());
        }
    }

    private void assertRefused(CallbackServer https, Path trusted) throws IOException {
        try (var till = till(https, trusted, "method: put", DOWNLOAD)) {
            till.awaitResult("download", "failed");
            till.awaitLooks("download", 2);
            assertThat(till.task("download").getString("code")).isEqualTo("ftp.exchange-callback");
            assertThat(https.calls).isEmpty();
            assertThat(server.files).containsOnlyKeys("/pub/POS.spr");
        }
    }
}
