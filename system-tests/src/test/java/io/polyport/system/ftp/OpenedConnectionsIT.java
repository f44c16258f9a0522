package io.polyport.system.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.protocol.ScriptedFtpServer;
import io.polyport.kit.fixtures.Eventually;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An opened connection")
class OpenedConnectionsIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static ScriptedFtpServer server;
    private static FtpHouse house;
    private static Rest anna;
    private static Rest boris;

    /** Another server and house, where what is opened is soon asked, and soon closed when nobody uses it. */
    private static ScriptedFtpServer watchedServer;

    private static FtpHouse watched;
    private static Rest watcher;

    @BeforeAll
    static void start() throws IOException {
        server = new ScriptedFtpServer();
        house = FtpHouse.configured(
                "", """
                  connections:
                    %s
                    %s
                  opened: {per-caller: 6}
                """.formatted(FtpHouse.line("far", server), FtpHouse.line("below", server, "root: in/deep")));
        anna = house.as("anna");
        boris = house.as("boris");
        watchedServer = new ScriptedFtpServer();
        watched = FtpHouse.configured("", """
                  connections:
                    %s
                  opened: {idle: 5s, keep-alive: 150ms}
                """.formatted(FtpHouse.line("far", watchedServer)));
        watcher = watched.as("anna");
    }

    @AfterAll
    static void stop() throws IOException {
        house.close();
        watched.close();
        server.close();
        watchedServer.close();
    }

    @BeforeEach
    void fill() {
        for (ScriptedFtpServer each : List.of(server, watchedServer)) {
            each.directories.addAll(Set.of("/in", "/in/deep", "/in/deep/inner"));
            each.withFile("/in/deep/one.txt", "one".getBytes(StandardCharsets.US_ASCII));
        }
    }

    @AfterEach
    void closeAll() {
        for (String verb : List.of("USER", "RNTO", "RETR")) {
            server.usual(verb);
        }
        watchedServer.usual("NOOP");
        for (Rest caller : List.of(anna, boris, watcher)) {
            Rest.objects(caller.get("/connections").json().getJsonArray("connections")).stream()
                    .map(each -> each.getString("id"))
                    .filter(id -> id.startsWith("~"))
                    .forEach(id -> caller.delete("/connections/" + id));
        }
        for (ScriptedFtpServer each : List.of(server, watchedServer)) {
            Eventually.holds(SOON, "nothing is open", () -> each.openSockets() == 0);
            each.commands.clear();
            each.files.clear();
        }
    }

    @Test
    @DisplayName("FT-1 is opened, shown, listed and closed, and one login serves all its calls")
    void life() {
        long before = server.logins.get();
        var opened = anna.post("/connections", new JsonObject().put("connection", "far"))
                .has(201);
        String id = opened.json().getString("id");
        assertThat(id).startsWith("~");
        assertThat(opened.header("location"))
                .isEqualTo("http://127.0.0.1:" + house.port() + "/api/v1/ftp/connections/" + id);
        assertThat(opened.json().getString("welcome")).isEqualTo("ready");
        assertThat(opened.json().getJsonArray("features")).contains("UTF8", "EPSV");
        assertThat(opened.json().getString("workingDirectory")).isEqualTo("/");

        assertThat(anna.get("/connections/" + id).has(200).json().getString("state"))
                .isEqualTo("ready");
        assertThat(anna.get("/" + id + "/files/in/deep/one.txt").has(200).text())
                .isEqualTo("one");
        assertThat(anna.get("/" + id + "/directories/in").has(200).names()).containsExactly("deep");
        assertThat(ids(anna)).contains(id, "far", "below");
        assertThat(ids(boris)).doesNotContain(id).contains("far");
        assertThat(server.logins.get() - before).isEqualTo(1);

        anna.delete("/connections/" + id).has(204);
        assertThat(server.commands).contains("QUIT");
        var gone = anna.get("/" + id + "/directories/").problem(410, "connection.lost");
        assertThat(gone.getString("reason")).contains("closed by its caller");
        assertThat(ids(anna)).doesNotContain(id);
    }

    private static List<String> ids(Rest caller) {
        return Rest.objects(caller.get("/connections").has(200).json().getJsonArray("connections")).stream()
                .map(each -> each.getString("id"))
                .toList();
    }

    @Test
    @DisplayName("FT-1 is unknown to everybody else, and an id that was made up is unknown too")
    void foreign() {
        String id = anna.open("far");
        for (String rest : List.of("/connections/" + id, "/" + id + "/directories/", "/" + id)) {
            boris.get(rest).problem(404, "connection.unknown");
        }
        boris.delete("/connections/" + id).problem(404, "connection.unknown");
        String last = id.charAt(10) == 'A' ? "B" : "A";
        String forged = id.substring(0, 10) + last + id.substring(11);
        anna.get("/" + forged + "/directories/").problem(404, "connection.unknown");
        anna.get("/~/directories/").problem(404, "connection.unknown");
        anna.get("/~nothing/directories/").problem(404, "connection.unknown");
        anna.get("/nowhere/directories/").problem(404, "connection.unknown");
        anna.get("/connections/" + id).has(200);
    }

    @Test
    @DisplayName("FT-1 that the far side closes is gone, and the reason is told")
    void lost() {
        String id = watcher.open("far");
        watchedServer.on("NOOP", (connection, argument) -> {
            connection.reply("421 closing for the night");
            connection.closeControl();
        });
        var problem = Eventually.value(SOON, "gone", () -> watcher.get("/connections/" + id), a -> a.status() == 410)
                .problem(410, "connection.lost");
        assertThat(problem.getString("reason")).isNotBlank();
        assertThat(ids(watcher)).doesNotContain(id);
    }

    @Test
    @DisplayName("FT-1 is kept alive with NOOP, and closed when nobody used it for too long")
    void idle() {
        String id = watcher.open("far");
        long noops = Eventually.value(
                SOON,
                "three NOOPs",
                () -> watchedServer.commands.stream().filter("NOOP"::equals).count(),
                n -> n >= 3);
        assertThat(noops).isGreaterThanOrEqualTo(3);
        Eventually.holds(SOON, "QUIT when idle", () -> watchedServer.commands.contains("QUIT"));
        var gone = watcher.get("/" + id + "/directories/").problem(410, "connection.lost");
        assertThat(gone.getString("reason")).contains("not used");
    }

    @Test
    @DisplayName("FT-1 answers calls while its NOOP is still on the way, instead of calling itself busy")
    void callDuringNoop() {
        String id = watcher.open("far");
        watchedServer.on("NOOP", (connection, argument) -> {
            java.util.concurrent.locks.LockSupport.parkNanos(
                    Duration.ofMillis(100).toNanos());
            connection.reply("200 ok");
        });
        for (int i = 0; i < 12; i++) {
            assertThat(watcher.get("/" + id + "/files/in/deep/one.txt").has(200).text())
                    .isEqualTo("one");
            int seen = watchedServer.commands.size();
            Eventually.holds(SOON, "the next NOOP", () -> watchedServer.commands.size() > seen);
        }
    }

    @Test
    @DisplayName("FT-1 calls reach the event loop on which it lives, whichever took them")
    void loops() {
        var opened = IntStream.range(0, 5).mapToObj(i -> anna.open("far")).toList();
        List<CompletableFuture<Rest.Answer>> answers = new ArrayList<>();
        for (String id : opened) {
            answers.add(anna.getLater("/" + id + "/files/in/deep/one.txt"));
        }
        answers.forEach(answer -> assertThat(answer.join().has(200).text()).isEqualTo("one"));
        for (String id : opened) {
            for (int i = 0; i < 4; i++) {
                anna.get("/" + id + "/entries/in").has(200);
            }
        }
    }

    @Test
    @DisplayName("FT-1 that does one thing refuses another at the same time")
    void busy() {
        String id = anna.open("far");
        server.on("RETR", (connection, argument) -> {
            Eventually.holds(SOON, "told to go on", () -> server.features.contains("GO"));
            connection.usual("RETR", argument);
        });
        try {
            var slow = anna.getLater("/" + id + "/files/in/deep/one.txt");
            Eventually.holds(SOON, "RETR", () -> server.commands.stream().anyMatch(c -> c.startsWith("RETR")));
            anna.get("/" + id + "/directories/").problem(409, "ftp.session-busy");
            assertThat(anna.get("/connections/" + id).has(200).json().getString("state"))
                    .isEqualTo("busy");
            server.features.add("GO");
            assertThat(slow.join().has(200).text()).isEqualTo("one");
            anna.get("/" + id + "/directories/").has(200);
        } finally {
            server.features.remove("GO");
        }
    }

    @Test
    @DisplayName("FT-1 one caller can't have more than his share open, also not by opening at the same time")
    void limit() {
        var answers = IntStream.range(0, 12)
                .mapToObj(i -> anna.sendLater(anna.request("/connections")
                        .POST(java.net.http.HttpRequest.BodyPublishers.ofString("{\"connection\":\"far\"}"))
                        .build()))
                .toList();
        var all = answers.stream().map(CompletableFuture::join).collect(Collectors.groupingBy(Rest.Answer::status));
        assertThat(all.get(201)).hasSize(6);
        all.get(429)
                .forEach(refused -> assertThat(
                                refused.problem(429, "ftp.too-many-opened").getString("detail"))
                        .contains("6", "DELETE"));
        boris.open("far");
    }

    @Test
    @DisplayName("FT-1 a login that is refused leaves no connection, and its place is free again")
    void refused() {
        server.on("USER", (connection, argument) -> connection.reply("530 not you"));
        for (int i = 0; i < 8; i++) {
            anna.post("/connections", new JsonObject().put("connection", "far")).replied(502, "ftp.login-refused", 530);
        }
        server.usual("USER");
        anna.open("far");
    }

    @Test
    @DisplayName("FT-19 has a working directory, against which relative paths are")
    void workingDirectory() {
        String id = anna.open("far");
        assertThat(anna.get("/" + id + "/working-directory").has(200).json().getString("path"))
                .isEqualTo("/");
        var moved = anna.put("/" + id + "/working-directory", "{\"path\":\"in/deep\"}")
                .has(200);
        assertThat(moved.json().getString("path")).isEqualTo("/in/deep");
        assertThat(anna.get("/" + id + "/files/one.txt").has(200).text()).isEqualTo("one");
        assertThat(anna.get("/" + id + "/directories/").has(200).names()).containsExactlyInAnyOrder("inner", "one.txt");
        anna.put("/" + id + "/files/two.txt", "two").has(201);
        assertThat(server.files).containsKey("/in/deep/two.txt");
        anna.put("/" + id + "/working-directory", "{\"path\":\"missing\"}").replied(404, "ftp.not-found", 550);
        assertThat(anna.get("/" + id + "/files/one.txt").has(200).text()).isEqualTo("one");
        anna.put("/" + id + "/working-directory", "{\"path\":\"..\"}").problem(400, "ftp.bad-path");
        anna.put("/" + id + "/working-directory", "{}").problem(400, "request.invalid");
        anna.get("/far/working-directory").problem(409, "ftp.not-opened");
        anna.delete("/connections/far").problem(409, "ftp.not-opened");
    }

    @Test
    @DisplayName("FT-19 one that was opened on a connection with a relative root begins there, and not deeper")
    void relativeRoot() {
        String id = anna.open("below");
        assertThat(anna.get("/" + id + "/working-directory").has(200).json().getString("path"))
                .isEqualTo("/in/deep");
        assertThat(anna.get("/" + id + "/files/one.txt").has(200).text()).isEqualTo("one");
        anna.put("/" + id + "/working-directory", "{\"path\":\"inner\"}").has(200);
        server.on("RNTO", (connection, argument) -> connection.reply("452 no room for a name"));
        anna.put("/" + id + "/files/three.txt", "three").replied(507, "ftp.insufficient-storage", 452);
        assertThat(server.files.keySet())
                .as("nothing is left behind in the working directory")
                .containsExactly("/in/deep/one.txt");
    }
}
