package io.polyport.system.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.protocol.ScriptedFtpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Paths in URLs")
class PathsIT {
    private static final List<String> LOGIN = List.of("USER", "PASS", "SYST", "FEAT", "OPTS", "TYPE", "PWD", "NOOP");
    private static ScriptedFtpServer server;
    private static FtpHouse house;
    private static Rest anna;

    @BeforeAll
    static void start() throws IOException {
        server = new ScriptedFtpServer();
        house = FtpHouse.with(
                FtpHouse.line("far", server, "root: in"),
                FtpHouse.line("open", server, "root: in, absolute-paths: true"));
        anna = house.as("anna");
    }

    @AfterAll
    static void stop() throws IOException {
        house.close();
        server.close();
    }

    @BeforeEach
    void fill() {
        server.directories.addAll(List.of("/in", "/in/dir", "/etc"));
        server.files.clear();
        server.withFile("/in/a", bytes("in a"))
                .withFile("/etc/passwd", bytes("root"))
                .withFile("/in/dir/b", bytes("b"));
        server.commands.clear();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** What was sent besides the login: nothing may be, when the path is refused. */
    private static List<String> sent() {
        return server.commands.stream()
                .filter(command -> !LOGIN.contains(command.split(" ")[0]))
                .toList();
    }

    @ParameterizedTest(name = "FT-24 FT-42 the path {0} is refused, and nothing of it is sent")
    @ValueSource(
            strings = {
                "..",
                ".",
                "%2e%2e",
                "dir/..",
                "dir/../a",
                "dir/%2E%2e/a",
                "dir/./b",
                "dir//b",
                "/a",
                "a/",
                "",
                "dir%2Fb",
                "dir/%2Fb",
                "dir/%2fb",
                "a%0D%0ADELE%20a",
                "a%0AQUIT",
                "a%0D",
                "a%00",
                "a%00.txt",
                "a%7F",
                "%2Fetc/passwd",
                "%2fetc%2Fpasswd",
                "%2F..%2Fetc",
                "dir/..%5C..%5Ca",
                "..%5Ca"
            })
    void refused(String path) {
        for (String method : List.of("GET", "DELETE")) {
            var answer = anna.call(method, "/far/files/" + path, java.net.http.HttpRequest.BodyPublishers.noBody());
            assertThat(answer.status()).as(method + " " + answer.text()).isEqualTo(400);
            assertThat(answer.problem(400, answer.json().getString("code")).getString("detail"))
                    .isNotBlank();
        }
        anna.put("/far/files/" + path, "content").has(400);
        assertThat(sent()).isEmpty();
        assertThat(server.files.keySet()).containsExactlyInAnyOrder("/in/a", "/etc/passwd", "/in/dir/b");
    }

    @ParameterizedTest(name = "FT-24 FT-42 ?path={0} is refused, and nothing of it is sent")
    @ValueSource(
            strings = {
                "..",
                "dir/../a",
                "dir%2F..%2Fa",
                "/etc/passwd",
                "%2Fetc%2Fpasswd",
                "a%0D%0AQUIT",
                "a%00",
                "dir//b",
                ""
            })
    void refusedInQuery(String path) {
        anna.get("/far/files/?path=" + path).problem(400, "ftp.bad-path");
        anna.put("/far/files/?path=" + path, "content").problem(400, "ftp.bad-path");
        assertThat(sent()).isEmpty();
    }

    @ParameterizedTest(name = "FT-24 FT-42 the path \"{0}\" in a body is refused, and nothing of it is sent")
    @ValueSource(strings = {"..", "../a", "dir/../a", "/etc/passwd", "a\r\nDELE a", "a\u0000", "dir//b"})
    void refusedInBody(String path) {
        anna.post("/far/move", new JsonObject().put("from", path).put("to", "x"))
                .problem(400, "ftp.bad-path");
        anna.post("/far/move", new JsonObject().put("from", "a").put("to", path))
                .problem(400, "ftp.bad-path");
        anna.post("/far/clear", new JsonObject().put("path", path)).problem(400, "ftp.bad-path");
        assertThat(sent()).isEmpty();
    }

    @Test
    @DisplayName(
            "FT-24 a leading %2F is the server's root where the configuration allows it, else refused with the reason")
    void absolute() {
        assertThat(anna.get("/open/files/%2Fetc/passwd").has(200).text()).isEqualTo("root");
        assertThat(anna.get("/open/files/?path=/etc/passwd").has(200).text()).isEqualTo("root");
        assertThat(anna.get("/open/directories/%2F").has(200).names()).contains("in", "etc");
        var entry = anna.get("/open/directories/%2Fetc").has(200).entries().getFirst();
        assertThat(entry.getString("path")).isEqualTo("/etc/passwd");
        assertThat(anna.get(entry.getString("href")).has(200).text()).isEqualTo("root");
        assertThat(anna.get("/open/files/a").has(200).text()).isEqualTo("in a");
        assertThat(anna.get("/far/files/%2Fetc/passwd")
                        .problem(400, "ftp.bad-path")
                        .getString("detail"))
                .contains("absolute", "configuration");
    }

    @Test
    @DisplayName("FT-24 ?path= stands for the path, not beside it")
    void query() {
        assertThat(anna.get("/far/files/?path=dir%2Fb").has(200).text()).isEqualTo("b");
        assertThat(anna.get("/far/files?path=dir/b").has(200).text()).isEqualTo("b");
        anna.put("/far/files?path=dir/with+blank", "x").has(201);
        assertThat(server.files).containsKey("/in/dir/with blank");
        assertThat(anna.get("/far/directories?path=dir").has(200).names()).containsExactlyInAnyOrder("b", "with blank");
        anna.get("/far/files/dir/b?path=a").problem(400, "request.invalid");
    }

    @Test
    @DisplayName("FT-24 name bytes that are no UTF-8 go back verbatim")
    void rawBytes() {
        String raw = new String(new byte[] {(byte) 0xCF, (byte) 0xF0, (byte) 0xFF, 'x'}, ScriptedFtpServer.RAW);
        server.withFile("/in/" + raw, bytes("raw"));
        assertThat(anna.get("/far/files/%CF%F0%FFx").has(200).text()).isEqualTo("raw");
        var entry = anna.get("/far/directories/").has(200).entries().stream()
                .filter(one -> one.getString("href").contains("%FF"))
                .findFirst()
                .orElseThrow();
        assertThat(anna.get(entry.getString("href")).has(200).text()).isEqualTo("raw");
        anna.put("/far/files/%80%81", "up").has(201);
        assertThat(server.files)
                .containsKey("/in/" + new String(new byte[] {(byte) 0x80, (byte) 0x81}, ScriptedFtpServer.RAW));
        anna.delete(entry.getString("href")).has(204);
        assertThat(server.files).doesNotContainKey("/in/" + raw);
    }
}
