package io.polyport.system.ftp;

import static io.polyport.system.ftp.Till.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.protocol.Peers;
import io.polyport.ftp.protocol.Peers.Peer;
import io.polyport.ftp.protocol.ScriptedFtpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Exchanges")
class ExchangesIT {
    private static final String DOWNLOAD =
            "connection: far, %s, local: {directory: pos}, download: {remote: pub/POS.spr, %s}";
    private static final String UPLOAD =
            "connection: far, %s, local: {directory: pos}, upload: {local: POS.rep, remote: pub/POS.rep, %s}";
    private static List<Peer> peers;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws IOException {
        peers = Peers.all();
    }

    @AfterAll
    static void stop() throws IOException {
        for (Peer peer : peers) {
            peer.stop();
        }
    }

    static List<Peer> peers() {
        return peers;
    }

    private Till till(Peer peer, String exchange) {
        return Till.open(folder, List.of(FtpHouse.line("far", peer)), exchange);
    }

    private Till till(ScriptedFtpServer server, String exchange) {
        return Till.open(folder, List.of(FtpHouse.line("far", server)), exchange);
    }

    @ParameterizedTest(
            name = "FT-30 a file comes from {0}, is deleted there, and the next one waits until it is consumed")
    @MethodSource("peers")
    void download(Peer peer) throws IOException {
        Path far = peer.pub().resolve("POS.spr");
        try (var till = till(peer, DOWNLOAD.formatted(Till.FAST, Till.QUICK))) {
            till.awaitResult("download", "nothing");
            Till.put(far, "goods 1");
            Path near = till.at("pos/POS.spr");
            await("it is in place and gone there", () -> till.text(near).equals("goods 1") && Files.notExists(far));
            Till.put(far, "goods 2");
            till.awaitState("download", "waiting");
            assertThat(near).hasContent("goods 1");
            assertThat(far).hasContent("goods 2");
            Till.delete(near);
            await("the next one", () -> till.text(near).equals("goods 2") && Files.notExists(far));
            assertThat(Till.names(till.at("pos"))).containsExactly("POS.spr");
            await("two results", () -> till.history().size() == 2);
            assertThat(till.history().getFirst().getLong("bytes")).isEqualTo(7);
        }
    }

    @ParameterizedTest(
            name = "FT-31 the load flag is made after the file of {0}, and nothing is fetched while it is there")
    @MethodSource("peers")
    void loadFlag(Peer peer) throws IOException {
        Path far = peer.pub().resolve("POS.spr");
        String exchange = DOWNLOAD.formatted(
                Till.FAST, Till.QUICK + ", automatic-load: true, load-flag: POS.flg, after: {action: delete}");
        try (var till = till(peer, exchange)) {
            Till.put(far, "goods");
            Path flag = till.at("pos/POS.flg");
            Path near = till.at("pos/POS.spr");
            await("the flag is there", () -> Files.exists(flag));
            assertThat(near).as("no flag without its file").hasContent("goods");
            await("gone there", () -> Files.notExists(far));
            Till.delete(near);
            Till.put(far, "more goods");
            till.awaitState("download", "waiting");
            till.awaitLooks("download", 2);
            assertThat(Till.names(till.at("pos"))).containsExactly("POS.flg");
            Till.delete(flag);
            await("the next one", () -> till.text(near).equals("more goods") && Files.exists(flag));
            await("gone there", () -> Files.notExists(far));
        }
    }

    @ParameterizedTest(name = "FT-32 a report goes to {0}, replaces the one before, and is deleted here")
    @MethodSource("peers")
    void upload(Peer peer) throws IOException {
        Path far = peer.pub().resolve("POS.rep");
        try (var till = till(peer, UPLOAD.formatted(Till.FAST, Till.QUICK))) {
            Path near = till.at("pos/POS.rep");
            Till.put(near, "sold 1");
            await("it is there and gone here", () -> till.text(far).equals("sold 1") && Files.notExists(near));
            Till.put(near, "sold 2, too");
            await("the next one", () -> till.text(far).equals("sold 2, too") && Files.notExists(near));
            assertThat(Till.names(peer.pub())).containsExactly("POS.rep");
            Till.delete(far);
        }
    }

    @Test
    @DisplayName("FT-32 an upload that fails is tried again every upload period until it is done, and the report stays")
    void retries() throws IOException {
        try (var server = new ScriptedFtpServer()) {
            server.directories.add("/pub");
            server.on("STOR", (connection, argument) -> connection.reply("452 full"));
            try (var till = till(server, UPLOAD.formatted(Till.FAST, Till.QUICK))) {
                Till.put(till.at("pos/POS.rep"), "sold");
                await("three attempts", () -> till.task("upload").getInteger("attempts", 0) >= 3);
                var failed = till.task("upload");
                assertThat(failed.getString("code")).isEqualTo("ftp.insufficient-storage");
                assertThat(failed.getString("state")).isEqualTo("retrying");
                assertThat(till.at("pos/POS.rep")).hasContent("sold");
                assertThat(till.history()).as("one line for all of them").hasSize(1);
                server.usual("STOR");
                await("it is done", () -> server.files.containsKey("/pub/POS.rep"));
                assertThat(server.files.keySet()).containsExactly("/pub/POS.rep");
                await("it is gone here", () -> Till.names(till.at("pos")).isEmpty());
            }
        }
    }

    @Test
    @DisplayName("FT-32 FT-34 with an upload period of 0 it is tried once, and then only by hand")
    void once() throws IOException {
        var tries = new AtomicInteger();
        try (var server = new ScriptedFtpServer()) {
            server.directories.add("/pub");
            server.on("STOR", (connection, argument) -> {
                tries.incrementAndGet();
                connection.reply("452 full");
            });
            String exchange = UPLOAD.formatted("poll-period: 100ms, upload-period: 0s", Till.QUICK + ", manual: true");
            try (var till = till(server, exchange)) {
                Till.put(till.at("pos/POS.rep"), "sold");
                till.awaitState("upload", "failed");
                till.awaitLooks("upload", 4);
                assertThat(tries).hasValue(1);
                assertThat(till.task("upload").getString("state")).isEqualTo("failed");
                assertThat(till.at("pos/POS.rep")).hasContent("sold");
                server.usual("STOR");
                till.house
                        .as("anna")
                        .post("/exchanges/pos:run", new JsonObject())
                        .has(202);
                await("sent by hand", () -> server.files.containsKey("/pub/POS.rep"));
                till.awaitState("upload", "idle");
            }
        }
    }

    @ParameterizedTest(name = "FT-33 a request flag on {0} comes to us, is deleted there, and the report goes")
    @MethodSource("peers")
    void requestFlag(Peer peer) throws IOException {
        String exchange = UPLOAD.formatted(
                Till.FAST, Till.QUICK + ", automatic-upload: true, request-flag: pub/POS.flz, upload-flag: POS.flz");
        try (var till = till(peer, exchange)) {
            Till.put(peer.pub().resolve("POS.flz"), "");
            Path flag = till.at("pos/POS.flz");
            await(
                    "the flag is here",
                    () -> Files.exists(flag) && Files.notExists(peer.pub().resolve("POS.flz")));
            Till.delete(flag);
            Till.put(till.at("pos/POS.rep"), "asked for");
            Path far = peer.pub().resolve("POS.rep");
            await("the report is there", () -> till.text(far).equals("asked for"));
            await("nothing is left here", () -> Till.names(till.at("pos")).isEmpty());
            Till.delete(far);
        }
    }

    @Test
    @DisplayName("FT-34 who may not run it by hand is told so, and who may not read it does not see it")
    void policy() throws IOException {
        String rules = """
                - name: out-only
                  who: {subjects: [carla]}
                  may: {services: [ftp], access: [read, write], connections: [far], objects: ["/out/**"]}
            """;
        try (var server = new ScriptedFtpServer()) {
            String ftp = "  state: {folder: '%s'}\n  exchange-folder: '%s'\n  connections:\n    %s\n  exchanges:\n"
                            .formatted(folder, folder, FtpHouse.line("far", server))
                    + "    pos: {connection: far, local: {directory: a}, upload: {local: r, remote: pub/r}}\n"
                    + "    out: {connection: far, local: {directory: b}, upload: {local: r, remote: out/r, manual: true}}\n";
            try (var house = FtpHouse.configured(rules, ftp)) {
                var anna = house.as("anna");
                var carla = house.as("carla");
                var nothing = new JsonObject();
                anna.post("/exchanges/pos:run", nothing).problem(403, "ftp.exchange-not-manual");
                anna.post("/exchanges/pos:run", new JsonObject().put("what", "download"))
                        .problem(400, "request.invalid");
                anna.post("/exchanges/none:run", nothing).problem(404, "ftp.exchange-unknown");
                assertThat(names(anna)).containsExactly("out", "pos");
                assertThat(names(carla)).containsExactly("out");
                carla.get("/exchanges/out").has(200);
                carla.get("/exchanges/pos").problem(403, "request.forbidden-object");
                carla.post("/exchanges/pos:run", nothing).problem(403, "request.forbidden-object");
                carla.post("/exchanges/out:run", nothing).has(202);
                house.as("anna", java.util.Set.of("ftp:read"))
                        .post("/exchanges/out:run", nothing)
                        .problem(403, "gateway.forbidden");
            }
        }
    }

    private static List<String> names(Rest caller) {
        return Rest.objects(caller.get("/exchanges").has(200).json().getJsonArray("exchanges")).stream()
                .map(one -> one.getString("name"))
                .toList();
    }

    @Test
    @DisplayName("FT-35 a file that still grows is not fetched before two looks saw the same")
    void growing() throws IOException {
        var size = new AtomicInteger(1);
        try (var server = new ScriptedFtpServer()) {
            server.directories.add("/pub");
            server.withFile("/pub/POS.spr", new byte[] {'x'});
            // Each look sees one byte more.
            server.on("SIZE", (connection, argument) -> {
                if (size.get() < 6) {
                    server.withFile(
                            "/pub/POS.spr", "x".repeat(size.incrementAndGet()).getBytes(StandardCharsets.US_ASCII));
                }
                connection.usual("SIZE", argument);
            });
            try (var till = till(server, DOWNLOAD.formatted(Till.FAST, Till.QUICK))) {
                await("it has come", () -> till.text(till.at("pos/POS.spr")).equals("xxxxxx"));
                assertThat(server.commands.stream().filter(one -> one.startsWith("RETR")))
                        .hasSize(1);
            }
        }
    }

    @Test
    @DisplayName("FT-35 a file that changes while it is fetched is fetched anew, and nothing of the first is shown")
    void changesMeanwhile() throws IOException {
        try (var server = new ScriptedFtpServer()) {
            server.directories.add("/pub");
            server.withFile("/pub/POS.spr", "first".getBytes(StandardCharsets.US_ASCII));
            var fetched = new AtomicInteger();
            server.on("RETR", (connection, argument) -> {
                connection.usual("RETR", argument);
                if (fetched.incrementAndGet() == 1) {
                    server.withFile("/pub/POS.spr", "second one".getBytes(StandardCharsets.US_ASCII));
                }
            });
            try (var till = till(server, DOWNLOAD.formatted(Till.FAST, "ready: {when: at-once}"))) {
                await("the second", () -> till.text(till.at("pos/POS.spr")).equals("second one"));
                await("both are told", () -> till.history().size() == 2);
                assertThat(till.history().getLast().getString("code")).isEqualTo("ftp.exchange-changed");
                assertThat(Till.names(till.at("pos"))).containsExactly("POS.spr");
            }
        }
    }

    @ParameterizedTest(
            name = "FT-35 of {0} the files of a pattern come when their done-files are there, and are moved away")
    @MethodSource("peers")
    void patternAndDoneFiles(Peer peer) throws IOException {
        String exchange =
                "connection: far, %s, local: {directory: pos}, download: {remote: 'pub/*.spr', ready: {when: done-file}, after: {action: move, directory: pub/archive}}"
                        .formatted(Till.FAST);
        Path pub = peer.pub();
        Files.createDirectories(pub.resolve("archive"));
        Files.setPosixFilePermissions(
                pub.resolve("archive"), java.nio.file.attribute.PosixFilePermissions.fromString("rwxrwxrwx"));
        for (String name : List.of("a.spr", "b.spr", "c.spr", "other.txt", "a.spr.done", "c.spr.done")) {
            Till.put(pub.resolve(name), name);
        }
        try (var till = till(peer, exchange)) {
            await("two have come", () -> Till.names(till.at("pos")).equals(List.of("a.spr", "c.spr")));
            await("moved", () -> Till.names(pub).equals(List.of("archive", "b.spr", "other.txt")));
            assertThat(Till.names(pub.resolve("archive"))).containsExactly("a.spr", "c.spr");
            Till.put(pub.resolve("b.spr.done"), "");
            await("the third", () -> Till.names(till.at("pos")).contains("b.spr"));
            await("all are told", () -> till.history().size() == 3);
        } finally {
            for (Path each : List.of(pub.resolve("archive"), pub)) {
                try (var all = Files.list(each)) {
                    for (Path file : all.toList()) {
                        Files.deleteIfExists(file);
                    }
                }
            }
        }
    }

    @ParameterizedTest(
            name = "FT-35 FT-36 files that {0} keeps come once each, also after a restart, and again when they change")
    @MethodSource("peers")
    void keeps(Peer peer) throws IOException {
        String exchange =
                "connection: far, %s, local: {directory: pos}, download: {remote: 'pub/*.spr', %s, after: {action: keep}}"
                        .formatted(Till.FAST, Till.QUICK);
        Path far = peer.pub().resolve("a.spr");
        Till.put(far, "one");
        try (var till = till(peer, exchange)) {
            await("it has come", () -> till.text(till.at("pos/a.spr")).equals("one"));
            await("it is told", () -> till.history().size() == 1);
            Till.delete(till.at("pos/a.spr"));
            till.awaitLooks("download", 5);
            assertThat(Till.names(till.at("pos"))).isEmpty();
        }
        try (var till = till(peer, exchange)) {
            till.awaitLooks("download", 5);
            assertThat(Till.names(till.at("pos"))).as("after a restart").isEmpty();
            assertThat(till.history()).as("the history survives").hasSize(1);
            Till.put(far, "another");
            await("it has come again", () -> till.text(till.at("pos/a.spr")).equals("another"));
        }
        Till.delete(far);
    }

    @Test
    @DisplayName("FT-35 FT-30 names in Cyrillic come from and go to a server whose names are in windows-1251")
    void cyrillic() throws IOException {
        var charset = Charset.forName("windows-1251");
        try (var server = new ScriptedFtpServer()) {
            server.features.remove("UTF8");
            String goods = raw("/Обмен/Товары.spr", charset);
            server.directories.add(raw("/Обмен", charset));
            server.withFile(goods, "товары".getBytes(StandardCharsets.UTF_8));
            server.withFile(raw("/Обмен/Ёлки.txt", charset), "елки".getBytes(StandardCharsets.UTF_8));
            String exchanges = "%s: {connection: far, %s, local: {directory: касса}, %s}";
            try (var till = Till.open(
                    folder,
                    List.of(FtpHouse.line("far", server, "encoding: windows-1251")),
                    "",
                    List.of(
                            exchanges.formatted(
                                    "pos",
                                    Till.FAST,
                                    "download: {remote: Обмен/Товары.spr, %s}, upload: {local: Отчёт.rep, remote: Обмен/Отчёт.rep, %s}"
                                            .formatted(Till.QUICK, Till.QUICK)),
                            exchanges.formatted(
                                    "all", Till.FAST, "download: {remote: 'Обмен/*.txt', " + Till.QUICK + "}")))) {
                Till.put(till.at("касса/Отчёт.rep"), "продано");
                await(
                        "both have come",
                        () -> till.text(till.at("касса/Товары.spr")).equals("товары")
                                && till.text(till.at("касса/Ёлки.txt")).equals("елки"));
                await(
                        "the report is there and the files are gone",
                        () -> server.files.keySet().equals(java.util.Set.of(raw("/Обмен/Отчёт.rep", charset))));
                await(
                        "it is told",
                        () -> till.history().stream().anyMatch(one -> "Товары.spr".equals(one.getString("file"))));
            }
        }
    }

    private static String raw(String text, Charset charset) {
        return new String(text.getBytes(charset), ScriptedFtpServer.RAW);
    }

    @Test
    @DisplayName("FT-37 no path and no symbolic link leads out of the folder")
    void links() throws IOException {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Path root = Files.createDirectories(folder.resolve("till"));
        Files.createSymbolicLink(root.resolve("pos"), outside);
        Till.put(outside.resolve("POS.rep"), "nobody's");
        try (var server = new ScriptedFtpServer()) {
            server.directories.add("/pub");
            server.withFile("/pub/POS.spr", new byte[] {'x'});
            String exchange =
                    "connection: far, %s, local: {directory: pos}, download: {remote: pub/POS.spr, %s}, upload: {local: POS.rep, remote: pub/POS.rep, %s}"
                            .formatted(Till.FAST, Till.QUICK, Till.QUICK);
            try (var till = till(server, exchange)) {
                till.awaitResult("download", "failed");
                till.awaitResult("upload", "failed");
                assertThat(till.task("upload").getString("code")).isEqualTo("ftp.exchange-outside");
                assertThat(till.task("upload").getString("detail")).doesNotContain(outside.toString());
                assertThat(Till.names(outside)).containsExactly("POS.rep");
                // A directory in its place, with a link that poses as the report.
                Files.delete(root.resolve("pos"));
                Files.createDirectory(root.resolve("pos"));
                Files.createSymbolicLink(root.resolve("pos/POS.rep"), outside.resolve("POS.rep"));
                await(
                        "the download has come",
                        () -> till.text(till.at("pos/POS.spr")).equals("x"));
                till.awaitLooks("upload", 4);
                assertThat(server.files.keySet()).as("no link is followed").isEmpty();
            }
        }
    }
}
