package io.polyport.ftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polyport.kit.config.ConfigDump;
import io.polyport.kit.config.ConfigException;
import io.polyport.kit.config.ConfigLoader;
import io.polyport.kit.config.Doc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The configuration of exchanges")
class ExchangeConfigTest {
    record Config(@Doc("x") FtpConfig ftp) {}

    @TempDir
    private Path folder;

    private Config load(String more, String exchange) throws IOException {
        var file = Files.writeString(folder.resolve("c.yaml"), """
                ftp:
                  connections:
                    far: {host: ftp.example.org}
                    near: {host: ftp.example.net}
                %s  exchanges:
                    pos: {%s}
                """.formatted(more, exchange));
        return ConfigLoader.load(Config.class, List.of(file), Map.of());
    }

    @ParameterizedTest(name = "FT-30 FT-37 the fault in [{0}] is told at {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "connection: none, local: {directory: a}, download: {remote: b}|ftp.exchanges.pos.connection",
                "connection: far, local: {directory: ../a}, download: {remote: b}|ftp.exchanges.pos.local.directory",
                "connection: far, local: {directory: /a}, download: {remote: b}|ftp.exchanges.pos.local.directory",
                "connection: far, local: {connection: far, directory: a}, download: {remote: b}|ftp.exchanges.pos.local.connection",
                "connection: far, local: {url: 'ftp://a/'}, download: {remote: b}|ftp.exchanges.pos.local.url",
                "connection: far, local: {url: 'http://a/', token: t}, download: {remote: b}|ftp.exchanges.pos.local.token",
                "connection: far, local: {directory: a}, download: {remote: a/../b}|ftp.exchanges.pos.download.remote",
                "connection: far, local: {directory: a}, download: {remote: /b}|ftp.exchanges.pos.download.remote",
                "connection: far, local: {directory: a}, download: {remote: '*', local: x}|ftp.exchanges.pos.download.local",
                "connection: far, local: {directory: a}, download: {remote: b, local: ../x}|ftp.exchanges.pos.download.local",
                "connection: far, local: {directory: a}, download: {remote: b, automatic-load: true}|ftp.exchanges.pos.download.load-flag",
                "connection: far, local: {directory: a}, download: {remote: b, load-flag: b}|ftp.exchanges.pos.download.load-flag",
                "connection: far, local: {directory: a}, download: {remote: b, after: {action: move}}|ftp.exchanges.pos.download.after.directory",
                "connection: far, local: {directory: a}, upload: {local: b, remote: c, automatic-upload: true}|ftp.exchanges.pos.upload.request-flag",
                "connection: far, local: {directory: a}, upload: {local: '*.r', remote: c}|ftp.exchanges.pos.upload.remote",
                "connection: far, local: {directory: a}, download: {remote: b}, poll-period: 0s|ftp.exchanges.pos.poll-period",
                "connection: far, local: {directory: a}, poll-period: 1m|ftp.exchanges.pos.download",
            })
    void faults(String exchange, String where) {
        assertThatThrownBy(() -> load("  exchange-folder: /srv\n", exchange))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(where);
    }

    @Test
    @DisplayName("FT-36 exchanges without state are refused, and so is a directory without a folder that it is in")
    void withoutState() {
        String exchange = "connection: far, local: {directory: a}, download: {remote: b}";
        assertThatThrownBy(() -> load("  exchange-folder: /srv\n  state: {url: none}\n", exchange))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("ftp.state.url")
                .hasMessageContaining("exchanges");
        assertThatThrownBy(() -> load("", exchange))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("ftp.exchange-folder");
    }

    @Test
    @DisplayName("FT-37 a URL's token is never shown")
    void secrets() throws IOException {
        var config = load("", "connection: far, local: {url: 'https://a/', token: hush}, download: {remote: b}");
        assertThat(config + ConfigDump.toYaml(config)).contains("****").doesNotContain("hush");
    }
}
