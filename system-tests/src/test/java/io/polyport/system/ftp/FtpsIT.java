package io.polyport.system.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.protocol.Peers.Peer;
import io.polyport.ftp.protocol.ScriptedFtpServer;
import io.polyport.ftp.protocol.TlsPeers;
import io.polyport.kit.fixtures.TestAuthority;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("FTPS over REST")
class FtpsIT {
    @TempDir
    private static Path folder;

    private static List<Peer> peers = List.of();
    private static ScriptedFtpServer plain;
    private static FtpHouse house;
    private static FtpHouse lax;

    @BeforeAll
    static void start() throws IOException {
        var authority = TestAuthority.create(folder, "authority");
        peers = TlsPeers.all(authority);
        plain = new ScriptedFtpServer();
        var lines = new ArrayList<String>();
        for (Peer peer : peers) {
            String mode = peer.settings().tls().mode().name().toLowerCase(Locale.ROOT);
            lines.add(FtpHouse.line(
                    name(peer), peer, "root: pub, tls: {mode: %s, ca-file: '%s'}".formatted(mode, authority.pem())));
        }
        lines.add(FtpHouse.line("plain", plain, "tls: {mode: explicit}"));
        house = FtpHouse.configured("", configuration(lines, false));
        lax = FtpHouse.configured("", configuration(List.of(), true));
    }

    private static String configuration(List<String> connections, boolean insecure) {
        return "  connections: {%s}\n  ad-hoc: {allow: ['127.0.0.0/8:*'], insecure: %s}"
                .formatted(String.join(", ", connections), insecure);
    }

    private static String name(Peer peer) {
        return peer.name().toLowerCase(Locale.ROOT).replace(' ', '-');
    }

    @AfterAll
    static void stop() throws IOException {
        house.close();
        lax.close();
        plain.close();
        for (Peer peer : peers) {
            peer.stop();
        }
    }

    static Stream<String> connections() {
        return peers.stream().map(FtpsIT::name);
    }

    @ParameterizedTest(name = "FT-5 FT-6 {0}: files go there and back under TLS, and the connection says so")
    @MethodSource("connections")
    void thereAndBack(String connection) {
        var anna = house.as("anna");
        byte[] content = new byte[2_000_003];
        new Random(7).nextBytes(content);
        for (String file : List.of("one", "two", "three")) {
            var stored = anna.put("/" + connection + "/files/" + file, content).has(201);
            assertThat(stored.json().getString("verified")).isEqualTo("size");
            assertThat(anna.get("/" + connection + "/files/" + file).has(200).body())
                    .isEqualTo(content);
        }
        assertThat(anna.get("/" + connection + "/directories/").has(200).names())
                .contains("one", "two", "three");
        assertThat(anna.get("/" + connection).has(200).json().getString("protection"))
                .isEqualTo("TLSv1.2");
    }

    @Test
    @DisplayName("FT-5 FT-41 a server without TLS gets no login where TLS is asked for")
    void refused() {
        house.as("anna").get("/plain/files/a").problem(502, "ftp.tls-refused");
        assertThat(plain.commands).contains("AUTH TLS").noneMatch(command -> command.startsWith("USER"));
    }

    private static JsonObject body(Peer peer, JsonObject tls) {
        var login = peer.settings();
        return new JsonObject()
                .put("host", "127.0.0.1")
                .put("port", login.port())
                .put("user", login.user())
                .put("password", login.password())
                .put("tls", tls);
    }

    private static JsonObject explicit() {
        return new JsonObject().put("mode", "explicit");
    }

    @Test
    @DisplayName("FT-1 FT-5 a caller's own server is checked, and unchecked only where the configuration allows it")
    void ownServer() {
        var peer = peers.getFirst();
        var anna = house.as("anna");
        var unchecked = body(peer, explicit().put("verify", false));

        anna.post("/connections", body(peer, explicit())).problem(502, "ftp.tls-untrusted");
        anna.post("/connections", unchecked).problem(403, "ftp.insecure-not-allowed");
        var opened = lax.as("anna").post("/connections", unchecked).has(201).json();
        assertThat(opened.getString("protection")).isEqualTo("TLSv1.2");
        String files = "/" + opened.getString("id") + "/files/pub/own";
        lax.as("anna").put(files, "content").has(201);
        assertThat(lax.as("anna").get(files).has(200).text()).isEqualTo("content");
        lax.as("anna").delete("/connections/" + opened.getString("id")).has(204);
    }

    @Test
    @DisplayName("FT-5 what can't be meant by a caller's tls is refused by its name, files of ours too")
    void faults() {
        var peer = peers.getFirst();
        var anna = house.as("anna");
        for (var wrong : List.of(
                new JsonObject().put("mode", "sideways"),
                explicit().put("versions", "SSLv3"),
                explicit().put("verify", "no"),
                explicit().put("hostName", ""),
                explicit().put("hostName", 5),
                explicit().put("caFile", "/etc/passwd"))) {
            var problem = anna.post("/connections", body(peer, wrong)).problem(400, "request.invalid");
            assertThat(problem.getJsonArray("errors").encode()).contains("body:/tls/");
        }
    }
}
