package io.polyport.kit.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigDumpTest {
    @TempDir
    private Path folder;

    private Sample reload(String yaml) throws Exception {
        return ConfigLoader.load(Sample.class, List.of(Files.writeString(folder.resolve("dump.yaml"), yaml)), Map.of());
    }

    private Sample full() throws Exception {
        var key = Files.writeString(folder.resolve("key"), "k");
        return reload("""
                ftp:
                  connect-timeout: 90s
                  connections:
                    "true": {host: "null", port: 0}
                    "a: b #c": {host: "line\\nbreak \\"quoted\\" \\\\ \\u0007 имя 😀", root: "/with space"}
                listener:
                  origins: ["*", "1.5", "", "- x", "a,b"]
                  tls: {key: {file: %s}, oldest: "1.3"}
                  issuers: [{name: one}, {name: two, skew: 0s}]
                """.formatted(key));
    }

    @Test
    @DisplayName("GW-37 a dump can be read again and is then dumped the same")
    void stable() throws Exception {
        var sample = full();
        var dump = ConfigDump.toYaml(sample);
        var again = reload(dump);
        assertThat(again).isEqualTo(sample);
        assertThat(ConfigDump.toYaml(again)).isEqualTo(dump);
    }

    @Test
    @DisplayName("GW-37 a dump shows what is in force: defaults, absent values and the file of a secret")
    void golden() throws Exception {
        var sample = new Sample(
                new Sample.Ftp(
                        Duration.ofMillis(1500),
                        new ByteSize(1536),
                        0,
                        Map.of(
                                "demo",
                                new Sample.Connection(
                                        "ftp.example",
                                        21,
                                        Sample.Mode.READ_WRITE,
                                        Optional.of(Secret.of("hunter2")),
                                        Path.of("/")))),
                new Sample.Listener(
                        List.of("https://a.example"),
                        0.5,
                        1,
                        true,
                        Optional.of(new Sample.Tls(Secret.ofFile("hunter2", Path.of("/run/key")), "1.2")),
                        List.of(new Sample.Issuer("one", Duration.ofDays(2)))));
        assertThat(ConfigDump.toYaml(sample)).isEqualTo("""
                ftp:
                  connect-timeout: 1500ms
                  buffer: 1536B
                  pool: 0
                  connections:
                    demo:
                      host: ftp.example
                      port: 21
                      mode: read-write
                      password: "****"
                      root: /
                listener:
                  origins: ["https://a.example"]
                  share: 0.5
                  largest: 1
                  compress: true
                  tls:
                    key:
                      file: /run/key
                    oldest: "1.2"
                  issuers:
                    - name: one
                      skew: 2d
                """);
    }

    @Test
    @DisplayName("the reference YAML sets nothing but the defaults")
    void referenceIsTheDefaults() throws Exception {
        var yaml = ConfigReference.toYaml(Sample.class);
        assertThat(reload(yaml)).isEqualTo(reload(""));
        assertThat(yaml).contains("# How long a login may take. (duration)\n  connect-timeout: 10s\n");
        assertThat(yaml.lines()).allMatch(line -> line.length() <= 110);
    }

    @Test
    @DisplayName("the reference YAML with its examples switched on has only known keys")
    void referenceExamples() throws Exception {
        var yaml = ConfigReference.toYaml(Sample.class);
        assertThat(yaml).contains("#  <name>:", "port: 21", "mode: read-only", "#tls:", "#key: {file: <file path>}");
    }

    @Test
    @DisplayName("the documentation names every key, its type, default, variable and meaning")
    void markdown() {
        assertThat(ConfigReference.toMarkdown(Sample.class))
                .startsWith("| key | type | default | environment | meaning |\n|---|---|---|---|---|\n")
                .contains("| `ftp.connect-timeout` | duration | `10s` | `FTP_CONNECT_TIMEOUT` |"
                        + " How long a login may take. |\n")
                .contains("| `ftp.connections.<name>.mode` | off \\| read-only \\| read-write | `read-only` |"
                        + " `FTP_CONNECTIONS_<NAME>_MODE` | What may be done. |\n")
                .contains("| `listener.issuers[].name` | text | required | – | Its name. |\n")
                .contains("| `listener.tls.key` | secret | required | `LISTENER_TLS_KEY` | The key. |\n");
    }

    @Test
    @DisplayName("GW-37 the variables of a tree of records are unique, and every key is explained")
    void uniqueAndExplained() {
        assertThat(ConfigReference.entries(Sample.class))
                .filteredOn(entry -> !entry.environment().isEmpty())
                .extracting(ConfigReference.Entry::environment)
                .doesNotHaveDuplicates()
                .contains("LISTENER_ORIGINS", "FTP_CONNECTIONS_<NAME>_PASSWORD");
        record Inner(@Doc("x") @Default("1") int b) {}
        record Clash(
                @Doc("x") Inner a, @Doc("y") @Default("1") int aB) {}
        assertThatThrownBy(() -> ConfigReference.entries(Clash.class)).hasMessageContaining("A_B");
        record Mute(@Default("1") int quiet) {}
        assertThatThrownBy(() -> ConfigReference.entries(Mute.class)).hasMessageContaining("[quiet]");
    }

    @Test
    @DisplayName("a record that a configuration cannot hold is refused with the component's name")
    void unsupported() {
        record Odd(@Doc("x") Thread thread) {}
        assertThatThrownBy(() -> ConfigReference.entries(Odd.class)).hasMessageContaining("Odd.thread");
    }
}
