package io.polyport.system.ftp;

import static io.polyport.system.ftp.Till.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.protocol.ScriptedFtpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("An exchange with a file whose last step keeps failing")
class ExchangeStuckIT {
    @TempDir
    private Path folder;

    private ScriptedFtpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = new ScriptedFtpServer();
        server.directories.add("/pub");
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    /** Whoever wants to do this with such a name is told to come again. */
    private static void refuse(ScriptedFtpServer server, String verb, String name) {
        server.on(verb, (connection, argument) -> {
            if (argument.endsWith(name)) {
                connection.reply("450 busy");
            } else {
                connection.usual(verb, argument);
            }
        });
    }

    private void offer(String... names) {
        for (String name : names) {
            server.withFile("/pub/" + name, ("goods of " + name).getBytes(StandardCharsets.US_ASCII));
        }
    }

    private long commands(String verb, String name) {
        return server.commands.stream()
                .filter(one -> one.startsWith(verb + " ") && one.endsWith(name))
                .count();
    }

    private Till till(String more) {
        return Till.open(
                folder,
                server,
                "connection: far, %s, local: {directory: pos}, download: {remote: 'pub/*.spr', ready: {when: at-once}%s}"
                        .formatted(Till.FAST, more));
    }

    @Test
    @DisplayName(
            "FT-30 FT-36 one that the server does not let go holds up no other, and comes once, also after a restart")
    void download() throws IOException {
        offer("a.spr", "b.spr", "c.spr");
        refuse(server, "DELE", "/a.spr");
        try (var till = till("")) {
            Path near = till.at("pos");
            await(
                    "all have come and the others are gone there",
                    () -> Till.names(near).equals(List.of("a.spr", "b.spr", "c.spr"))
                            && server.files.keySet().equals(Set.of("/pub/a.spr")));
            till.awaitResult("download", "failed");
            assertThat(till.task("download").getString("state")).isEqualTo("retrying");
            assertThat(till.task("download").getString("detail")).startsWith("'a.spr' failed: ");
            Till.delete(near.resolve("a.spr"));
            till.awaitLooks("download", 3);
            offer("d.spr");
            await("a later one", () -> Till.names(near).equals(List.of("b.spr", "c.spr", "d.spr")));
        }
        try (var till = till("")) {
            Path near = till.at("pos");
            offer("e.spr");
            await("another", () -> Till.names(near).equals(List.of("b.spr", "c.spr", "d.spr", "e.spr")));
            server.usual("DELE");
            await("it is gone there, too", () -> server.files.isEmpty());
            till.awaitResult("download", "nothing");
            till.awaitState("download", "idle");
            assertThat(Till.names(near)).containsExactly("b.spr", "c.spr", "d.spr", "e.spr");
            assertThat(commands("RETR", "/a.spr")).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("FT-35 a newer file of its name is neither deleted for it nor lost")
    void newer() throws IOException {
        offer("a.spr");
        refuse(server, "DELE", "/a.spr");
        try (var till = till("")) {
            till.awaitState("download", "retrying");
            Path near = till.at("pos/a.spr");
            assertThat(near).hasContent("goods of a.spr");
            server.withFile("/pub/a.spr", "newer goods of a.spr".getBytes(StandardCharsets.US_ASCII));
            Till.delete(near);
            await("the newer", () -> till.text(near).equals("newer goods of a.spr"));
            Till.delete(near);
            server.usual("DELE");
            await("gone there", () -> server.files.isEmpty());
            till.awaitState("download", "idle");
            assertThat(Till.names(till.at("pos"))).isEmpty();
            assertThat(commands("RETR", "/a.spr")).isEqualTo(2);
        }
    }

    @Test
    @DisplayName("FT-30 one in whose way a file of ours has come while it was fetched holds up no other either")
    void inTheWay() throws IOException {
        offer("a.spr");
        Path near = folder.resolve("till/pos");
        server.on("RETR", (connection, argument) -> {
            if (argument.endsWith("/a.spr")) {
                Till.put(near.resolve("a.spr"), "in the way");
            }
            connection.usual("RETR", argument);
        });
        try (var till = till("")) {
            till.awaitState("download", "waiting");
            offer("b.spr", "c.spr");
            await("the others", () -> Till.names(near).containsAll(List.of("b.spr", "c.spr")));
            await("the others are gone there", () -> server.files.keySet().equals(Set.of("/pub/a.spr")));
            assertThat(near.resolve("a.spr")).hasContent("in the way");
            Till.delete(near.resolve("a.spr"));
            await("it comes", () -> till.text(near.resolve("a.spr")).equals("goods of a.spr"));
            await("all are gone there", () -> server.files.isEmpty());
            assertThat(Till.names(near)).containsExactly("a.spr", "b.spr", "c.spr");
            assertThat(commands("RETR", "/a.spr")).isEqualTo(1);
        }
    }

    @Test
    @DisplayName(
            "FT-31 with a load flag the others come one after the other, each with its flag, and the stuck one has none again")
    void flag() throws IOException {
        offer("a.spr");
        refuse(server, "DELE", "/a.spr");
        try (var till = till(", automatic-load: true, load-flag: POS.flg")) {
            Path near = till.at("pos");
            till.awaitState("download", "retrying");
            assertThat(Till.names(near)).containsExactly("POS.flg", "a.spr");
            offer("b.spr");
            till.awaitLooks("download", 3);
            assertThat(Till.names(near)).as("the flag is not consumed").containsExactly("POS.flg", "a.spr");
            Till.delete(near.resolve("a.spr"));
            Till.delete(near.resolve("POS.flg"));
            await("the other with its flag", () -> Till.names(near).equals(List.of("POS.flg", "b.spr")));
            Till.delete(near.resolve("b.spr"));
            Till.delete(near.resolve("POS.flg"));
            server.usual("DELE");
            await("both are gone there", () -> server.files.isEmpty());
            till.awaitState("download", "idle");
            assertThat(Till.names(near)).isEmpty();
        }
    }

    @Test
    @DisplayName("FT-31 FT-37 a load flag that can't be made is made before anything else comes")
    void flagThatCanNotBeMade() throws IOException {
        String exchange =
                "connection: far, %s, local: {connection: near, directory: in}, download: {remote: 'pub/*.spr', automatic-load: true, load-flag: POS.flg, ready: {when: at-once}}"
                        .formatted(Till.FAST);
        offer("a.spr");
        try (var near = new ScriptedFtpServer()) {
            near.directories.add("/in");
            refuse(near, "RNTO", "POS.flg");
            try (var till =
                    Till.open(folder, List.of(FtpHouse.line("far", server), FtpHouse.line("near", near)), exchange)) {
                till.awaitState("download", "retrying");
                assertThat(near.files).containsKey("/in/a.spr").doesNotContainKey("/in/POS.flg");
                near.files.remove("/in/a.spr");
                offer("b.spr");
                till.awaitLooks("download", 3);
                assertThat(near.files).doesNotContainKey("/in/b.spr");
                near.usual("RNTO");
                await("the flag", () -> near.files.keySet().equals(Set.of("/in/POS.flg")));
                await("its file is gone there", () -> server.files.keySet().equals(Set.of("/pub/b.spr")));
                near.files.remove("/in/POS.flg");
                await("the other", () -> near.files.keySet().equals(Set.of("/in/b.spr", "/in/POS.flg")));
                assertThat(commands("RETR", "/a.spr")).isEqualTo(1);
            }
        }
    }

    @Test
    @DisplayName("FT-30 what was brought is not brought again when the configuration is changed meanwhile")
    void otherConfiguration() throws IOException {
        offer("a.spr");
        refuse(server, "DELE", "/a.spr");
        try (var till = till("")) {
            till.awaitState("download", "retrying");
            Till.delete(till.at("pos/a.spr"));
        }
        server.usual("DELE");
        try (var till = till(", after: {action: keep}")) {
            offer("b.spr");
            await("the other", () -> Till.names(till.at("pos")).equals(List.of("b.spr")));
            till.awaitLooks("download", 3);
            assertThat(commands("RETR", "/a.spr")).isEqualTo(1);
        }
    }

    @Test
    @DisplayName(
            "FT-32 FT-34 a report that can't get its name holds up no other, is sent once, and ends when it is asked for")
    void upload() throws IOException {
        refuse(server, "RNTO", "a.rep");
        String exchange =
                "connection: far, poll-period: 100ms, upload-period: 10m, local: {directory: pos}, upload: {local: '*.rep', remote: pub/, manual: true, ready: {when: at-once}}";
        try (var till = Till.open(folder, server, exchange)) {
            Path near = till.at("pos");
            Till.put(near.resolve("a.rep"), "sold 1");
            till.awaitState("upload", "retrying");
            Till.put(near.resolve("b.rep"), "sold 2");
            await("the other", () -> Till.names(near).equals(List.of("a.rep")));
            assertThat(server.files).containsKey("/pub/b.rep").doesNotContainKey("/pub/a.rep");
            Till.put(near.resolve("a.rep"), "sold 3, too");
            till.awaitLooks("upload", 3);
            server.usual("RNTO");
            till.house.as("anna").post("/exchanges/pos:run", new JsonObject()).has(202);
            await(
                    "both of its name have gone, the newer last",
                    () -> Till.names(near).isEmpty());
            assertThat(server.files.keySet()).isEqualTo(Set.of("/pub/a.rep", "/pub/b.rep"));
            assertThat(server.files.get("/pub/a.rep")).asString().isEqualTo("sold 3, too");
            assertThat(server.commands.stream().filter(one -> one.startsWith("STOR ")))
                    .hasSize(3);
        }
    }

    @Test
    @DisplayName("FT-36 one whose spare file can't be removed holds up no other")
    void spare() throws IOException {
        String exchange =
                "connection: far, %s, local: {directory: pos}, upload: {local: '*.rep', remote: pub/, ready: {when: at-once}}"
                        .formatted(Till.FAST);
        server.on("STOR", (connection, argument) -> {
            connection.usual("STOR", argument);
            Till.put(folder.resolve("till/pos/a.rep"), "changed meanwhile");
            server.usual("STOR");
        });
        server.on("DELE", (connection, argument) -> connection.reply("450 busy"));
        try (var till = Till.open(folder, server, exchange)) {
            Path near = till.at("pos");
            Till.put(near.resolve("a.rep"), "sold 1");
            till.awaitState("upload", "retrying");
            // In place of what a report replaces, the server has to get out of the way nothing.
            server.on("DELE", (connection, argument) -> {
                if (argument.contains(".old")) {
                    connection.usual("DELE", argument);
                } else {
                    connection.reply("450 busy");
                }
            });
            Till.put(near.resolve("b.rep"), "sold 2");
            await("the other", () -> server.files.containsKey("/pub/b.rep"));
            assertThat(near.resolve("a.rep")).hasContent("changed meanwhile");
            server.usual("DELE");
            await("all", () -> server.files.keySet().equals(Set.of("/pub/a.rep", "/pub/b.rep")));
            assertThat(server.files.get("/pub/a.rep")).asString().isEqualTo("changed meanwhile");
        }
    }
}
