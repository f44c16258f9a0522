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

    @Test
    @DisplayName("FT-5 a connection is protected as its tls section says, which is none, and checked, unless told")
    void tls() throws IOException {
        var plain = load(Map.of(), "far: {host: ftp.example.org}");
        var secure = load(
                Map.of(),
                "far: {host: ftp.example.org, port: 990, tls: {mode: implicit, ca-file: /etc/ca.pem, host-name: other.example.org, versions: TLSv1.3}}");

        assertThat(plain.ftp().connections().get("far").settings().tls()).isEqualTo(FtpTls.none());
        var tls = secure.ftp().connections().get("far").settings().tls();
        assertThat(tls.mode()).isEqualTo(FtpTls.Mode.IMPLICIT);
        assertThat(tls.verify()).isTrue();
        assertThat(tls.caFile()).contains(Path.of("/etc/ca.pem"));
        assertThat(tls.hostName()).contains("other.example.org");
        assertThat(tls.versions()).isEqualTo("TLSv1.3");
    }

    @Test
    @DisplayName("FT-5 what can't be meant in a tls section is told at once, with its place")
    void tlsFaults() {
        assertThatThrownBy(
                        () -> load(
                                Map.of(),
                                "far: {host: a, tls: {mode: explicit, verify: false, ca-file: /ca.pem, key-file: /key.pem, host-name: 'a b', versions: SSLv3}}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("connections.far.tls.ca-file")
                .hasMessageContaining("connections.far.tls.certificate-file")
                .hasMessageContaining("connections.far.tls.host-name")
                .hasMessageContaining("connections.far.tls.versions")
                .hasMessageContaining("TLSv1.2");
    }
}
