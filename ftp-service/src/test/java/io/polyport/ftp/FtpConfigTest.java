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
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The FTP service's configuration")
class FtpConfigTest {
    record Config(@Doc("x") FtpConfig ftp) {}

    @TempDir
    private Path folder;

    private Config load(Map<String, String> environment, String connection) throws IOException {
        var file = Files.writeString(folder.resolve("c.yaml"), "ftp:\n  connections:\n    " + connection + "\n");
        return ConfigLoader.load(Config.class, List.of(file), environment);
    }

    @Test
    @DisplayName("FT-2 a password comes out of the environment or a file, and is never shown")
    void secrets() throws IOException {
        var key = Files.writeString(folder.resolve("password"), "out of a file\n");
        var environment = load(
                Map.of("FTP_CONNECTIONS_FAR_PASSWORD", "out of the environment"),
                "far: {host: ftp.example.org, user: u, password: replaced}");
        var file = load(Map.of(), "far: {host: ftp.example.org, user: u, password: {file: '" + key + "'}}");

        assertThat(environment.ftp().connections().get("far").settings().password())
                .isEqualTo("out of the environment");
        assertThat(file.ftp().connections().get("far").settings().password()).isEqualTo("out of a file");
        for (Config config : List.of(environment, file)) {
            assertThat(config + ConfigDump.toYaml(config)).contains("****").doesNotContain("out of");
            assertThat(config.ftp().connections().get("far").settings()).hasToString("ftp://u@ftp.example.org:21");
        }
    }

    @ParameterizedTest(name = "FT-2 no connection can have the name {0}, which means something else in a URL")
    @ValueSource(
            strings = {"connections", "transfers", "exchanges", "uploads", "streams", "openapi", "Far", "-far", "~far"})
    void names(String name) {
        assertThatThrownBy(() -> load(Map.of(), "'" + name + "': {host: ftp.example.org}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(name)
                .hasMessageContaining("a-z");
    }

    @Test
    @DisplayName("FT-3 every mistake of a connection is told at once, with its place")
    void faults() {
        assertThatThrownBy(
                        () -> load(
                                Map.of(),
                                "far: {host: '', port: 0, mode: sideways, encoding: none, time-zone: Mars, pool: -1, read-timeout: 0s}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("mode");
        assertThatThrownBy(() -> load(
                        Map.of(),
                        "far: {host: '', port: 0, encoding: none, time-zone: Mars, pool: -1, read-timeout: 0s}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("connections.far.host")
                .hasMessageContaining("connections.far.port")
                .hasMessageContaining("connections.far.encoding")
                .hasMessageContaining("connections.far.time-zone")
                .hasMessageContaining("connections.far.pool")
                .hasMessageContaining("connections.far.read-timeout")
                .hasMessageContaining("c.yaml");
    }
}
