package io.polyport.system.ftp;

import static io.polyport.system.ftp.Till.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.FtpService;
import io.polyport.ftp.protocol.Peers;
import io.polyport.kit.fixtures.Eventually;
import io.polyport.kit.fixtures.JavaProcess;
import io.polyport.system.house.House;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs what docs/exchanges.md shows; only addresses, folders and periods are set otherwise, by the environment. */
@DisplayName("The exchange of the page")
class ExchangePageIT {
    /** The JVM of the service starts within it, too. */
    private static final Duration WITH_START = Duration.ofSeconds(90);

    @TempDir
    private Path folder;

    /** The first block of this language on the page. */
    private static String block(String language) throws IOException {
        String page = Files.readString(Path.of("../docs/exchanges.md"));
        Matcher block =
                Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(page);
        assertThat(block.find()).isTrue();
        return block.group(1);
    }

    @Test
    @DisplayName(
            "FT-30 FT-31 FT-33 the till's exchange: goods come and are loaded, and the report goes when it is asked for")
    void page() throws Exception {
        Path ours = Files.createDirectories(folder.resolve("till/pos"));
        Path secret = Files.writeString(folder.resolve("office-password"), "replaced by the environment");
        Path yaml = Files.writeString(
                folder.resolve("page.yaml"), block("yaml").replace("/run/secrets/office-password", secret.toString()));
        Path script = Files.writeString(folder.resolve("till.sh"), block("sh"));
        var peer = Peers.apache();
        Path office = Files.createDirectories(peer.root().resolve("ObmenFTP"));
        Path rest = Files.writeString(folder.resolve("rest.yaml"), """
                ftp: {state: {folder: '%s'}}
                bus: {seal: {keys: {main: '%s'}}}
                runtime: {event-loops: 2, management: {host: 127.0.0.1, port: 0}}
                """.formatted(folder.resolve("state"), House.SEAL));
        var login = peer.settings();
        var till = new ProcessBuilder("sh", script.toString(), ours.toString()).start();
        try (var service = JavaProcess.of(FtpService.class)
                .named("ftp-service")
                .environment("POLYPORT_LOG_FORMAT", "text")
                .environment("FTP_CONNECTIONS_OFFICE_HOST", "127.0.0.1")
                .environment("FTP_CONNECTIONS_OFFICE_PORT", Integer.toString(login.port()))
                .environment("FTP_CONNECTIONS_OFFICE_USER", login.user())
                .environment("FTP_CONNECTIONS_OFFICE_PASSWORD", login.password())
                .environment("FTP_EXCHANGE_FOLDER", ours.getParent().toString())
                .environment("FTP_EXCHANGES_POS_POLL_PERIOD", "200ms")
                .environment("FTP_EXCHANGES_POS_DOWNLOAD_READY_SETTLE", "200ms")
                .environment("FTP_EXCHANGES_POS_UPLOAD_READY_SETTLE", "200ms")
                .arguments("--config", yaml.toString(), "--config", rest.toString())
                .start()) {
            Till.put(office.resolve("POS.spr"), "pencils");
            Eventually.holds(WITH_START, "the till has loaded it", () -> {
                assertThat(service.isAlive()).as(service.output()).isTrue();
                return Files.exists(ours.resolve("loaded/POS.spr"))
                        && Files.notExists(ours.resolve("POS.spr"))
                        && Files.notExists(ours.resolve("POS.flg"))
                        && Till.names(office).isEmpty();
            });
            assertThat(ours.resolve("loaded/POS.spr")).hasContent("pencils");

            Till.put(office.resolve("POS.flz"), "");
            await(
                    "the report is there, and nothing else",
                    () -> Till.names(office).equals(java.util.List.of("POS.rep"))
                            && Till.names(ours).equals(java.util.List.of("loaded")));
            assertThat(office.resolve("POS.rep")).hasContent("sold: 3 pencils");
        } finally {
            till.destroy();
            peer.stop();
        }
    }
}
