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

    @Test
    @DisplayName("FT-3 FT-4 mode, port range and proxy of a connection arrive as they were written")
    void route() throws IOException {
        var active = load(
                        Map.of(),
                        "far: {host: h, mode: active, extended: always, call-back: {address: 10.1.2.3, lowest-port: 50000, highest-port: 50010}}")
                .ftp()
                .connections()
                .get("far")
                .settings()
                .route();
        assertThat(active.callBack().orElseThrow().address().orElseThrow().getHostAddress())
                .isEqualTo("10.1.2.3");
        assertThat(active.callBack().orElseThrow().lowestPort()).isEqualTo(50_000);
        assertThat(active.callBack().orElseThrow().highestPort()).isEqualTo(50_010);
        assertThat(active.extended()).isEqualTo(FtpRoute.Extended.ALWAYS);
        var proxied = load(
                        Map.of(),
                        "far: {host: h, proxy: {kind: socks5, host: proxy.example.org, port: 1080, user: u, password: p}}")
                .ftp()
                .connections()
                .get("far")
                .settings()
                .route();
        assertThat(proxied.proxy()).contains(new FtpProxy(FtpProxy.Kind.SOCKS5, "proxy.example.org", 1080, "u", "p"));
        assertThat(proxied.callBack()).isEmpty();
    }

    @ParameterizedTest(name = "FT-3 FT-4 a route that can not be is refused at start: {1}")
    @CsvSource(
            delimiter = ';',
            value = {
                "mode: active, proxy: {kind: http, host: p, port: 3128}; mode",
                "call-back: {lowest-port: 5000, highest-port: 4000}; highest-port",
                "call-back: {lowest-port: 0, highest-port: 4000}; highest-port",
                "call-back: {address: my.host.example}; address",
                "proxy: {kind: socks4, host: p, port: 1080, user: u, password: w}; password",
                "proxy: {kind: socks5, host: p, port: 1080, password: w}; password",
                "proxy: {kind: http, host: '', port: 0}; proxy.port",
            })
    void impossibleRoutes(String keys, String place) {
        assertThatThrownBy(() -> load(Map.of(), "far: {host: h, " + keys + "}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(place)
                .hasMessageContaining("c.yaml");
    }
}
