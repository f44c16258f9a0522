package io.polyport.kit.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The settings of the bus")
class ClusterSettingsTest {
    private static final List<String> HOSTS = List.of("10.0.0.1[7800]", "node-2.example[7801]");

    private static ClusterSettings settings(
            String host,
            int bus,
            int jgroups,
            int detection,
            List<String> hosts,
            String dns,
            String password,
            int expected) {
        return new ClusterSettings(
                host,
                bus,
                jgroups,
                detection,
                hosts,
                dns,
                Path.of("k.p12"),
                password,
                Path.of("t.p12"),
                password,
                expected);
    }

    @Test
    @DisplayName("are taken with either a list of hosts or a name to look up, IPv6 included")
    void valid() {
        assertThat(settings("10.0.0.1", 9001, 7800, 7900, HOSTS, null, "secret", 2)
                        .dnsQuery())
                .isNull();
        assertThat(settings("fd00::1", 9001, 7800, 7900, null, " bus.polyport.svc ", "secret", 2)
                        .dnsQuery())
                .isEqualTo("bus.polyport.svc");
        assertThat(settings("h", 9001, 7800, 7900, List.of("fd00::1[7800]"), "", "secret", 1)
                        .initialHosts())
                .containsExactly("fd00::1[7800]");
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of("host", settingsOf("", 9001, 7800, 7900, HOSTS, null, "s", 1)),
                Arguments.of("host", settingsOf("a b", 9001, 7800, 7900, HOSTS, null, "s", 1)),
                Arguments.of("host", settingsOf(null, 9001, 7800, 7900, HOSTS, null, "s", 1)),
                Arguments.of("busPort", settingsOf("h", 0, 7800, 7900, HOSTS, null, "s", 1)),
                Arguments.of("jgroupsPort", settingsOf("h", 9001, 65536, 7900, HOSTS, null, "s", 1)),
                Arguments.of("failureDetectionPort", settingsOf("h", 9001, 7800, -1, HOSTS, null, "s", 1)),
                Arguments.of("three different ports", settingsOf("h", 9001, 7800, 9001, HOSTS, null, "s", 1)),
                Arguments.of("exactly one of", settingsOf("h", 9001, 7800, 7900, HOSTS, "bus", "s", 1)),
                Arguments.of("exactly one of", settingsOf("h", 9001, 7800, 7900, List.of(), "  ", "s", 1)),
                Arguments.of("host[port]", settingsOf("h", 9001, 7800, 7900, List.of("10.0.0.1:7800"), null, "s", 1)),
                Arguments.of("initialHosts", settingsOf("h", 9001, 7800, 7900, List.of("h[0]"), null, "s", 1)),
                Arguments.of("initialHosts", settingsOf("h", 9001, 7800, 7900, List.of("${x}[1]"), null, "s", 1)),
                Arguments.of("dnsQuery", settingsOf("h", 9001, 7800, 7900, null, "a,b", "s", 1)),
                Arguments.of("keystorePassword", settingsOf("h", 9001, 7800, 7900, HOSTS, null, "", 1)),
                Arguments.of("expectedMembers", settingsOf("h", 9001, 7800, 7900, HOSTS, null, "s", 0)));
    }

    private static Runnable settingsOf(
            String host,
            int bus,
            int jgroups,
            int detection,
            List<String> hosts,
            String dns,
            String password,
            int expected) {
        return () -> settings(host, bus, jgroups, detection, hosts, dns, password, expected);
    }

    @ParameterizedTest
    @MethodSource("faults")
    @DisplayName("are refused with the name of the one that is wrong")
    void invalid(String named, Runnable creation) {
        assertThatIllegalArgumentException().isThrownBy(creation::run).withMessageContaining(named);
    }

    @Test
    @DisplayName("never print a password")
    void secrets() {
        assertThat(settings("h", 9001, 7800, 7900, HOSTS, null, "s3cret-word", 1)
                        .toString())
                .contains("k.p12", "7800")
                .doesNotContain("s3cret-word");
    }
}
