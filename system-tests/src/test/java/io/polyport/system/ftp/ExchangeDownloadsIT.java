package io.polyport.system.ftp;

import static io.polyport.system.ftp.Till.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.protocol.PeerServers;
import io.polyport.ftp.protocol.Peers.Peer;
import io.polyport.ftp.protocol.ScriptedFtpServer;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The downloads of exchanges")
class ExchangeDownloadsIT {
    private static final String DOWNLOAD =
            "connection: far, %s, local: {directory: pos}, download: {remote: pub/POS.spr, %s}";

    private static final String PATTERN =
            "connection: far, %s, local: {directory: pos}, download: {remote: 'pub/*.spr', %s}";

    @RegisterExtension
    private static final PeerServers PEERS = new PeerServers();

    @TempDir
    private Path folder;

    static List<Peer> peers() {
        return PEERS.all();
    }

    @ParameterizedTest(
            name = "FT-30 a file comes from {0}, is deleted there, and the next one waits until it is consumed")
    @MethodSource("peers")
    void download(Peer peer) throws IOException {
        Path far = peer.pub().resolve("POS.spr");
        try (var till = Till.open(folder, peer, DOWNLOAD.formatted(Till.FAST, Till.QUICK))) {
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
        try (var till = Till.open(folder, peer, exchange)) {
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
            try (var till = Till.open(folder, server, DOWNLOAD.formatted(Till.FAST, Till.QUICK))) {
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
            try (var till = Till.open(folder, server, DOWNLOAD.formatted(Till.FAST, "ready: {when: at-once}"))) {
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
        Files.setPosixFilePermissions(pub.resolve("archive"), PosixFilePermissions.fromString("rwxrwxrwx"));
        for (String name : List.of("a.spr", "b.spr", "c.spr", "other.txt", "a.spr.done", "c.spr.done")) {
            Till.put(pub.resolve(name), name);
        }
        try (var till = Till.open(folder, peer, exchange)) {
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
        try (var till = Till.open(folder, peer, exchange)) {
            await("it has come", () -> till.text(till.at("pos/a.spr")).equals("one"));
            await("it is told", () -> till.history().size() == 1);
            Till.delete(till.at("pos/a.spr"));
            till.awaitLooks("download", 5);
            assertThat(Till.names(till.at("pos"))).isEmpty();
        }
        try (var till = Till.open(folder, peer, exchange)) {
            till.awaitLooks("download", 5);
            assertThat(Till.names(till.at("pos"))).as("after a restart").isEmpty();
            assertThat(till.history()).as("the history survives").hasSize(1);
            Till.put(far, "another");
            await("it has come again", () -> till.text(till.at("pos/a.spr")).equals("another"));
        }
        Till.delete(far);
    }

    /** Lists one file as {@code ls} does, with what the time tells of its date. */
    private static void list(ScriptedFtpServer server, AtomicReference<String> date) {
        server.on("LIST", (connection, argument) -> {
            connection.reply("150 here it comes");
            try (var data = connection.data()) {
                String line = "-rw-r--r-- 1 owner group 5 " + date.get() + " a.spr\r\n";
                data.getOutputStream().write(line.getBytes(StandardCharsets.US_ASCII));
            }
            connection.reply("226 done");
        });
    }

    @Test
    @DisplayName("FT-35 a kept file comes once, though LIST tells its minute first and only its day half a year later")
    void listsDays() throws IOException {
        var changed = ZonedDateTime.now(ZoneOffset.UTC).minusDays(100);
        var minute = DateTimeFormatter.ofPattern("MMM dd HH:mm", Locale.ROOT);
        var day = DateTimeFormatter.ofPattern("MMM dd  yyyy", Locale.ROOT);
        var date = new AtomicReference<>(minute.format(changed));
        try (var server = new ScriptedFtpServer()) {
            server.directories.add("/pub");
            server.withFile("/pub/a.spr", "goods".getBytes(StandardCharsets.US_ASCII));
            list(server, date);
            String exchange =
                    "connection: far, %s, local: {directory: pos}, download: {remote: 'pub/*.spr', ready: {when: at-once}, after: {action: keep}}"
                            .formatted(Till.FAST);
            try (var till = Till.open(folder, server, exchange)) {
                await("it has come", () -> till.text(till.at("pos/a.spr")).equals("goods"));
                await("it is told", () -> till.history().size() == 1);
                Till.delete(till.at("pos/a.spr"));
                date.set(day.format(changed));
                till.awaitLooks("download", 5);
                assertThat(Till.names(till.at("pos"))).isEmpty();
                date.set(day.format(changed.plusDays(1)));
                await("it has changed", () -> till.text(till.at("pos/a.spr")).equals("goods"));
            }
        }
    }

    @Test
    @DisplayName("FT-35 kept files come once each, though their names' bytes are no text and look alike")
    void alike() throws IOException {
        try (var server = new ScriptedFtpServer().withMlsd()) {
            server.directories.add("/pub");
            server.withFile("/pub/\u00e0.spr", new byte[] {'1'});
            server.withFile("/pub/\u00e1.spr", new byte[] {'2', '2'});
            String exchange =
                    "connection: far, %s, local: {directory: pos}, download: {remote: 'pub/*.spr', ready: {when: at-once}, after: {action: keep}}"
                            .formatted(Till.FAST);
            try (var till = Till.open(folder, server, exchange)) {
                await("the first", () -> Till.names(till.at("pos")).size() == 1);
                Path near = till.at("pos/\ufffd.spr");
                await("it is told", () -> till.history().size() == 1);
                Till.delete(near);
                await("the second", () -> till.history().size() == 2);
                Till.delete(near);
                till.awaitLooks("download", 5);
                assertThat(Till.names(till.at("pos"))).isEmpty();
                assertThat(till.history()).hasSize(2);
            }
        }
    }

    @Test
    @DisplayName("FT-35 a file that can't be fetched is told and holds up no other of its pattern")
    void oneOfMany() throws IOException {
        try (var server = new ScriptedFtpServer()) {
            server.directories.add("/pub");
            // In UTF-8 its name has more bytes than a disk takes.
            String tooLong = raw("/pub/" + "ж".repeat(130) + ".spr", StandardCharsets.UTF_8);
            for (String path : List.of("/pub/a.spr", "/pub/b.spr", "/pub/c.spr", tooLong)) {
                server.withFile(path, path.getBytes(StandardCharsets.US_ASCII));
            }
            server.on("RETR", (connection, argument) -> {
                if (argument.endsWith("a.spr")) {
                    connection.reply("451 a bad block");
                } else {
                    connection.usual("RETR", argument);
                }
            });
            try (var till = Till.open(folder, server, PATTERN.formatted(Till.FAST, "ready: {when: at-once}"))) {
                await("the others", () -> Till.names(till.at("pos")).equals(List.of("b.spr", "c.spr")));
                till.awaitResult("download", "failed");
                assertThat(till.task("download").getString("detail")).startsWith("'a.spr' failed: ");
                assertThat(till.task("download").getString("state")).isEqualTo("retrying");
                await("they are gone there", () -> server.files.keySet().equals(Set.of("/pub/a.spr", tooLong)));
                server.usual("RETR");
                await("it comes", () -> till.text(till.at("pos/a.spr")).equals("/pub/a.spr"));
                till.awaitResult("download", "nothing");
                assertThat(server.files).as("a name that is none here").containsOnlyKeys(tooLong);
            }
        }
    }

    @Test
    @DisplayName("FT-35 a file of a pattern that was listed unchanged and is written since is not fetched by halves")
    void listedBefore() throws IOException {
        try (var server = new ScriptedFtpServer()) {
            server.directories.add("/pub");
            server.on("LIST", (connection, argument) -> {
                server.withFile("/pub/a.spr", "before".getBytes(StandardCharsets.US_ASCII));
                connection.usual("LIST", argument);
                server.withFile("/pub/a.spr", "half".getBytes(StandardCharsets.US_ASCII));
            });
            try (var till = Till.open(folder, server, PATTERN.formatted(Till.FAST, Till.QUICK))) {
                await(
                        "a look after the listing",
                        () -> server.commands.stream().anyMatch(one -> one.startsWith("SIZE")));
                till.awaitLooks("download", 2);
                assertThat(till.task("download").getString("state")).isEqualTo("settling");
                assertThat(server.commands).noneMatch(one -> one.startsWith("RETR"));
                server.withFile("/pub/a.spr", "whole at last".getBytes(StandardCharsets.US_ASCII))
                        .on("LIST", (connection, argument) -> {
                            server.withFile("/pub/a.spr", "whole at last".getBytes(StandardCharsets.US_ASCII));
                            server.usual("LIST");
                            connection.usual("LIST", argument);
                        });
                await("it comes", () -> till.text(till.at("pos/a.spr")).equals("whole at last"));
            }
        }
    }

    @Test
    @DisplayName("FT-35 a file of a pattern whose time is another one than MLSD has listed is not fetched")
    void listedWithTime() throws IOException {
        try (var server = new ScriptedFtpServer()) {
            server.directories.add("/pub");
            server.withMlsd().withFile("/pub/a.spr", "half".getBytes(StandardCharsets.US_ASCII));
            // One second before the time that MLST tells.
            var listed = new AtomicInteger(6);
            server.on("MLSD", (connection, argument) -> {
                connection.reply("150 here it comes");
                try (var data = connection.data()) {
                    String line = "type=file;size=4;modify=2026030405060" + listed.get() + "; a.spr\r\n";
                    data.getOutputStream().write(line.getBytes(StandardCharsets.US_ASCII));
                }
                connection.reply("226 done");
            });
            try (var till = Till.open(folder, server, PATTERN.formatted(Till.FAST, Till.QUICK))) {
                await(
                        "a look after the listing",
                        () -> server.commands.stream()
                                .anyMatch(one -> one.startsWith("MLST") && one.contains("a.spr")));
                till.awaitLooks("download", 2);
                assertThat(till.task("download").getString("state")).isEqualTo("settling");
                assertThat(server.commands).noneMatch(one -> one.startsWith("RETR"));
                listed.set(7);
                await("it comes", () -> till.text(till.at("pos/a.spr")).equals("half"));
            }
        }
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
                        () -> server.files.keySet().equals(Set.of(raw("/Обмен/Отчёт.rep", charset))));
                await(
                        "it is told",
                        () -> till.history().stream().anyMatch(one -> "Товары.spr".equals(one.getString("file"))));
            }
        }
    }

    private static String raw(String text, Charset charset) {
        return new String(text.getBytes(charset), ScriptedFtpServer.RAW);
    }
}
