package io.polyport.system.ftp;

import static io.polyport.system.ftp.Till.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.protocol.PeerServers;
import io.polyport.ftp.protocol.Peers.Peer;
import io.polyport.ftp.protocol.ScriptedFtpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The uploads of exchanges")
class ExchangeUploadsIT {
    private static final String UPLOAD =
            "connection: far, %s, local: {directory: pos}, upload: {local: POS.rep, remote: pub/POS.rep, %s}";

    @RegisterExtension
    private static final PeerServers PEERS = new PeerServers();

    @TempDir
    private Path folder;

    static List<Peer> peers() {
        return PEERS.all();
    }

    @ParameterizedTest(name = "FT-32 a report goes to {0}, replaces the one before, and is deleted here")
    @MethodSource("peers")
    void upload(Peer peer) throws IOException {
        Path far = peer.pub().resolve("POS.rep");
        try (var till = Till.open(folder, peer, UPLOAD.formatted(Till.FAST, Till.QUICK))) {
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
            try (var till = Till.open(folder, server, UPLOAD.formatted(Till.FAST, Till.QUICK))) {
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
            try (var till = Till.open(folder, server, exchange)) {
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

    @Test
    @DisplayName("FT-32 a report stays here when the server does not show what was stored: it could be renamed or not")
    void hidden() throws IOException {
        try (var server = new ScriptedFtpServer()) {
            server.directories.add("/pub");
            server.on("SIZE", (connection, argument) -> connection.reply("502 what?"));
            server.on("LIST", (connection, argument) -> {
                connection.reply("150 none whose name begins with a dot");
                connection.data().close();
                connection.reply("226 done");
            });
            try (var till = Till.open(folder, server, UPLOAD.formatted(Till.FAST, Till.QUICK))) {
                Till.put(till.at("pos/POS.rep"), "sold");
                till.awaitResult("upload", "failed");
                assertThat(till.task("upload").getString("code")).isEqualTo("ftp.unsupported");
                assertThat(till.task("upload").getString("detail")).contains("SIZE");
                assertThat(till.at("pos/POS.rep")).hasContent("sold");
                till.awaitLooks("upload", 2);
                assertThat(till.at("pos/POS.rep")).hasContent("sold");
                assertThat(server.files).doesNotContainKey("/pub/POS.rep");
                server.usual("SIZE");
                await("it is there", () -> server.files.keySet().equals(java.util.Set.of("/pub/POS.rep")));
                await("it is gone here", () -> Till.names(till.at("pos")).isEmpty());
            }
        }
    }

    @Test
    @DisplayName("FT-32 a report that could not be sent holds up no other, and with an upload period of 0 stays alone")
    void onceOfMany() throws IOException {
        var tries = new AtomicInteger();
        String exchange =
                "connection: far, poll-period: 100ms, upload-period: 0s, local: {directory: pos}, upload: {local: '*.rep', remote: pub/, ready: {when: done-file}}";
        try (var server = new ScriptedFtpServer()) {
            server.directories.add("/pub");
            server.on("STOR", (connection, argument) -> {
                if (tries.incrementAndGet() == 1) {
                    connection.reply("452 full");
                } else {
                    connection.usual("STOR", argument);
                }
            });
            try (var till = Till.open(folder, server, exchange)) {
                for (String name : List.of("a.rep", "b.rep", "a.rep.done", "b.rep.done")) {
                    Till.put(till.at("pos").resolve(name), "sold");
                }
                await(
                        "the other",
                        () -> server.files.size() == 1
                                && Till.names(till.at("pos")).size() == 2);
                till.awaitLooks("upload", 4);
                assertThat(tries).hasValue(2);
                assertThat(till.task("upload").getString("state")).isEqualTo("failed");
                assertThat(Till.names(till.at("pos"))).hasSize(2);
            }
        }
    }

    @Test
    @DisplayName(
            "FT-32 with an upload period of 0 a report that could not be sent stays alone when others go, until it is gone")
    void onceEach() throws IOException {
        String exchange =
                "connection: far, poll-period: 100ms, upload-period: 0s, local: {directory: pos}, upload: {local: '*.rep', remote: pub/, ready: {when: at-once}}";
        try (var server = new ScriptedFtpServer()) {
            server.directories.add("/pub");
            server.on("STOR", (connection, argument) -> connection.reply("452 full"));
            try (var till = Till.open(folder, server, exchange)) {
                Path first = till.at("pos/a.rep");
                Till.put(first, "sold 1");
                var time = Files.getLastModifiedTime(first);
                till.awaitState("upload", "failed");
                server.usual("STOR");
                Till.put(till.at("pos/b.rep"), "sold 2");
                await("the other goes", () -> server.files.containsKey("/pub/b.rep"));
                till.awaitLooks("upload", 4);
                assertThat(server.files).containsOnlyKeys("/pub/b.rep");
                assertThat(first).hasContent("sold 1");
                Till.delete(first);
                till.awaitLooks("upload", 2);
                Path again = Files.writeString(folder.resolve("again"), "sold 1");
                Files.setLastModifiedTime(again, time);
                Files.move(again, first);
                await("it is a new one", () -> server.files.containsKey("/pub/a.rep"));
            }
        }
    }

    @ParameterizedTest(name = "FT-33 a request flag on {0} comes to us, is deleted there, and the report goes")
    @MethodSource("peers")
    void requestFlag(Peer peer) throws IOException {
        String exchange = UPLOAD.formatted(
                Till.FAST, Till.QUICK + ", automatic-upload: true, request-flag: pub/POS.flz, upload-flag: POS.flz");
        try (var till = Till.open(folder, peer, exchange)) {
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
    @DisplayName(
            "FT-32 FT-35 reports with done-files go and are moved into a directory of ours, beside those of the same name")
    void doneFilesAndMoved() throws IOException {
        String exchange =
                "connection: far, %s, local: {directory: pos}, upload: {local: '*.rep', remote: pub/, ready: {when: done-file}, after: {action: move, directory: sent}}"
                        .formatted(Till.FAST);
        try (var server = new ScriptedFtpServer()) {
            server.directories.add("/pub");
            try (var till = Till.open(folder, server, exchange)) {
                Path ours = till.at("pos");
                Path sent = Files.createDirectories(ours.resolve("sent"));
                Till.put(ours.resolve("b.rep"), "not whole");
                Till.put(ours.resolve("a.rep"), "sold 1");
                Till.put(ours.resolve("a.rep.done"), "");
                await("the first is moved", () -> Till.names(sent).equals(List.of("a.rep")));
                Till.put(ours.resolve("a.rep"), "sold 2");
                Till.put(ours.resolve("a.rep.done"), "");
                await("the second, too", () -> Till.names(sent).size() == 2);
                await("both are told", () -> till.history().size() == 2);
                till.awaitLooks("upload", 2);
                assertThat(Till.names(ours)).as("no done-file is left").containsExactly("b.rep", "sent");
                assertThat(sent.resolve("a.rep")).hasContent("sold 1");
                assertThat(sent.resolve(Till.names(sent).getLast())).hasContent("sold 2");
                assertThat(Till.names(sent).getLast()).matches("a\\.rep\\.\\d{8}T\\d{9}Z");
                assertThat(server.files).containsOnlyKeys("/pub/a.rep");
                assertThat(server.files.get("/pub/a.rep")).asString().isEqualTo("sold 2");
            }
        }
    }

    @Test
    @DisplayName(
            "FT-35 a report whose directory to be moved to is missing is told as a failure and goes when it is there")
    void nowhereToMove() throws IOException {
        String exchange = UPLOAD.formatted(Till.FAST, "ready: {when: at-once}, after: {action: move, directory: sent}");
        try (var server = new ScriptedFtpServer()) {
            server.directories.add("/pub");
            try (var till = Till.open(folder, server, exchange)) {
                Till.put(till.at("pos/POS.rep"), "sold");
                till.awaitResult("upload", "failed");
                assertThat(till.task("upload").getString("code")).isEqualTo("ftp.exchange-local");
                assertThat(till.at("pos/POS.rep")).hasContent("sold");
                Files.createDirectory(till.at("pos/sent"));
                await("it is moved", () -> Till.names(till.at("pos/sent")).equals(List.of("POS.rep")));
                await(
                        "it is done",
                        () -> "done".equals(till.history().getFirst().getString("result")));
                assertThat(server.commands.stream().filter(one -> one.startsWith("STOR")))
                        .as("what is there is not sent again")
                        .hasSize(1);
            }
        }
    }
}
