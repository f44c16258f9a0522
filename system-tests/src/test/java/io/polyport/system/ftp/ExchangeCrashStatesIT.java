package io.polyport.system.ftp;

import static io.polyport.system.ftp.Till.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.protocol.ScriptedFtpServer;
import io.polyport.kit.fixtures.Waiting;
import io.polyport.store.Owner;
import io.polyport.store.StateSettings;
import io.polyport.store.StateStore;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a process that was killed between two steps has left: every state of record, disk and server that there can be. */
@DisplayName("After a crash between two steps of an exchange")
class ExchangeCrashStatesIT {
    private static final String SPARE = ".exchange-00";
    private static final String FLAG_SPARE = ".exchange-01";
    private static final String GOODS = "goods";
    private static final Duration LIMIT = Duration.ofSeconds(30);
    /** What the scripted server tells of every file's time. */
    private static final String TIME = "2026-03-04T05:06:07Z";

    @TempDir
    private Path folder;

    private ScriptedFtpServer server;
    private Path ours;

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedFtpServer();
        server.directories.add("/pub");
        ours = Files.createDirectories(folder.resolve("till/pos"));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private void remember(String task, JsonObject open, String exchange) {
        Vertx vertx = Vertx.vertx();
        try {
            var settings = StateSettings.inFolder(folder.resolve("state"));
            StateStore store = Waiting.value(StateStore.open(vertx, settings, "ftp"), LIMIT);
            var body = new JsonObject()
                    .put(task, new JsonObject().put("open", open))
                    .put("settings", exchange);
            assertThat(Waiting.value(
                            store.records("exchange").create("pos", Owner.SERVICE, Optional.of(Instant.now()), body),
                            LIMIT))
                    .isTrue();
            Waiting.value(store.close(), LIMIT);
        } finally {
            Waiting.value(vertx.close(), LIMIT);
        }
    }

    /** The mark of the configuration, as a run of the same configuration has written it. */
    private String mark(String exchange) throws IOException {
        try (var till = Till.open(folder.resolve("first"), List.of(FtpHouse.line("far", server)), exchange)) {
            till.awaitLooks("download".equals(task(exchange)) ? "download" : "upload", 1);
        }
        Vertx vertx = Vertx.vertx();
        try {
            var settings = StateSettings.inFolder(folder.resolve("first/state"));
            StateStore store = Waiting.value(StateStore.open(vertx, settings, "ftp"), LIMIT);
            String mark = Waiting.value(store.records("exchange").find("pos"), LIMIT)
                    .orElseThrow()
                    .body()
                    .getString("settings");
            Waiting.value(store.close(), LIMIT);
            return mark;
        } finally {
            Waiting.value(vertx.close(), LIMIT);
        }
    }

    private static String task(String exchange) {
        return exchange.contains("download:") ? "download" : "upload";
    }

    private void ours(String names) throws IOException {
        for (String name : split(names)) {
            String content =
                    name.equals(SPARE + "!") ? "goo" : name.startsWith(FLAG_SPARE) || name.endsWith("flg") ? "" : GOODS;
            Files.writeString(ours.resolve(name.replace("!", "")), content);
        }
    }

    private void theirs(String names) {
        for (String name : split(names)) {
            String content = name.endsWith("!") ? "goo" : GOODS;
            server.withFile("/pub/" + name.replace("!", ""), content.getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static List<String> split(String names) {
        return names == null || names.isEmpty()
                ? List.of()
                : Arrays.stream(names.split(" ")).toList();
    }

    private static Set<String> set(String names) {
        return new TreeSet<>(split(names));
    }

    private Set<String> atServer() {
        return server.files.keySet().stream()
                .map(path -> path.substring("/pub/".length()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static JsonObject file(String name, String time) {
        return new JsonObject().put("name", name).put("size", GOODS.length()).put("time", time);
    }

    private static JsonObject piece(String spare, String name) {
        return new JsonObject().put("spare", spare).put("name", name);
    }

    @ParameterizedTest(
            name = "FT-30 FT-31 FT-36 in phase {0}, ours [{1}], theirs [{2}]: in the end ours [{3}], theirs nothing")
    @CsvSource({
        // While it is fetched, the half of it, or all and no flag yet.
        "fetch, '', POS.spr, POS.flg POS.spr",
        "fetch, .exchange-00!, POS.spr, POS.flg POS.spr",
        "fetch, .exchange-00 .exchange-01, POS.spr, POS.flg POS.spr",
        // All is ours and nothing is shown.
        "place, .exchange-00 .exchange-01, POS.spr, POS.flg POS.spr",
        // The file is shown.
        "place, POS.spr .exchange-01, POS.spr, POS.flg POS.spr",
        // The file is shown and consumed already; its flag is still to come.
        "place, .exchange-01, POS.spr, POS.flg",
        // File and flag are shown.
        "place, POS.flg POS.spr, POS.spr, POS.flg POS.spr",
        // They are shown and consumed: neither may come again.
        "place, '', POS.spr, ''",
        // It is deleted at the server.
        "place, POS.flg POS.spr, '', POS.flg POS.spr",
        "place, '', '', ''",
    })
    void download(String phase, String atOurs, String atTheirs, String end) throws IOException {
        String exchange = "connection: far, " + Till.FAST
                + ", local: {directory: pos}, download: {remote: pub/POS.spr, ready: {when: at-once}, automatic-load: true, load-flag: POS.flg}";
        String mark = mark(exchange);
        ours(atOurs);
        theirs(atTheirs);
        var open = new JsonObject()
                .put("phase", phase)
                .put("began", System.currentTimeMillis())
                .put("listed", file("POS.spr", TIME))
                .put("file", file("POS.spr", TIME))
                .put("piece", piece(SPARE, "POS.spr"))
                .put("flag", piece(FLAG_SPARE, "POS.flg"));
        remember("download", open, mark);
        try (var till = Till.open(folder, List.of(FtpHouse.line("far", server)), exchange)) {
            await("one result, nothing at the server", () -> till.history().size() == 1 && server.files.isEmpty());
            till.awaitLooks("download", 2);
            assertThat(new TreeSet<>(Till.names(ours))).isEqualTo(set(end));
            assertThat(till.history()).hasSize(1);
            if (end.contains("spr")) {
                assertThat(ours.resolve("POS.spr")).hasContent(GOODS);
            }
            assertThat(server.commands.stream().filter(one -> one.startsWith("RETR")))
                    .hasSize(phase.equals("fetch") ? 1 : 0);
        }
    }

    @ParameterizedTest(
            name = "FT-32 FT-36 in phase {0}, ours [{1}], theirs [{2}]: in the end theirs [{3}], ours nothing")
    @CsvSource({
        // While it is sent, nothing, a half, or all of it is at the server.
        "send, POS.rep, '', POS.rep",
        "send, POS.rep, .exchange-00!, POS.rep",
        "send, POS.rep, .exchange-00, POS.rep",
        // All of it is there, and the one before, too.
        "rename, POS.rep, .exchange-00 POS.rep!, POS.rep",
        // A server that replaces nothing has got the one before out of the way.
        "rename, POS.rep, .exchange-00 .exchange-00.old!, POS.rep",
        "rename, POS.rep, POS.rep .exchange-00.old!, POS.rep",
        // It is renamed.
        "rename, POS.rep, POS.rep, POS.rep",
        // It is renamed and the other side has taken it: it may not come again.
        "rename, POS.rep, '', ''",
        // It is gone here.
        "rename, '', POS.rep, POS.rep",
    })
    void upload(String phase, String atOurs, String atTheirs, String end) throws IOException {
        String exchange = "connection: far, " + Till.FAST
                + ", local: {directory: pos}, upload: {local: POS.rep, remote: pub/POS.rep, ready: {when: at-once}}";
        String mark = mark(exchange);
        ours(atOurs);
        theirs(atTheirs);
        String time = Files.exists(ours.resolve("POS.rep"))
                ? Files.getLastModifiedTime(ours.resolve("POS.rep")).toInstant().toString()
                : TIME;
        var open = new JsonObject()
                .put("phase", phase)
                .put("began", System.currentTimeMillis())
                .put("file", file("POS.rep", time))
                .put("piece", piece(SPARE, "pub/POS.rep"));
        remember("upload", open, mark);
        try (var till = Till.open(folder, List.of(FtpHouse.line("far", server)), exchange)) {
            await(
                    "one result, nothing here",
                    () -> till.history().size() == 1 && Till.names(ours).isEmpty());
            till.awaitLooks("upload", 2);
            assertThat(atServer()).isEqualTo(set(end));
            assertThat(till.history()).hasSize(1);
            if (!end.isEmpty()) {
                assertThat(server.files.get("/pub/POS.rep")).asString().isEqualTo(GOODS);
            }
            assertThat(Stream.of(server.commands).flatMap(List::stream).filter(one -> one.startsWith("STOR")))
                    .hasSize(phase.equals("send") ? 1 : 0);
        }
    }
}
