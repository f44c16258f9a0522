package io.polyport.system.ftp;

import static io.polyport.system.ftp.Till.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.protocol.ScriptedFtpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Who may see and run exchanges, and where those may reach")
class ExchangeRightsIT {
    @TempDir
    private Path folder;

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
                house.as("anna", Set.of("ftp:read"))
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
            try (var till = Till.open(folder, server, exchange)) {
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
