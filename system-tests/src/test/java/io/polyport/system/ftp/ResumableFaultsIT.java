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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Resumable uploads that servers, callers and time interfere with")
class ResumableFaultsIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String RULES = """
                - name: each-test
                  who: {subjects: [EACH]}
                  may: {services: [ftp], access: [read, write]}
                - name: only-in
                  who: {subjects: [carla]}
                  may: {services: [ftp], access: [read, write], objects: ["/in/**"]}
                - name: reader
                  who: {subjects: [dora]}
                  may: {services: [ftp], access: [read]}
                - name: other-connection
                  who: {subjects: [emil]}
                  may: {services: [ftp], access: [read, write], connections: [lines-0]}
            """;

    /** A claim that no pause of the machine lets run out. */
    private static final String CLAIMED = "sweep-every: 100ms, claim: 20s";

    private static final String QUICK = "sweep-every: 100ms, claim: 1s";
    /** More than there are tests: each has a server, connections and a caller that no other test knows. */
    private static final int PLACES = 24;

    private static final List<ScriptedFtpServer> SERVERS = new ArrayList<>();
    private static final AtomicInteger TAKEN = new AtomicInteger();
    private static FtpHouse house;

    private ScriptedFtpServer server;
    private Rest anna;
    private String far;
    private String lines;

    @BeforeAll
    static void start() throws IOException {
        var connections = new StringBuilder();
        for (int i = 0; i < PLACES; i++) {
            var one = new ScriptedFtpServer().withMlsd();
            one.directories.addAll(List.of("/in", "/out"));
            SERVERS.add(one);
            connections.append("    ").append(FtpHouse.line("far-" + i, one)).append('\n');
            connections
                    .append("    ")
                    .append(FtpHouse.line("lines-" + i, one, "transfer-type: ascii"))
                    .append('\n');
        }
        house = FtpHouse.configured(
                RULES.replace(
                        "EACH",
                        IntStream.range(0, PLACES)
                                .mapToObj(ResumableFaultsIT::caller)
                                .collect(Collectors.joining(", "))),
                "  connections:\n" + connections + "  uploads: {per-caller: 3, " + CLAIMED + "}");
    }

    @AfterAll
    static void stop() throws IOException {
        house.close();
        for (var one : SERVERS) {
            one.close();
        }
    }

    private static String caller(int place) {
        return "anna-" + place;
    }

    @BeforeEach
    void take() {
        int place = TAKEN.getAndIncrement();
        server = SERVERS.get(place);
        far = "far-" + place;
        lines = "lines-" + place;
        anna = house.as(caller(place));
    }

    /** A house of the test's own, with other settings. */
    private FtpHouse open(String settings) {
        return FtpHouse.configured("", "  connections:\n    " + FtpHouse.line(far, server) + "\n  " + settings + "\n");
    }

    private static JsonObject order(String path, long length) {
        return new JsonObject().put("path", path).put("length", length);
    }

    private String uploads() {
        return "/" + far + "/uploads";
    }

    private String files() {
        return "/" + far + "/files";
    }

    private String begin(String path, long length) {
        return "/uploads/"
                + anna.post(uploads(), order(path, length)).has(201).json().getString("id");
    }

    private Rest.Answer send(String upload, long offset, String part) {
        return anna.patch(upload, part, "upload-offset", Long.toString(offset));
    }

    private List<String> temporary() {
        return server.files.keySet().stream()
                .filter(path -> path.contains(".polyport-"))
                .toList();
    }

    private String content(String path) {
        return new String(server.files.get(path), StandardCharsets.US_ASCII);
    }

    @Test
    @DisplayName(
            "FT-25 a server without SIZE, or with neither REST STREAM nor APPE, is told of at the beginning, and keeps nothing")
    void unsupported() {
        server.on("SIZE", (c, a) -> c.reply("502 what?"));
        assertThat(anna.post(uploads(), order("a", 5))
                        .problem(501, "ftp.unsupported")
                        .getString("detail"))
                .contains("SIZE");
        server.usual("SIZE");
        server.features.remove("REST STREAM");
        server.on("APPE", (c, a) -> c.reply("502 what?"));
        assertThat(anna.post(uploads(), order("a", 5))
                        .problem(501, "ftp.unsupported")
                        .getString("detail"))
                .contains("APPE");
        anna.post("/" + lines + "/uploads", order("a", 5)).problem(501, "ftp.unsupported");
        assertThat(server.files).isEmpty();
        assertThat(anna.get("/uploads").has(200).json().getJsonArray("uploads")).isEmpty();
    }

    @ParameterizedTest(name = "FT-25 a server that refuses {0} is sent APPE")
    @ValueSource(strings = {"REST", "STOR"})
    void appends(String verb) {
        String upload = begin("in/a", 10);
        send(upload, 0, "01234").has(204);
        server.on(verb, (c, a) -> c.reply("451 Restart not permitted, try again"));
        send(upload, 5, "56789").has(204);
        anna.post(upload + ":complete", new JsonObject()).has(201);
        assertThat(content("/in/a")).isEqualTo("0123456789");
        assertThat(server.commands).anyMatch(command -> command.startsWith("APPE "));
    }

    @Test
    @DisplayName("FT-25 a server that refuses every way to go on is told of; what is there stays")
    void refusesAll() {
        String upload = begin("in/a", 10);
        send(upload, 0, "01234").has(204);
        server.on("REST", (c, a) -> c.reply("502 what?"));
        server.on("APPE", (c, a) -> c.reply("502 what?"));
        send(upload, 5, "56789").replied(501, "ftp.unsupported");
        server.usual("REST");
        send(upload, 5, "56789").has(204);
        anna.post(upload + ":complete", new JsonObject()).has(201);
        assertThat(content("/in/a")).isEqualTo("0123456789");
    }

    @ParameterizedTest(
            name = "FT-25 a disk that is full in the middle ({0}) is 507; with room again the upload goes on")
    @ValueSource(strings = {"452", "552"})
    void full(String code) {
        String upload = begin("in/a", 10);
        server.on("STOR", (c, a) -> {
            c.reply("150 send it");
            try (var data = c.data()) {
                server.files.put("/" + a, data.getInputStream().readNBytes(3));
            }
            c.reply(code + " full");
        });
        send(upload, 0, "01234").replied(507, "ftp.insufficient-storage", Integer.parseInt(code));
        server.usual("STOR");
        assertThat(anna.head(upload).header("upload-offset")).isEqualTo("3");
        send(upload, 3, "3456789").has(204);
        anna.post(upload + ":complete", new JsonObject()).has(201);
        assertThat(content("/in/a")).isEqualTo("0123456789");
    }

    @Test
    @DisplayName("FT-25 completing again after the server was lost over the renaming finds out what has happened")
    void lostOverRenaming() {
        server.withFile("/in/a", "old".getBytes(StandardCharsets.US_ASCII));
        String upload = begin("in/a", 5);
        send(upload, 0, "01234").has(204);
        server.on("RNTO", (c, a) -> c.resetControl());
        anna.post(upload + ":complete", new JsonObject()).problem(502, "ftp.connection-lost");
        assertThat(content("/in/a")).isEqualTo("old");
        server.on("RNTO", (c, a) -> {
            server.files.put("/in/a", server.files.remove(temporary().getFirst()));
            c.resetControl();
        });
        // It happens now, but nobody hears of it.
        assertThat(anna.post(upload + ":complete", new JsonObject()).status()).isEqualTo(502);
        server.usual("RNTO");
        anna.post(upload + ":complete", new JsonObject()).has(204);
        assertThat(content("/in/a")).isEqualTo("01234");
        assertThat(server.files.keySet()).containsExactly("/in/a");
    }

    @Test
    @DisplayName(
            "FT-25 a server that renames onto no file, lost between its two renamings, has the old file back at once")
    void lostAside() {
        server.withFile("/in/a", "old".getBytes(StandardCharsets.US_ASCII));
        String upload = begin("in/a", 5);
        send(upload, 0, "01234").has(204);
        var count = new AtomicInteger();
        server.on("RNTO", (c, a) -> {
            switch (count.incrementAndGet()) {
                case 1 -> c.reply("550 is there");
                case 2 -> c.usual("RNTO", a);
                default -> c.resetControl();
            }
        });
        anna.post(upload + ":complete", new JsonObject()).problem(502, "ftp.connection-lost");
        assertThat(server.files).doesNotContainKey("/in/a");
        server.usual("RNTO");
        anna.delete(upload).has(204);
        assertThat(content("/in/a")).isEqualTo("old");
        assertThat(server.files.keySet()).containsExactly("/in/a");
    }

    @Test
    @DisplayName("FT-14 FT-25 a plain upload that is lost between two renamings leaves the old file under its name")
    void plainLostAside() {
        server.withFile("/in/a", "old".getBytes(StandardCharsets.US_ASCII));
        var count = new AtomicInteger();
        server.on("RNTO", (c, a) -> {
            switch (count.incrementAndGet()) {
                case 1 -> c.reply("550 is there");
                case 3 -> c.resetControl();
                default -> c.usual("RNTO", a);
            }
        });
        anna.put(files() + "/in/a", "new").problem(502, "ftp.connection-lost");
        assertThat(content("/in/a")).isEqualTo("old");
        assertThat(server.files.keySet()).containsExactly("/in/a");
    }

    @Test
    @DisplayName("FT-14 what a plain upload could not remove itself is swept when the server lets it")
    void sweptLater() throws IOException {
        server.on("RNFR", (c, a) -> c.reply("451 not now"));
        server.on("DELE", (c, a) -> c.reply("450 not now"));
        try (var own = open("uploads: {" + QUICK + "}")) {
            own.as("anna").put(files() + "/in/a", "new").replied(502, "ftp.refused");
            assertThat(temporary()).hasSize(1);
            server.usual("DELE");
            Eventually.holds(SOON, "it is swept", () -> server.files.isEmpty());
        }
    }

    @Test
    @DisplayName("FT-25 nobody else sees an upload: foreign and unknown ids are 404; opened connections have none")
    void foreign() {
        String upload = begin("in/a", 5);
        var boris = house.as("boris");
        for (String id : List.of(upload, "/uploads/0123456789abcdef0123456789abcdef", "/uploads/x")) {
            boris.get(id).problem(404, "ftp.upload-unknown");
            boris.patch(id, "0", "upload-offset", "0").problem(404, "ftp.upload-unknown");
            boris.post(id + ":complete", new JsonObject()).problem(404, "ftp.upload-unknown");
            boris.delete(id).problem(404, "ftp.upload-unknown");
            assertThat(boris.head(id).status()).isEqualTo(404);
        }
        assertThat(boris.get("/uploads").json().getJsonArray("uploads")).isEmpty();
        assertThat(anna.get("/uploads").json().getJsonArray("uploads")).hasSize(1);
        assertThat(temporary()).hasSize(1);
        String opened = anna.open(far);
        anna.post("/" + opened + "/uploads", order("a", 1)).problem(409, "ftp.not-configured");
    }

    @Test
    @DisplayName("GW-15 FT-25 the policy is asked at every call: objects, access, connections and scopes")
    void policy() {
        var carla = house.as("carla");
        carla.post(uploads(), order("out/a", 5)).problem(403, "request.forbidden-object");
        String own = "/uploads/"
                + carla.post(uploads(), order("in/a", 5)).has(201).json().getString("id");
        carla.patch(own, "01234", "upload-offset", "0").has(204);
        assertThat(carla.get("/uploads").json().getJsonArray("uploads")).hasSize(1);
        var scoped = house.as("carla", Set.of("ftp:read"));
        assertThat(scoped.head(own).status()).isEqualTo(403);
        for (String method : List.of("GET", "DELETE")) {
            assertThat(scoped.call(method, own, Rest.bytes(new byte[0])).status())
                    .isEqualTo(403);
        }
        for (String subject : List.of("dora", "emil")) {
            assertThat(house.as(subject).post(uploads(), order("in/a", 5)).status())
                    .as(subject)
                    .isEqualTo(403);
        }
        carla.post(own + ":complete", new JsonObject()).has(201);
    }

    @Test
    @DisplayName("FT-25 a caller may have so many; complete and discarded ones don't count")
    void perCaller() {
        var all = new ArrayList<String>();
        for (int i = 0; i < 3; i++) {
            all.add(begin("in/" + i, 0));
        }
        anna.post(uploads(), order("in/x", 0)).problem(429, "ftp.too-many-uploads");
        anna.post(all.get(0) + ":complete", new JsonObject()).has(201);
        begin("in/x", 0);
        anna.post(uploads(), order("in/y", 0)).problem(429, "ftp.too-many-uploads");
        anna.delete(all.get(1)).has(204);
        begin("in/y", 0);
    }

    @Test
    @DisplayName("FT-25 two writers: one of them works, the other is told to wait")
    void twoWriters() throws Exception {
        String upload = begin("in/a", 5);
        server.on("STOR", (c, a) -> {
            Eventually.holds(SOON, "the other one has come", () -> server.commands.contains("NOOP go on"));
            c.usual("STOR", a);
        });
        var first = anna.sendLater(anna.request(upload)
                .header("upload-offset", "0")
                .method("PATCH", java.net.http.HttpRequest.BodyPublishers.ofString("01234"))
                .build());
        Eventually.holds(
                SOON,
                "the first one writes",
                () -> server.commands.stream().filter(c -> c.startsWith("STOR")).count() == 2);
        send(upload, 0, "01234").problem(409, "ftp.upload-busy");
        anna.post(upload + ":complete", new JsonObject()).problem(409, "ftp.upload-busy");
        anna.delete(upload).problem(409, "ftp.upload-busy");
        server.commands.add("NOOP go on");
        first.get().has(204);
        anna.post(upload + ":complete", new JsonObject()).has(201);
        assertThat(content("/in/a")).isEqualTo("01234");
    }

    @Test
    @DisplayName("FT-25 one with which nobody goes on is swept, its file too, however often the server has to be asked")
    void swept() throws IOException {
        var refusals = new AtomicInteger();
        server.on("DELE", (c, a) -> {
            if (refusals.incrementAndGet() < 3) {
                c.reply("450 not now");
            } else {
                c.usual("DELE", a);
            }
        });
        try (var own = open("uploads: {keep: 5s, " + QUICK + "}")) {
            anna = own.as("anna");
            String upload = begin("in/a", 5);
            send(upload, 0, "0123").has(204);
            Eventually.holds(SOON, "the file is swept", () -> server.files.isEmpty());
            Eventually.holds(SOON, "it is unknown", () -> anna.get(upload).status() == 404);
        }
        assertThat(refusals.get()).isGreaterThanOrEqualTo(3);
    }

    @Test
    @DisplayName("FT-25 without state every call says so, and plain uploads go on")
    void withoutState() throws IOException {
        try (var own = open("state: {url: none}")) {
            anna = own.as("anna");
            anna.post(uploads(), order("in/a", 5)).problem(501, "state.off");
            anna.get("/uploads").problem(501, "state.off");
            anna.patch("/uploads/x", "0", "upload-offset", "0").problem(501, "state.off");
            anna.put(files() + "/in/a", "x").has(201);
        }
        assertThat(server.files.keySet()).containsExactly("/in/a");
    }
}
