package io.polyport.kit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.fixtures.Eventually;
import io.polyport.kit.fixtures.FreePorts;
import io.polyport.kit.fixtures.JavaProcess;
import io.polyport.kit.fixtures.TestAuthority;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The bus between processes")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdmissionIT {
    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    // Two rounds of the search for lost members, in which an intruder could still be merged.
    private static final Duration MERGE_ROUNDS = Duration.ofSeconds(8);

    private TestAuthority authority;
    private TestAuthority foreign;
    private TestAuthority.Identity foreigner;
    private List<NodePlan> plans;
    private String hosts;
    private JavaProcess a;
    private JavaProcess b;

    private enum Listener {
        MESSAGES,
        ENGINE,
        FAILURE_DETECTION;

        int port(NodePlan plan) {
            return switch (this) {
                case MESSAGES -> plan.busPort();
                case ENGINE -> plan.jgroupsPort();
                case FAILURE_DETECTION -> plan.failureDetectionPort();
            };
        }
    }

    @BeforeAll
    void startTwo(@TempDir Path directory) {
        authority = TestAuthority.create(directory, "bus");
        foreign = TestAuthority.create(directory, "foreign");
        foreigner = foreign.node("y");
        plans = NodePlan.onLoopback(2, authority);
        hosts = NodePlan.hosts(plans);
        // One after the other: two that start together would have to merge their clusters first.
        a = plans.get(0).process(hosts).start().awaitReady(START);
        b = plans.get(1).process(hosts).start().awaitReady(START);
        a.ask(Duration.ofMinutes(1), "until-whole", "a,b", "50000");
    }

    @AfterAll
    void stop() {
        Stream.of(a, b).forEach(JavaProcess::close);
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    @DisplayName("GW-21 a process without a certificate, with another authority's, or without TLS reaches nobody and"
            + " changes nobody's view")
    void intruders() {
        List<Integer> ports = FreePorts.of(9);
        NodePlan stranger = new NodePlan(
                "x", "127.0.0.1", ports.get(0), ports.get(1), ports.get(2), foreign.node("x"), authority.truststore());
        String membersOfA = a.ask(ANSWER, "members");
        String membersOfB = b.ask(ANSWER, "members");
        try (JavaProcess otherAuthority = stranger.process(hosts).start();
                JavaProcess plain = intruder("plain", ports.subList(3, 6));
                JavaProcess noCertificate = intruder(authority.truststore().toString(), ports.subList(6, 9))) {
            List<JavaProcess> intruders = List.of(otherAuthority, plain, noCertificate);
            intruders.forEach(intruder -> intruder.awaitReady(START));
            Eventually.stays(
                    MERGE_ROUNDS,
                    "the members see each other and nobody else",
                    () -> a.ask(ANSWER, "members").equals(membersOfA)
                            && b.ask(ANSWER, "members").equals(membersOfB));
            for (JavaProcess intruder : intruders) {
                assertThat(intruder.ask(ANSWER, "request", "n.a", "2000")).isEqualTo("NO_HANDLERS");
                assertThat(intruder.ask(ANSWER, "request", "shared", "2000")).isNotIn("a", "b");
            }
            assertThat(otherAuthority.ask(ANSWER, "members").split(",")).hasSize(1);
            assertThat(plain.ask(ANSWER, "members")).isEqualTo("1");
            assertThat(noCertificate.ask(ANSWER, "members")).isEqualTo("1");
        }
        assertThat(a.ask(ANSWER, "until-whole", "a,b", "20000")).contains("direct=");
        assertThat(membersOfA.split(",")).hasSize(2);
    }

    private JavaProcess intruder(String mode, List<Integer> ports) {
        return JavaProcess.of(Intruder.class)
                .named("intruder " + mode)
                .arguments(
                        mode,
                        "127.0.0.1",
                        ports.get(0).toString(),
                        ports.get(1).toString(),
                        ports.get(2).toString(),
                        hosts.substring(hosts.indexOf(':') + 1))
                .start();
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest(name = "GW-21 only TLS 1.3 with a certificate of the own authority is let in: {0}")
    @EnumSource(Listener.class)
    void listener(Listener listener) throws Exception {
        int port = listener.port(plans.getFirst());
        KeyStore trust = read(authority.truststore());
        char[] password = TestAuthority.PASSWORD.toCharArray();
        SSLContext member = RawLink.context(trust, read(plans.get(1).identity().pkcs12()), password);
        SSLContext stranger = RawLink.context(trust, read(foreigner.pkcs12()), password);
        SSLContext nobody = RawLink.context(trust, null, password);

        // The engine breaks off who is silent for half a second in the handshake, as a busy machine may be.
        Eventually.value(
                START,
                "how a member is received",
                () -> RawLink.tls(member, "TLSv1.3", "127.0.0.1", port, RawLink.SHORT_MS),
                "accepted"::equals);
        assertThat(RawLink.tls(member, "TLSv1.2", "127.0.0.1", port, RawLink.LONG_MS))
                .matches(refusal("protocol_version"));
        assertThat(RawLink.tls(stranger, "TLSv1.3", "127.0.0.1", port, RawLink.LONG_MS))
                .matches(refusal("certificate_unknown"));
        assertThat(RawLink.tls(nobody, "TLSv1.3", "127.0.0.1", port, RawLink.LONG_MS))
                .matches(refusal("certificate_required"));
        assertThat(RawLink.plain("127.0.0.1", port)).isEqualTo("refused");
    }

    private static String refusal(String alert) {
        return "refused: (.*" + alert + ".*|broken off)";
    }

    private static KeyStore read(Path file) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, TestAuthority.PASSWORD.toCharArray());
        }
        return store;
    }
}
