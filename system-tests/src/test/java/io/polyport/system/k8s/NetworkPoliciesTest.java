package io.polyport.system.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.polyport.system.k8s.NetworkRules.Protocol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkPoliciesTest {
    private static final Set<Integer> BUS = Set.of(9001, 7800, 7900);
    private static final Set<Integer> LISTENERS = Set.of(8080, 8443);
    private static final int MANAGEMENT = 8081;
    private static final Peer INTERNET = new Peer.Outside("203.0.113.7");
    private static final Peer INTERNET_6 = new Peer.Outside("2001:db8::7");
    private static final Peer STRANGER = pod(true, Map.of("app", "stranger"), "10.1.0.9");
    private static final Peer NEIGHBOUR = pod(false, Map.of("polyport.io/member", "true"), "10.1.0.10");

    private static Path copy;
    private static NetworkRules rules;
    private static Peer gateway;
    private static Peer ftp;
    private static Peer grpc;
    private static Peer odata;

    @BeforeAll
    static void build(@TempDir Path folder) {
        assumeTrue(Checkout.obstacle().isEmpty(), () -> Checkout.obstacle().orElseThrow());
        copy = Checkout.copyWithSecrets(folder);
        var dev = Manifests.of(copy.resolve("overlays/dev"));
        var namespace = dev.of(Namespace.class).getFirst();
        rules = new NetworkRules(dev.of(NetworkPolicy.class));
        gateway = Peer.Pod.of(namespace, dev.one(Deployment.class, "gateway"), "10.1.0.1");
        ftp = Peer.Pod.of(namespace, dev.one(Deployment.class, "ftp-service"), "10.1.0.2");
        grpc = Peer.Pod.of(namespace, dev.one(Deployment.class, "grpc-service"), "10.1.0.3");
        odata = Peer.Pod.of(namespace, dev.one(Deployment.class, "odata-service"), "10.1.0.4");
    }

    private static Peer pod(boolean home, Map<String, String> labels, String address) {
        return new Peer.Pod(
                home, Map.of("kubernetes.io/metadata.name", home ? "polyport-dev" : "other"), labels, address);
    }

    private static Set<Integer> open(NetworkRules rules, Peer from, Peer to, Protocol protocol) {
        return IntStream.rangeClosed(1, 65_535)
                .filter(port -> rules.connects(from, to, protocol, port))
                .boxed()
                .collect(Collectors.toSet());
    }

    private static Set<Integer> open(Peer from, Peer to) {
        return open(rules, from, to, Protocol.TCP);
    }

    @Test
    @DisplayName(
            "from outside, from other namespaces and from strange pods only the gateway's two listeners are reached")
    void outside() {
        for (var from : List.of(INTERNET, INTERNET_6, NEIGHBOUR)) {
            assertThat(open(from, gateway)).isEqualTo(LISTENERS);
            assertThat(open(from, ftp)).isEmpty();
            assertThat(open(from, grpc)).isEmpty();
            assertThat(open(from, odata)).isEmpty();
            assertThat(open(rules, from, gateway, Protocol.UDP)).isEmpty();
        }
        assertThat(open(STRANGER, gateway))
                .as("in the namespace all is forbidden")
                .isEmpty();
        assertThat(open(STRANGER, INTERNET)).isEmpty();
        assertThat(open(INTERNET, STRANGER)).isEmpty();
    }

    @Test
    @DisplayName("members reach each other's bus ports, and not each other's management port")
    void members() {
        assertThat(open(gateway, ftp)).isEqualTo(BUS);
        assertThat(open(gateway, gateway)).isEqualTo(BUS);
        assertThat(open(ftp, gateway)).containsAll(BUS).doesNotContain(MANAGEMENT);
        assertThat(open(ftp, ftp)).isEqualTo(BUS);
        assertThat(open(gateway, grpc)).isEqualTo(BUS);
        assertThat(open(grpc, gateway)).containsAll(BUS).doesNotContain(MANAGEMENT);
        assertThat(open(gateway, odata)).isEqualTo(BUS);
        assertThat(open(odata, gateway)).isEqualTo(BUS);
    }

    @Test
    @DisplayName("the management port is open to a namespace that is labelled for monitoring, and nothing else is")
    void monitoring() {
        var prometheus = new Peer.Pod(false, Map.of("polyport.io/monitoring", "true"), Map.of(), "10.1.0.11");
        assertThat(open(prometheus, ftp)).containsExactly(MANAGEMENT);
        assertThat(open(prometheus, grpc)).containsExactly(MANAGEMENT);
        assertThat(open(prometheus, odata)).containsExactly(MANAGEMENT);
        assertThat(open(prometheus, gateway)).containsExactlyInAnyOrder(MANAGEMENT, 8080, 8443);
    }

    @Test
    @DisplayName("names are asked of the cluster's own DNS only")
    void names() {
        var dns = new Peer.Pod(
                false,
                Map.of("kubernetes.io/metadata.name", "kube-system"),
                Map.of("k8s-app", "kube-dns"),
                "10.1.0.53");
        for (var member : List.of(gateway, ftp, grpc, odata)) {
            assertThat(open(rules, member, dns, Protocol.UDP)).containsExactly(53);
            assertThat(open(member, dns)).contains(53);
            assertThat(open(rules, member, INTERNET, Protocol.UDP)).isEmpty();
            assertThat(rules.connects(member, INTERNET, Protocol.TCP, 53)).isFalse();
        }
    }

    @Test
    @DisplayName("services may go out to servers of their kind, never to metadata services; the gateway goes nowhere")
    void out() {
        for (var server : List.of(INTERNET, INTERNET_6, new Peer.Outside("10.20.0.5"))) {
            var reached = open(ftp, server);
            assertThat(reached).contains(21, 990, 1024, 2121, 50_000, 65_535);
            assertThat(reached).doesNotContain(22, 25, 53, 80, 443, 445);
            assertThat(open(grpc, server)).contains(443, 1024, 50_051, 65_535).doesNotContain(21, 22, 25, 53, 80, 445);
            assertThat(open(odata, server)).containsExactly(5432);
            assertThat(open(gateway, server)).isEmpty();
        }
        for (var forbidden : List.of("169.254.169.254", "127.0.0.1", "::1", "fe80::1", "fd00:ec2::254")) {
            assertThat(open(ftp, new Peer.Outside(forbidden))).as(forbidden).isEmpty();
            assertThat(open(grpc, new Peer.Outside(forbidden))).as(forbidden).isEmpty();
            assertThat(open(odata, new Peer.Outside(forbidden))).as(forbidden).isEmpty();
        }
    }

    @Test
    @DisplayName("with the component for remote issuers the gateway may fetch keys over https, and only it")
    void remoteIssuer() throws IOException {
        var overlay = Files.createDirectories(copy.resolve("overlays/remote"));
        Files.writeString(overlay.resolve("kustomization.yaml"), """
                apiVersion: kustomize.config.k8s.io/v1beta1
                kind: Kustomization
                resources: [../../base]
                components: [../../components/remote-issuer]
                """);
        var widened = new NetworkRules(Manifests.of(overlay).of(NetworkPolicy.class));
        assertThat(open(widened, gateway, INTERNET, Protocol.TCP)).containsExactly(443);
        assertThat(open(widened, gateway, new Peer.Outside("169.254.169.254"), Protocol.TCP))
                .isEmpty();
        assertThat(open(widened, ftp, INTERNET, Protocol.TCP)).isEqualTo(open(ftp, INTERNET));
    }
}
