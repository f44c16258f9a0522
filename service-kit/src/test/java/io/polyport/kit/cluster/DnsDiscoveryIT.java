package io.polyport.kit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.fixtures.Eventually;
import io.polyport.kit.fixtures.FreePorts;
import io.polyport.kit.fixtures.JavaProcess;
import io.polyport.kit.fixtures.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Nodes of the bus that know only a name")
class DnsDiscoveryIT {
    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration ANSWER = Duration.ofSeconds(30);

    @Test
    @DisplayName("find each other through the addresses of that name")
    void join(@TempDir Path directory) throws IOException {
        TestAuthority authority = TestAuthority.create(directory, "bus");
        // One port on every address, as in Kubernetes, where each pod has an address of its own.
        List<Integer> ports = FreePorts.of(3);
        Path hosts = Files.writeString(directory.resolve("hosts"), "127.0.71.1 bus.test\n127.0.71.2 bus.test\n");
        try (JavaProcess first = node("1", ports, authority, hosts);
                JavaProcess second = node("2", ports, authority, hosts)) {
            first.awaitReady(START);
            second.awaitReady(START);
            String took = first.ask(Duration.ofMinutes(1), "until-whole", "1,2", "50000");

            assertThat(took).contains("direct=", "shared=", "published=");
            assertThat(first.ask(ANSWER, "members").split(",")).hasSize(2);
            Eventually.value(ANSWER, "the second is complete", () -> second.ask(ANSWER, "complete"), "true"::equals);
        }
    }

    private static JavaProcess node(String name, List<Integer> ports, TestAuthority authority, Path hosts) {
        return new NodePlan(
                        name,
                        "127.0.71." + name,
                        ports.get(0),
                        ports.get(1),
                        ports.get(2),
                        authority.node(name),
                        authority.truststore())
                .process("dns:bus.test")
                .jvm("-Djdk.net.hosts.file=" + hosts)
                .start();
    }
}
