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

@DisplayName("What a caller may reach")
class PolicyAndEgressIT {
    private static final String RULES = """
                - name: only-in
                  who: {subjects: [carla]}
                  may: {services: [ftp], access: [read, write], objects: ["/in/**"]}
                - name: one-level
                  who: {subjects: [dora]}
                  may: {services: [ftp], access: [read, write], objects: ["/in", "/in/*"]}
                - name: far-only
                  who: {subjects: [emil]}
                  may: {services: [ftp], access: [read, write], connections: [far, "~"]}
            """;
    private static ScriptedFtpServer server;
    private static ScriptedFtpServer other;
    private static FtpHouse house;

    @BeforeAll
    static void start() throws IOException {
        server = new ScriptedFtpServer();
        other = new ScriptedFtpServer();
        house = FtpHouse.configured(
                RULES, """
                  connections:
                    %s
                    %s
                  ad-hoc: {allow: ['127.0.0.0/8:%d', '*.invalid:21']}
                """.formatted(FtpHouse.line("far", server), FtpHouse.line("secret", other), server.port()));
    }

    @AfterAll
    static void stop() throws IOException {
        house.close();
        server.close();
        other.close();
    }

    @BeforeEach
    void fill() {
        server.directories.addAll(List.of("/in", "/in/sub", "/in/sub/deep", "/out", "/inside"));
        server.files.clear();
        for (String path : List.of("/in/a", "/in/sub/b", "/in/sub/deep/c", "/out/secret", "/inside/secret")) {
            server.withFile(path, path.getBytes(StandardCharsets.US_ASCII));
        }
        server.commands.clear();
    }

    private static JsonObject way(String from, String to) {
        return new JsonObject().put("from", from).put("to", to);
    }

    @Test
    @DisplayName("GW-15 a rule with objects lets these paths through, and no other, in every operation")
    void objects() {
        var carla = house.as("carla");
        assertThat(carla.get("/far/files/in/a").has(200).text()).isEqualTo("/in/a");
        assertThat(carla.get("/far/files?path=in/sub/b").has(200).text()).isEqualTo("/in/sub/b");
        carla.put("/far/files/in/new", "x").has(201);
        server.commands.clear();
        for (String path : List.of("out/secret", "inside/secret", "secret", "?path=out/secret")) {
            carla.get("/far/files/" + path).problem(403, "request.forbidden-object");
            carla.put("/far/files/" + path, "x").problem(403, "request.forbidden-object");
            carla.patch("/far/files/" + path, "x").problem(403, "request.forbidden-object");
            carla.delete("/far/files/" + path).problem(403, "request.forbidden-object");
        }
        for (String path : List.of("", "out", "inside")) {
            carla.get("/far/directories/" + path + "?recursive=true").problem(403, "request.forbidden-object");
        }
        carla.delete("/far/directories/out?recursive=true").problem(403, "request.forbidden-object");
        carla.put("/far/directories/out/x").problem(403, "request.forbidden-object");
        carla.get("/far/entries/out/secret").problem(403, "request.forbidden-object");
        carla.post("/far/clear", new JsonObject().put("path", "out")).problem(403, "request.forbidden-object");
        carla.post("/far/move", way("in/a", "out/a")).problem(403, "request.forbidden-object");
        carla.post("/far/move", way("out/secret", "in/b")).problem(403, "request.forbidden-object");
        assertThat(server.commands)
                .noneMatch(command -> command.matches("(RETR|STOR|APPE|DELE|RNFR|RMD|MKD|LIST|SIZE|CWD .*out).*"));
        carla.post("/far/move", way("in/a", "in/b")).has(204);
    }

    @Test
    @DisplayName("GW-15 FT-12 a recursive operation does not leave what the rule allows")
    void recursive() {
        var dora = house.as("dora");
        assertThat(dora.get("/far/directories/in?recursive=true").has(200).entries())
                .extracting(entry -> entry.getString("path"))
                .as("the names in /in/sub/deep are not dora's to see")
                .containsExactlyInAnyOrder("in/a", "in/sub", "in/sub/b", "in/sub/deep");
        var refused =
                dora.post("/far/clear", new JsonObject().put("path", "in")).problem(409, "ftp.not-all-removed");
        assertThat(refused.getJsonArray("failed").encode()).contains("in/sub/b", "request.forbidden-object");
        assertThat(server.files.keySet())
                .containsExactlyInAnyOrder("/in/sub/b", "/in/sub/deep/c", "/out/secret", "/inside/secret");
    }

    @Test
    @DisplayName("GW-15 FT-19 the working directory of an opened connection is no way around the rule")
    void workingDirectory() {
        var carla = house.as("carla");
        String id = carla.open("far");
        carla.put("/" + id + "/working-directory", "{\"path\":\"out\"}").problem(403, "request.forbidden-object");
        carla.get("/" + id + "/directories/").problem(403, "request.forbidden-object");
        carla.put("/" + id + "/working-directory", "{\"path\":\"in/sub\"}").has(200);
        assertThat(carla.get("/" + id + "/files/b").has(200).text()).isEqualTo("/in/sub/b");
        carla.put("/" + id + "/files/new", "x").has(201);
        assertThat(server.files).containsKey("/in/sub/new");
        carla.delete("/connections/" + id).has(204);
    }

    @Test
    @DisplayName("GW-15 who may use one connection can't open another by naming it in the body")
    void openedByName() {
        var emil = house.as("emil");
        emil.delete("/connections/" + emil.open("far")).has(204);
        emil.get("/secret/directories/").problem(403, "gateway.forbidden");
        emil.post("/connections", new JsonObject().put("connection", "secret"))
                .problem(403, "request.forbidden-object");
        assertThat(other.logins.get()).isZero();
    }

    @ParameterizedTest(name = "GW-38 {0} can''t be connected to, and nothing connects")
    @ValueSource(
            strings = {
                "127.0.0.1",
                "localhost",
                "169.254.169.254",
                "10.0.0.1",
                "192.168.1.1",
                "[::1]",
                "::1",
                "0.0.0.0",
                "::ffff:127.0.0.1",
                "example.org"
            })
    void refused(String host) {
        var anna = house.as("anna");
        int port = other.port();
        var answer =
                anna.post("/connections", new JsonObject().put("host", host).put("port", port));
        assertThat(answer.status()).as(answer.text()).isIn(400, 403);
        var problem = answer.status() == 403
                ? answer.problem(403, "egress.denied")
                : answer.problem(400, "egress.target-invalid");
        assertThat(problem.getString("detail")).contains(answer.status() == 403 ? "allow-list" : "host");
        assertThat(other.logins.get()).isZero();
        assertThat(other.openSockets()).isZero();
    }

    @Test
    @DisplayName("FT-1 FT-3 who opens a connection to a server of his own says how it is spoken to")
    void settings() {
        var anna = house.as("anna");
        var target = new JsonObject().put("host", "127.0.0.1").put("port", server.port());
        server.on("FEAT", (connection, argument) -> connection.reply("502 no"));
        server.on("LIST", (connection, argument) -> {
            connection.reply("150 coming");
            try (var data = connection.data()) {
                data.getOutputStream()
                        .write("-rw-r--r-- 1 o g 1 Jan 10 12:00 clock\r\n".getBytes(StandardCharsets.US_ASCII));
            }
            connection.reply("226 done");
        });
        try {
            String id = anna.open(target.copy()
                    .put("encoding", "windows-1251")
                    .put("timeZone", "Europe/Moscow")
                    .put("showHidden", true)
                    .put("transferType", "ascii"));
            assertThat(anna.get("/" + id).has(200).json().getString("charset")).isEqualTo("windows-1251");
            var entry = anna.get("/" + id + "/directories/").has(200).entries().getFirst();
            assertThat(entry.getString("modified")).endsWith("-01-10T09:00:00Z");
            assertThat(anna.get("/" + id + "/files/in/a").has(200).text()).isEqualTo("/in/a");
            assertThat(server.commands).contains("LIST -a").containsSubsequence("TYPE A", "RETR in/a");
            anna.delete("/connections/" + id).has(204);
        } finally {
            server.usual("FEAT");
            server.usual("LIST");
        }
        anna.post("/connections", target.copy().put("timeZone", "Mars")).problem(400, "request.invalid");
        anna.post("/connections", target.copy().put("showHidden", "yes")).problem(400, "request.invalid");
        anna.post("/connections", target.copy().put("transferType", "image")).problem(400, "request.invalid");
    }

    @Test
    @DisplayName("GW-38 FT-1 what the pattern allows can be opened by address")
    void allowed() {
        var anna = house.as("anna");
        var target = new JsonObject().put("host", "127.0.0.1").put("port", server.port());
        String id = anna.open(target.copy().put("user", "someone").put("password", "p"));
        assertThat(anna.get("/" + id + "/files/in/a").has(200).text()).isEqualTo("/in/a");
        assertThat(server.commands).contains("USER someone");
        anna.delete("/connections/" + id).has(204);
        anna.post("/connections", target.copy().put("user", "a\r\nQUIT")).problem(400, "request.invalid");
        anna.post("/connections", target.copy().put("port", 0)).problem(400, "request.invalid");
        anna.post("/connections", target.copy().put("encoding", "no-such")).problem(400, "request.invalid");
        var unusable = anna.post("/connections", target.copy().put("encoding", "ISO-2022-CN"));
        assertThat(unusable.problem(400, "request.invalid").getString("detail")).contains("encoding", "UTF-8");
        anna.post("/connections", target.copy().put("colour", "red")).problem(400, "request.invalid");
        anna.post("/connections", new JsonObject()).problem(400, "request.invalid");
        anna.post("/connections", new JsonObject().put("host", "no.such.invalid"))
                .problem(502, "egress.name-unknown");
        anna.post("/connections", new JsonObject().put("connection", "none")).problem(404, "connection.unknown");
    }
}
