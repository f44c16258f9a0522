package io.polyport.system.ftp;

import static io.polyport.system.ftp.Orders.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.protocol.ScriptedFtpServer;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A directory that a server refuses, and what becomes of it when its transfer is resumed")
class TransferDirectoriesIT {
    @RegisterExtension
    private final TwoServers servers = new TwoServers();

    private ScriptedFtpServer from;
    private ScriptedFtpServer to;
    private Rest anna;

    @BeforeEach
    void start() {
        from = servers.from()
                .withFile("/tree/a", new byte[] {1})
                .withFile("/tree/m/inner/x", new byte[] {2, 2})
                .withFile("/tree/m/y", new byte[] {3, 3, 3})
                .withFile("/tree/z", new byte[] {4, 4, 4, 4});
        from.directories.add("/tree");
        from.directories.add("/tree/m");
        from.directories.add("/tree/m/inner");
        to = servers.to();
        anna = servers.house().as("anna");
    }

    private static void refuse(ScriptedFtpServer server, String verb, String path) {
        server.on(verb, (connection, argument) -> {
            if (connection.path(argument).equals(path)) {
                connection.reply("550 not you");
            } else {
                connection.usual(verb, argument);
            }
        });
    }

    private static JsonObject tree() {
        return order("from", "tree", "to", "copy").put("recursive", true);
    }

    private void resume(String id) {
        anna.post("/transfers/" + id + ":resume", new JsonObject()).has(202);
    }

    private static void assertFiles(JsonObject transfer, int done, int skipped, int failed, int total) {
        assertThat(transfer.getJsonObject("files").encode())
                .isEqualTo("{\"done\":%d,\"skipped\":%d,\"failed\":%d,\"total\":%d}"
                        .formatted(done, skipped, failed, total));
    }

    /** All is there, and was fetched once. */
    private void assertCopied() {
        assertThat(to.files).containsOnlyKeys("/copy/a", "/copy/m/inner/x", "/copy/m/y", "/copy/z");
        from.files.forEach((path, content) ->
                assertThat(to.files.get(path.replace("/tree/", "/copy/"))).isEqualTo(content));
        assertThat(from.commands.stream().filter(each -> each.startsWith("RETR ")))
                .as("no file is copied twice")
                .hasSize(4);
    }

    @Test
    @DisplayName("FT-21 a source directory whose listing was refused is walked when the transfer is resumed")
    void listing() {
        refuse(from, "MLSD", "/tree/m");
        String id = Orders.place(anna, tree());
        var failed = Orders.await(anna, id, "failed");
        assertFiles(failed, 2, 0, 1, 2);
        assertThat(failed.getJsonArray("errors").getJsonObject(0).getString("path"))
                .isEqualTo("tree/m");

        resume(id);
        assertFiles(Orders.await(anna, id, "failed"), 2, 0, 1, 2);

        from.usual("MLSD");
        resume(id);
        assertFiles(Orders.await(anna, id, "done"), 4, 0, 0, 4);
        assertCopied();
    }

    @Test
    @DisplayName("FT-21 a target directory that could not be made is made when the transfer is resumed, and filled")
    void making() {
        refuse(to, "MKD", "/copy/m");
        String id = Orders.place(anna, tree());
        var failed = Orders.await(anna, id, "failed");
        assertFiles(failed, 2, 0, 1, 4);
        assertThat(failed.getJsonArray("errors").getJsonObject(0).getString("path"))
                .isEqualTo("tree/m");

        to.usual("MKD");
        resume(id);
        assertFiles(Orders.await(anna, id, "done"), 4, 0, 0, 4);
        assertCopied();
    }

    @Test
    @DisplayName("FT-21 when the whole target directory could not be made, all begins when the transfer is resumed")
    void top() {
        refuse(to, "MKD", "/copy");
        String id = Orders.place(anna, tree());
        assertFiles(Orders.await(anna, id, "failed"), 0, 0, 1, 4);

        to.usual("MKD");
        resume(id);
        assertFiles(Orders.await(anna, id, "done"), 4, 0, 0, 4);
        assertCopied();
    }

    @Test
    @DisplayName("FT-21 when the target directory is lost in between, a resumed transfer goes on where it stood")
    void topLater() {
        refuse(from, "MLSD", "/tree/m/inner");
        String id = Orders.place(anna, tree());
        assertFiles(Orders.await(anna, id, "failed"), 3, 0, 1, 3);
        to.on("MKD", (connection, argument) -> connection.reply("452 no room"));
        resume(id);
        assertFiles(Orders.await(anna, id, "failed"), 3, 0, 1, 3);

        from.usual("MLSD");
        to.usual("MKD");
        resume(id);
        assertFiles(Orders.await(anna, id, "done"), 4, 0, 0, 4);
        assertCopied();
    }

    /** Shows more lines in a directory than what is there. */
    private void show(String directory, String... lines) {
        from.on("MLSD", (connection, argument) -> {
            if (!connection.path(argument).equals(directory)) {
                connection.usual("MLSD", argument);
                return;
            }
            connection.reply("150 here it comes");
            try (var data = connection.data()) {
                for (String line : lines) {
                    data.getOutputStream().write((line + "\r\n").getBytes(ScriptedFtpServer.RAW));
                }
                data.getOutputStream()
                        .write("type=file;size=1; a\r\ntype=dir; m\r\ntype=file;size=4; z\r\n"
                                .getBytes(ScriptedFtpServer.RAW));
            }
            connection.reply("226 done");
        });
    }

    @Test
    @DisplayName(
            "FT-21 something without a name that can be said is one failure; what is done is not copied again for it")
    void nameless() {
        show("/tree", "type=file;size=7; ", "type=file;size=7;", "type=file;size=7; up/there", "-rwxrwxrwx what");
        String id = Orders.place(anna, tree().put("overwrite", true));
        var failed = Orders.await(anna, id, "failed");
        assertFiles(failed, 4, 0, 1, 4);
        assertThat(failed.getJsonArray("errors").encode()).contains("up%2Fthere");

        resume(id);
        assertFiles(Orders.await(anna, id, "failed"), 4, 0, 1, 4);
        assertCopied();

        from.usual("MLSD");
        resume(id);
        assertFiles(Orders.await(anna, id, "done"), 4, 0, 0, 4);
        assertCopied();
    }

    @Test
    @DisplayName("FT-21 something without a name that can be said is counted once, however many attempts are needed")
    void namelessInEachAttempt() {
        show("/tree", "type=file;size=7; up/there");
        var attempts = new AtomicInteger();
        from.on("RETR", (connection, argument) -> {
            if (attempts.incrementAndGet() <= 2) {
                connection.resetControl();
            } else {
                connection.usual("RETR", argument);
            }
        });
        String id = Orders.place(anna, tree());
        var failed = Orders.await(anna, id, "failed");
        assertFiles(failed, 4, 0, 1, 4);
        assertThat(failed.getJsonArray("errors")).hasSize(1);
    }
}
