package io.polyport.system.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.protocol.ScriptedFtpServer;
import io.polyport.kit.fixtures.Eventually;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Raw commands over REST")
class CommandsIT {
    private static final String RULES = """
                - name: commands
                  who: {subjects: [rita]}
                  may: {services: [ftp], access: [read, write, command]}
                - name: some-commands
                  who: {subjects: [sven]}
                  may: {services: [ftp], access: [command], objects: ["NOOP", "SITE CHMOD **"]}
                - name: files-and-commands
                  who: {subjects: [tina]}
                  may: {services: [ftp], access: [read, write, command], objects: ["/**"]}
                - name: endings-and-commands
                  who: {subjects: [toni]}
                  may: {services: [ftp], access: [read, write, command], objects: ["**.csv"]}
                - name: one-connection
                  who: {subjects: [vera]}
                  may: {services: [ftp], access: [read, write], connections: [far]}
                - name: commands-on-what-is-opened
                  who: {subjects: [vera]}
                  may: {services: [ftp], access: [read, write, command], connections: ["~"]}
                - name: commands-on-one-connection-opened-or-not
                  who: {subjects: [vlad]}
                  may: {services: [ftp], access: [read, write, command], connections: ["~", far]}
                - name: without-scopes
                  who: {subjects: [ulla]}
                  may: {services: [ftp], access: [read, write], scopes: none}
            """;
    private static final Set<String> SCOPES = Set.of("ftp:read", "ftp:write", "ftp:command");
    private static final Duration SOON = Duration.ofSeconds(20);
    private static ScriptedFtpServer server;
    /** No login of another test says good-bye to it. */
    private static ScriptedFtpServer untouched;

    private static FtpHouse house;
    private static Rest rita;

    @BeforeAll
    static void start() throws IOException {
        server = new ScriptedFtpServer();
        untouched = new ScriptedFtpServer();
        house = FtpHouse.configured(
                RULES,
                "  connections:\n    " + FtpHouse.line("far", server, "pool: 2") + "\n    "
                        + FtpHouse.line("one", server, "pool: 1") + "\n    "
                        + FtpHouse.line("untouched", untouched) + "\n    "
                        + FtpHouse.line("rooted", server, "root: inbound"));
        rita = house.as("rita", SCOPES);
    }

    @AfterAll
    static void stop() throws IOException {
        house.close();
        server.close();
        untouched.close();
    }

    @AfterEach
    void usual() {
        server.usual("SITE");
        server.commands.clear();
    }

    private static JsonObject command(String line) {
        return new JsonObject().put("command", line);
    }

    @Test
    @DisplayName("FT-20 a command's reply comes back with its code and lines, whether the server agrees or not")
    void replies() {
        server.on("SITE", (c, a) -> c.raw("200-One\r\n 2\r\n200 Three\r\n"));
        assertThat(rita.post("/far/commands", command("SITE CHMOD 644 a.txt"))
                        .has(200)
                        .json())
                .isEqualTo(new JsonObject()
                        .put("code", 200)
                        .put("text", "One 2 Three")
                        .put("lines", new JsonArray(List.of("One", " 2", "Three"))));
        server.on("SITE", (c, a) -> c.reply("550 no"));
        assertThat(rita.post("/far/commands", command("SITE CHMOD 644 a.txt"))
                        .has(200)
                        .json()
                        .getInteger("code"))
                .isEqualTo(550);
        server.on("SITE", (c, a) -> c.reply("421 leaving"));
        rita.post("/far/commands", command("SITE X")).replied(503, "ftp.unavailable", 421);
        assertThat(rita.post("/far/commands", command("NOSUCH")).has(200).json().getInteger("code"))
                .isEqualTo(502);
    }

    @Test
    @DisplayName("FT-20 FT-2 a login of the pool is not used again after a command; an opened connection goes on")
    void logins() {
        rita.get("/one/directories/").has(200);
        long before = server.logins.get();
        rita.post("/one/commands", command("SITE UMASK 077")).has(200);
        for (int i = 0; i < 4; i++) {
            rita.get("/one/directories/").has(200);
        }
        Eventually.holds(
                SOON,
                "it is ended",
                () -> server.commands.lastIndexOf("QUIT") > server.commands.indexOf("SITE UMASK 077"));
        assertThat(server.logins.get()).as("one in its place").isGreaterThan(before);

        String id = rita.open("far");
        long opened = server.logins.get();
        rita.post("/" + id + "/commands", command("SITE UMASK 022")).has(200);
        rita.get("/" + id + "/directories/").has(200);
        assertThat(server.logins.get()).isEqualTo(opened);
        rita.delete("/connections/" + id).has(204);
    }

    @Test
    @DisplayName("FT-20 FT-42 what would put the connection out of step never reaches the server")
    void refused() {
        for (String line : List.of("PASV", "RETR a", "CWD /", "QUIT", "TYPE A", "NOOP\r\nDELE a", " PASV", "")) {
            var problem = rita.post("/untouched/commands", command(line)).problem(400, "request.invalid");
            assertThat(problem.getJsonArray("errors").getJsonObject(0).getString("field"))
                    .isEqualTo("body:/command");
        }
        assertThat(untouched.commands).isEmpty();
        assertThat(rita.post("/untouched/commands", command("CWD /")).json().getString("detail"))
                .contains("PUT working-directory");
    }

    @Test
    @DisplayName(
            "FT-20 GW-15 the right to read and write is not enough, nor is the scope or the rule without the other")
    void right() {
        var missing =
                house.as("anna", SCOPES).post("/far/commands", command("NOOP")).problem(403, "gateway.forbidden");
        assertThat(missing.getString("missing")).isEqualTo("ftp ftp.run-command (command) on connection far");
        house.as("ulla").post("/far/commands", command("NOOP")).problem(403, "gateway.forbidden");
        var scope = house.as("rita").post("/far/commands", command("NOOP")).problem(403, "gateway.forbidden");
        assertThat(scope.getString("scope")).isEqualTo("ftp:command");
        // A login that a test before this one used may end only now.
        assertThat(server.commands).doesNotContain("NOOP");
    }

    @Test
    @DisplayName("FT-20 GW-15 a rule's objects name the commands it allows, and paths are none")
    void objects() {
        var sven = house.as("sven", SCOPES);
        sven.post("/far/commands", command("noop")).has(200);
        sven.post("/far/commands", command("site CHMOD 600 in/a.txt")).has(200);
        sven.post("/far/commands", command("SITE EXEC rm")).problem(403, "request.forbidden-object");
        sven.post("/far/commands", command("SITE CHMOD 600 in/../../a.txt")).problem(403, "request.forbidden-object");
        house.as("toni", SCOPES)
                .post("/far/commands", command("DELE other/x.csv"))
                .problem(403, "request.forbidden-object");
        var tina = house.as("tina", SCOPES);
        server.withFile("/a", new byte[1]);
        tina.get("/far/files/a").has(200);
        tina.post("/far/commands", command("DELE a")).problem(403, "request.forbidden-object");
        assertThat(server.commands).noneMatch(line -> line.startsWith("DELE") || line.startsWith("SITE EXEC"));
    }

    @Test
    @DisplayName("FT-20 GW-15 who may command what he opens may not for that reason command a configured server")
    void openedOnConfigured() {
        var vera = house.as("vera", SCOPES);
        String id = vera.open("far");
        vera.get("/" + id + "/directories/").has(200);
        server.commands.clear();
        vera.post("/" + id + "/commands", command("SITE X")).problem(403, "request.forbidden-object");
        assertThat(server.commands).doesNotContain("SITE X");
        vera.delete("/connections/" + id).has(204);

        var vlad = house.as("vlad", SCOPES);
        String allowed = vlad.open("far");
        vlad.post("/" + allowed + "/commands", command("NOOP")).has(200);
        vlad.delete("/connections/" + allowed).has(204);
    }

    @Test
    @DisplayName("FT-20 FT-24 what a command names lies where paths lie: below the connection's root")
    void root() {
        server.directories.add("/inbound");
        rita.post("/rooted/commands", command("DELE report.csv")).has(200);
        assertThat(server.commands).containsSubsequence("CWD inbound", "DELE report.csv");
    }
}
