package io.polyport.system.ftp;

import static io.polyport.system.ftp.Orders.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.polyport.ftp.FtpTls;
import io.polyport.ftp.protocol.Peers;
import io.polyport.ftp.protocol.Peers.Peer;
import io.polyport.ftp.protocol.Proftpd;
import io.polyport.ftp.protocol.TlsPeers;
import io.polyport.kit.fixtures.Eventually;
import io.polyport.kit.fixtures.TestAuthority;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Transfers between servers in the background")
class BackgroundTransfersIT {
    private static final String RULES = """
                - name: reads-in
                  who: {subjects: [carla]}
                  may: {services: [ftp], access: [read], connections: [one], objects: ["/in/**"]}
                - name: writes-out
                  who: {subjects: [carla]}
                  may: {services: [ftp], access: [write], connections: ["*"], objects: ["/out/**"]}
                - name: one-level
                  who: {subjects: [dora]}
                  may: {services: [ftp], access: [read], connections: [one], objects: ["/tree", "/tree/*"]}
                - name: writes
                  who: {subjects: [dora]}
                  may: {services: [ftp], access: [write]}
            """;

    private static final int MANY = 500;

    @TempDir
    private static Path folder;

    private static List<Peer> peers = List.of();
    private static Peer tls;
    private static Optional<Peer> old = Optional.empty();
    private static FtpHouse house;
    private static Rest anna;

    @BeforeAll
    static void start() throws IOException {
        peers = Peers.all();
        var authority = TestAuthority.create(folder, "transfers");
        tls = TlsPeers.apache(authority, authority.server("peer", "127.0.0.1"), FtpTls.Mode.EXPLICIT, false);
        Peer last = peers.getLast();
        if (Proftpd.obstacle() == null) {
            old = Optional.of(Proftpd.withoutUtf8());
        }
        var lines = List.of(
                FtpHouse.line("one", peers.getFirst(), "root: pub"),
                FtpHouse.line("two", last, "root: pub"),
                FtpHouse.line("narrow", last, "root: pub, pool: 1"),
                FtpHouse.line("cyrillic", old.orElse(last), "root: pub, encoding: windows-1251"),
                FtpHouse.line(
                        "secure", tls, "root: pub, tls: {mode: explicit, ca-file: '%s'}".formatted(authority.pem())));
        house = FtpHouse.configured(
                RULES, "  connections: {%s}\n  transfers: {per-caller: 500}".formatted(String.join(", ", lines)));
        anna = house.as("anna");
    }

    @AfterAll
    static void stop() throws IOException {
        house.close();
        tls.stop();
        if (old.isPresent()) {
            old.get().stop();
        }
        for (Peer peer : peers) {
            peer.stop();
        }
    }

    private static Path one() {
        return peers.getFirst().pub();
    }

    private static Path two() {
        return peers.getLast().pub();
    }

    private static Path file(Path directory, String name, byte[] content) throws IOException {
        open(directory);
        return Files.write(directory.resolve(name), content);
    }

    /** For whichever account a server works under. */
    private static void open(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    private static byte[] random(int length) {
        byte[] content = new byte[length];
        new Random(length).nextBytes(content);
        return content;
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }

    static Stream<List<String>> ways() {
        return Stream.of(
                List.of("one", "two"), List.of("two", "one"), List.of("secure", "two"), List.of("one", "secure"));
    }

    private static Path pub(String connection) {
        return switch (connection) {
            case "one" -> one();
            case "secure" -> tls.pub();
            default -> two();
        };
    }

    @ParameterizedTest(name = "FT-21 files of many sizes are copied byte by byte, directories made: {0}")
    @MethodSource("ways")
    void content(List<String> way) throws IOException {
        Path from = pub(way.getFirst());
        Path to = pub(way.getLast());
        String name = "content-" + String.join("-", way);
        for (int size : List.of(0, 1, 65_536, 3_000_001)) {
            file(from.resolve(name), "of-" + size, random(size));
        }
        open(to);
        for (int size : List.of(0, 1, 65_536, 3_000_001)) {
            var done = Orders.run(
                    anna, order(way.getFirst(), name + "/of-" + size, way.getLast(), name + "-new/deep/of-" + size));
            assertThat(Files.readAllBytes(to.resolve(name + "-new/deep/of-" + size)))
                    .isEqualTo(random(size));
            assertThat(done.getJsonObject("bytes").encode())
                    .isEqualTo("{\"done\":%d,\"skipped\":0,\"sent\":%d,\"total\":%d}".formatted(size, size, size));
            assertThat(done.getJsonObject("files").getInteger("total")).isOne();
        }
        assertThat(names(to.resolve(name + "-new/deep"))).hasSize(4).noneMatch(each -> each.startsWith("."));
    }

    @Test
    @DisplayName("FT-21 a tree with empty directories, a pattern and files that are there already")
    void tree() throws IOException {
        file(one().resolve("wood"), "a.csv", random(10));
        file(one().resolve("wood"), "b.txt", random(11));
        file(one().resolve("wood/sub/deep"), "c.csv", random(12));
        open(one().resolve("wood/empty"));
        var all = order("one", "wood", "two", "wood-copy").put("recursive", true);
        var done = Orders.run(anna, all);
        assertThat(done.getJsonObject("files").encode())
                .isEqualTo("{\"done\":3,\"skipped\":0,\"failed\":0,\"total\":3}");
        assertThat(two().resolve("wood-copy/empty")).isEmptyDirectory();
        assertThat(two().resolve("wood-copy/sub/deep/c.csv")).hasBinaryContent(random(12));
        Files.write(one().resolve("wood/a.csv"), random(20));
        Files.setLastModifiedTime(
                one().resolve("wood/b.txt"), FileTime.from(Instant.now().minusSeconds(90_000)));
        Files.setLastModifiedTime(
                one().resolve("wood/sub/deep/c.csv"),
                FileTime.from(Instant.now().minusSeconds(90_000)));
        assertThat(Orders.run(anna, all).getJsonObject("files").getInteger("skipped"))
                .isEqualTo(3);
        assertThat(two().resolve("wood-copy/a.csv")).hasBinaryContent(random(10));
        Files.setLastModifiedTime(
                one().resolve("wood/a.csv"), FileTime.from(Instant.now().plusSeconds(90_000)));
        var newer = Orders.run(anna, all.copy().put("overwrite", "newer")).getJsonObject("files");
        assertThat(newer.getInteger("done")).isOne();
        assertThat(two().resolve("wood-copy/a.csv")).hasBinaryContent(random(20));
        assertThat(Orders.run(anna, all.copy().put("overwrite", true))
                        .getJsonObject("files")
                        .getInteger("done"))
                .isEqualTo(3);
        var pattern = order("one", "wood", "two", "wood-flat").put("pattern", "*.csv");
        assertThat(Orders.run(anna, pattern).getJsonObject("files").getInteger("total"))
                .isOne();
        assertThat(names(two().resolve("wood-flat"))).containsExactly("a.csv");
    }

    @Test
    @DisplayName("FT-21 Cyrillic names go over between servers with UTF-8 and with windows-1251")
    void names() throws IOException {
        assumeTrue(old.isPresent(), "ProFTPD: " + Proftpd.obstacle());
        assertThat(anna.get("/cyrillic").has(200).json().getString("charset")).isEqualTo("windows-1251");
        file(one().resolve("имена/вложено"), "отчёт.txt", random(9));
        Orders.run(anna, order("one", "имена", "cyrillic", "there").put("recursive", true));
        assertThat(anna.get("/cyrillic/directories/there?recursive=true")
                        .has(200)
                        .entries())
                .extracting(entry -> entry.getString("name"))
                .containsExactlyInAnyOrder("вложено", "отчёт.txt");
        Orders.run(anna, order("cyrillic", "there", "one", "back").put("recursive", true));
        assertThat(one().resolve("back/вложено/отчёт.txt")).hasBinaryContent(random(9));
        file(one().resolve("unsayable"), "日本.txt", random(3));
        file(one().resolve("unsayable"), "z.txt", random(4));
        String id =
                Orders.place(anna, order("one", "unsayable", "cyrillic", "said").put("recursive", true));
        var failed = Orders.await(anna, id, "failed");
        assertThat(failed.getJsonArray("errors").encode()).contains("ftp.name-not-encodable", "日本");
        assertThat(failed.getJsonObject("files").encode())
                .isEqualTo("{\"done\":1,\"skipped\":0,\"failed\":1,\"total\":2}");
    }

    @Test
    @DisplayName("FT-21 very many small files in one directory arrive, each once")
    void manyFiles() throws IOException {
        Path many = one().resolve("many");
        open(many);
        for (int i = 0; i < MANY; i++) {
            Files.writeString(many.resolve("file-" + i), "content " + i);
        }
        long began = System.nanoTime();
        var done = Orders.run(anna, order("one", "many", "two", "many").put("recursive", true));
        System.out.printf(
                "measured: %d small files took %d ms%n",
                MANY, Duration.ofNanos(System.nanoTime() - began).toMillis());
        assertThat(done.getJsonObject("files").getInteger("done")).isEqualTo(MANY);
        assertThat(names(two().resolve("many"))).hasSize(MANY).isEqualTo(names(many));
        assertThat(Files.readString(two().resolve("many/file-" + (MANY - 1)))).isEqualTo("content " + (MANY - 1));
    }

    @Test
    @DisplayName("FT-21 both ends on one connection with a pool of one: neither waits for the other, nor do callers")
    void oneLogin() throws IOException {
        file(two().resolve("narrow"), "a", random(2_000_000));
        var ids = new ArrayList<String>();
        for (int i = 0; i < 6; i++) {
            ids.add(Orders.place(anna, order("narrow", "narrow/a", "narrow", "narrow/b" + i)));
        }
        anna.get("/narrow/files/narrow/a").has(200);
        ids.forEach(id -> Orders.await(anna, id, "done"));
        assertThat(names(two().resolve("narrow"))).hasSize(7);
    }

    @Test
    @DisplayName("FT-21 what is refused for good fails its file at once, the rest goes on, and can be tried again")
    void refused() throws IOException {
        file(one().resolve("partly"), "a", random(5));
        file(one().resolve("partly"), "b", random(6));
        file(one().resolve("partly"), "c", random(7));
        open(two().resolve("partly"));
        open(two().resolve("partly/b"));
        var order = order("one", "partly", "two", "partly").put("recursive", true);
        String id = Orders.place(anna, order);
        var failed = Orders.await(anna, id, "failed");
        assertThat(failed.getJsonObject("files").encode())
                .isEqualTo("{\"done\":2,\"skipped\":0,\"failed\":1,\"total\":3}");
        assertThat(failed.getJsonArray("errors").getJsonObject(0).getString("path"))
                .isEqualTo("partly/b");
        assertThat(names(two().resolve("partly"))).containsExactly("a", "b", "c");
        Files.delete(two().resolve("partly/b"));
        anna.post("/transfers/" + id + ":resume", new JsonObject()).has(202);
        var done = Orders.await(anna, id, "done");
        assertThat(done.getJsonObject("files").getInteger("done")).isEqualTo(3);
        assertThat(done.getJsonObject("bytes").getLong("sent")).isLessThanOrEqualTo(5 + 6 + 7 + 6);
        assertThat(two().resolve("partly/b")).hasBinaryContent(random(6));
        String none = Orders.place(anna, order("one", "no-such-file", "two", "x"));
        assertThat(Orders.await(anna, none, "failed").getJsonArray("errors").encode())
                .contains("ftp.not-found");
    }

    @Test
    @DisplayName("FT-21 GW-15 the rules hold for the order and, in the background, for every file of a tree")
    void policy() throws IOException {
        file(one().resolve("in"), "ok", random(5));
        file(one().resolve("private"), "secret", random(5));
        var carla = house.as("carla");
        carla.post("/transfers", order("one", "private/secret", "two", "out/x"))
                .problem(403, "request.forbidden-object");
        carla.post("/transfers", order("one", "in/ok", "two", "private/x")).problem(403, "request.forbidden-object");
        carla.post("/transfers", order("two", "in/ok", "two", "out/x")).problem(403, "request.forbidden-object");
        carla.post("/transfers", order("one", "", "two", "out/x").put("recursive", true))
                .problem(403, "request.forbidden-object");
        carla.post("/transfers", order("none", "in/ok", "two", "out/x")).problem(403, "request.forbidden-object");
        Orders.run(carla, order("one", "in/ok", "two", "out/ok"));
        file(one().resolve("tree-of-dora"), "unused", random(1));
        file(one().resolve("tree"), "top", random(2));
        file(one().resolve("tree/sub"), "below", random(3));
        var dora = house.as("dora");
        String id = Orders.place(dora, order("one", "tree", "two", "dora").put("recursive", true));
        var failed = Orders.await(dora, id, "failed");
        assertThat(failed.getJsonArray("errors").encode()).contains("tree/sub/below", "request.forbidden-object");
        assertThat(two().resolve("dora/top")).exists();
        assertThat(two().resolve("dora/sub/below")).doesNotExist();
    }

    @Test
    @DisplayName("FT-21 an order that makes no sense is refused, and says what is wrong with it")
    void orders() {
        var good = order("one", "a", "two", "b");
        anna.post("/transfers", good.copy().put("colour", 1)).problem(400, "request.invalid");
        anna.post("/transfers", good.copy().put("overwrite", "yes")).problem(400, "request.invalid");
        anna.post("/transfers", good.copy().put("from", "one")).problem(400, "request.invalid");
        anna.post("/transfers", order("~abc", "a", "two", "b")).problem(400, "request.invalid");
        anna.post("/transfers", order("none", "a", "two", "b")).problem(404, "connection.unknown");
        anna.post("/transfers", order("one", "../a", "two", "b")).problem(400, "ftp.bad-path");
        anna.post("/transfers", order("one", "a", "one", "a")).problem(400, "request.invalid");
        anna.post("/transfers", order("one", "a", "one", "a/b").put("recursive", true))
                .problem(400, "request.invalid");
        anna.post("/transfers", order("one", "", "one", "b").put("recursive", true))
                .problem(400, "request.invalid");
    }

    @Test
    @DisplayName("FT-21 a transfer is its caller's own: nobody else sees, stops or removes it")
    void foreign() throws IOException {
        file(one().resolve("own"), "a", random(5));
        String id = Orders.place(anna, order("one", "own/a", "two", "own-a"));
        var boris = house.as("boris");
        for (String path : List.of("/transfers/" + id, "/transfers/none")) {
            boris.get(path).problem(404, "ftp.transfer-unknown");
            boris.get(path, "accept", "text/event-stream").problem(404, "ftp.transfer-unknown");
            boris.delete(path).problem(404, "ftp.transfer-unknown");
            for (String verb : List.of(":pause", ":resume", ":cancel")) {
                boris.post(path + verb, new JsonObject()).problem(404, "ftp.transfer-unknown");
            }
        }
        assertThat(boris.get("/transfers")
                        .has(200)
                        .json()
                        .getJsonArray("transfers")
                        .encode())
                .doesNotContain(id);
        Orders.await(anna, id, "done");
        assertThat(Rest.objects(anna.get("/transfers?after=").json().getJsonArray("transfers")))
                .extracting(transfer -> transfer.getString("id"))
                .contains(id);
        anna.post("/transfers/" + id + ":pause", new JsonObject()).problem(409, "ftp.transfer-ended");
        anna.post("/transfers/" + id + ":resume", new JsonObject()).problem(409, "ftp.transfer-ended");
        anna.delete("/transfers/" + id).has(204);
        anna.get("/transfers/" + id).problem(404, "ftp.transfer-unknown");
    }

    @Test
    @DisplayName("FT-21 the metrics tell the bytes, and no login is left when all is done")
    void metrics() throws IOException {
        file(one().resolve("measured"), "a", random(70_000));
        Orders.run(anna, order("one", "measured/a", "two", "measured-a"));
        Eventually.holds(Duration.ofSeconds(30), "the metrics know it", () -> {
            String metrics = metrics("/metrics");
            return metrics.contains("polyport_ftp_transfers_running 0")
                    && metrics.contains("polyport_ftp_transfers_bytes_total");
        });
    }

    private static String metrics(String path) {
        return new String(
                house.as("anna")
                        .get("http://127.0.0.1:" + house.managementPort() + path)
                        .body(),
                StandardCharsets.UTF_8);
    }
}
