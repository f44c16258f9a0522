package io.polyport.kit.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.polyport.kit.config.ConfigException.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigLoaderTest {
    record Narrow(@Doc("x") @Default("4") int pool) {
        Narrow {
            Rules.of().between("pool", pool, 5, 6).done();
        }
    }

    record Plain(@Doc("x") int a) {
        Plain {
            if (a < 0) {
                throw new IllegalArgumentException("a is negative");
            }
        }
    }

    record Outer(@Doc("x") Plain plain) {}

    @TempDir
    private Path folder;

    private int files;

    private Path file(String yaml) {
        try {
            return Files.writeString(folder.resolve("c" + ++files + ".yaml"), yaml);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Sample load(Map<String, String> environment, String... yaml) {
        return ConfigLoader.load(
                Sample.class, Arrays.stream(yaml).map(this::file).toList(), environment);
    }

    private ConfigException fails(Map<String, String> environment, String... yaml) {
        var failure = catchThrowableOfType(ConfigException.class, () -> load(environment, yaml));
        assertThat(failure).isNotNull();
        return failure;
    }

    private List<String> faults(String yaml) {
        return fails(Map.of(), yaml).faults().stream()
                .map(fault -> fault.toString().replace(folder + "/", ""))
                .toList();
    }

    @Test
    @DisplayName("GW-37 without any file the records' defaults hold")
    void defaults() {
        var sample = load(Map.of());
        assertThat(sample.ftp().connectTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(sample.ftp().buffer().bytes()).isEqualTo(65_536);
        assertThat(sample.ftp().connections()).isEmpty();
        assertThat(sample.listener().tls()).isEmpty();
        assertThat(sample.listener().origins()).isEmpty();
        assertThat(sample.listener().largest()).isEqualTo(9007199254740993L);
    }

    @Test
    @DisplayName("GW-37 a file gives every type, comments and quotes as YAML has them")
    void everyType() {
        var sample = load(Map.of(), """
                ftp:
                  connect-timeout: 500ms
                  buffer: 1MiB
                  connections:
                    demo: {host: ftp.example.com, mode: read-write, password: "a b: #c"}
                    архив: # named in Cyrillic
                      host: 10.0.0.1
                      port: "2121"
                      root: /pub/новое
                listener:
                  origins: [https://a.example, 'https://b.example']
                  share: 0.25
                  compress: false
                  tls: {key: k, oldest: 1.3}
                  issuers:
                    - name: one
                    - {name: two, skew: 2m}
                """);
        var demo = sample.ftp().connections().get("demo");
        assertThat(demo.mode()).isEqualTo(Sample.Mode.READ_WRITE);
        assertThat(demo.password().orElseThrow().reveal()).isEqualTo("a b: #c");
        var archive = sample.ftp().connections().get("архив");
        assertThat(archive.port()).isEqualTo(2121);
        assertThat(archive.root()).isEqualTo(Path.of("/pub/новое"));
        assertThat(sample.listener().origins()).containsExactly("https://a.example", "https://b.example");
        assertThat(sample.listener().tls().orElseThrow().oldest()).isEqualTo("1.3");
        assertThat(sample.listener().issuers())
                .containsExactly(
                        new Sample.Issuer("one", Duration.ofSeconds(30)),
                        new Sample.Issuer("two", Duration.ofMinutes(2)));
    }

    @Test
    @DisplayName("GW-37 a later file is laid over an earlier one key by key; lists are replaced")
    void severalFiles() {
        var sample = load(
                Map.of(),
                "ftp: {pool: 1, buffer: 2KiB, connections: {a: {host: x, port: 1}}}\nlistener: {origins: [p, q]}",
                "ftp: {pool: 2, connections: {a: {port: 2}, b: {host: y}}}\nlistener: {origins: [r]}");
        assertThat(sample.ftp().pool()).isEqualTo(2);
        assertThat(sample.ftp().buffer()).isEqualTo(new ByteSize(2048));
        assertThat(sample.ftp().connections().get("a").host()).isEqualTo("x");
        assertThat(sample.ftp().connections().get("a").port()).isEqualTo(2);
        assertThat(sample.ftp().connections()).containsKey("b");
        assertThat(sample.listener().origins()).containsExactly("r");
    }

    @Test
    @DisplayName("GW-37 a variable stands over the files, inside named maps too")
    void environment() {
        var sample = load(
                Map.of(
                        "FTP_CONNECT_TIMEOUT", "7s",
                        "FTP_CONNECTIONS_OLD_ARCHIVE_PASSWORD", "null",
                        "FTP_CONNECTIONS_UNKNOWN_PORT", "what",
                        "LISTENER_ORIGINS", "a, b",
                        "LISTENER_TLS_KEY", "k",
                        "PATH", "/bin"),
                "ftp: {connect-timeout: 3s, connections: {old-archive: {host: h, port: 22}}}");
        assertThat(sample.ftp().connectTimeout()).isEqualTo(Duration.ofSeconds(7));
        var archive = sample.ftp().connections().get("old-archive");
        assertThat(archive.port()).isEqualTo(22);
        assertThat(archive.password().orElseThrow().reveal()).isEqualTo("null");
        assertThat(sample.listener().origins()).containsExactly("a", "b");
        assertThat(sample.listener().tls().orElseThrow().key().reveal()).isEqualTo("k");
    }

    @Test
    @DisplayName("GW-37 every fault is reported at once, each with its path, its line, the value and the rule")
    void allAtOnce() {
        assertThat(faults("""
                ftp:
                  conect-timeout: 3s
                  buffer: 64
                  pool: many
                  connections:
                    demo:
                      port: 70000
                      mode: readonly
                    full:
                      host: h
                      port: 70000
                      mode: read-write
                listener:
                  origins: one
                  share: [1]
                  compress: yes
                  issuers: [{skew: 1w}]
                """))
                .containsExactly(
                        "c1.yaml:2: ftp.conect-timeout: unknown key; did you mean connect-timeout?",
                        "c1.yaml:3: ftp.buffer: \"64\" is not a size such as 512B, 64KiB, 1MiB, 2GiB",
                        "c1.yaml:4: ftp.pool: \"many\" is not a whole number",
                        "c1.yaml:7: ftp.connections.demo.host: missing; set it (text) here or as"
                                + " FTP_CONNECTIONS_DEMO_HOST",
                        "c1.yaml:8: ftp.connections.demo.mode: \"readonly\" is none of off, read-only, read-write;"
                                + " did you mean read-only?",
                        "c1.yaml:10: ftp.connections.full.password: is needed in mode read-write",
                        "c1.yaml:11: ftp.connections.full.port: \"70000\" must be 0 to 65535",
                        "c1.yaml:14: listener.origins: needs a list, but has a single value",
                        "c1.yaml:15: listener.share: needs number, but has a list",
                        "c1.yaml:16: listener.compress: \"yes\" is neither true nor false",
                        "c1.yaml:17: listener.issuers[0].name: missing; set it (text)",
                        "c1.yaml:17: listener.issuers[0].skew: \"1w\" is not a duration such as 500ms, 30s, 5m, 2h, 1d");
    }

    @Test
    @DisplayName("GW-37 the faults of all files and of the environment stand in one message, overridden values too")
    void allSources() {
        var report = fails(Map.of("FTP_POOL", "-1", "LISTENER_SHARE", "half"), "ftp: {pool: x}", "lstener: {}");
        assertThat(report).hasMessageContaining("The configuration has 4 faults:");
        assertThat(report.faults())
                .extracting(fault -> fault.where().replace(folder + "/", ""), Fault::path)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("c1.yaml:1", "ftp.pool"),
                        org.assertj.core.groups.Tuple.tuple("c2.yaml:1", "lstener"),
                        org.assertj.core.groups.Tuple.tuple("environment FTP_POOL", "ftp.pool"),
                        org.assertj.core.groups.Tuple.tuple("environment LISTENER_SHARE", "listener.share"));
    }

    @Test
    @DisplayName("a rule that a default breaks says that it is the default")
    void ruleOnDefault() {
        var failure =
                catchThrowableOfType(ConfigException.class, () -> ConfigLoader.load(Narrow.class, List.of(), Map.of()));
        assertThat(failure.faults()).containsExactly(new Fault("not set", "pool", "(by default \"4\") must be 5 to 6"));
    }

    @Test
    @DisplayName("an IllegalArgumentException of a record is a fault of the record as a whole")
    void plainRule() {
        var failure = catchThrowableOfType(
                ConfigException.class,
                () -> ConfigLoader.load(Outer.class, List.of(file("\nplain:\n  a: -1\n")), Map.of()));
        assertThat(failure.faults())
                .extracting(Fault::path, Fault::what)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("plain", "a is negative"));
        assertThat(failure.faults().getFirst().where()).endsWith(".yaml:3");
    }

    @Test
    @DisplayName("GW-37 a duplicate key is a fault with both lines")
    void duplicateKey() {
        assertThat(faults("ftp:\n  pool: 1\n  buffer: 1KiB\n  pool: 2\n"))
                .containsExactly("c1.yaml:4: ftp.pool: duplicate key; it already stands in line 2");
    }

    @Test
    @DisplayName("GW-37 what is not YAML is reported with its line and without the text around it")
    void notYaml() {
        assertThat(faults("ftp:\n  pool: 1\n bad: [hunter2\n"))
                .singleElement()
                .satisfies(fault -> assertThat(fault)
                        .startsWith("c1.yaml:")
                        .contains("not YAML")
                        .doesNotContain("hunter2"));
        assertThat(faults("ftp:\n  connections: {a: {host: h, password: *hunter2 }}\n"))
                .containsExactly("c2.yaml:2: not YAML: a value that begins with *, & or ! needs quotes");
        assertThat(faults("- a\n")).containsExactly("c3.yaml:1: needs keys under it, but has a list");
        assertThat(faults("a: &a [*a]\n")).anyMatch(fault -> fault.contains("contains itself"));
        assertThat(faults("ftp:\n  ? [a, b]\n  : c\n")).anyMatch(fault -> fault.contains("plain word"));
    }

    @Test
    @DisplayName("GW-37 a file that is not there is the fault, not the keys that it would have set")
    void noFile() {
        record Needs(@Doc("x") String host) {}
        var absent = folder.resolve("absent.yaml");
        var failure = catchThrowableOfType(
                ConfigException.class, () -> ConfigLoader.load(Needs.class, List.of(absent), Map.of()));
        assertThat(failure.faults()).containsExactly(new Fault(absent.toString(), "", "there is no such file"));
    }

    @Test
    @DisplayName("GW-37 a variable that two keys could mean is refused")
    void ambiguousVariable() {
        var report =
                fails(Map.of("FTP_CONNECTIONS_A_B_PORT", "1"), "ftp: {connections: {a-b: {host: x}, a_b: {host: y}}}");
        assertThat(report).hasMessageContaining("the variable could also mean ftp.connections.a-b.port");
    }

    @Test
    @DisplayName("a variable that Kubernetes sets for a service of the same name is told apart")
    void kubernetesLinks() {
        assertThat(fails(Map.of("FTP_POOL", "tcp://10.0.0.1:21"))).hasMessageContaining("enableServiceLinks: false");
    }

    @Test
    @DisplayName("an empty file and keys without a value mean the defaults; a single value needs one")
    void emptiness() {
        assertThat(load(Map.of(), "")).isEqualTo(load(Map.of()));
        assertThat(load(Map.of(), "ftp:\nlistener:\n  tls:\n  issuers:\n")).isEqualTo(load(Map.of()));
        assertThat(faults("ftp:\n  pool:\n"))
                .containsExactly("c3.yaml:2: ftp.pool: needs whole number, but has no value; leave the key out for"
                        + " its default");
    }
}
