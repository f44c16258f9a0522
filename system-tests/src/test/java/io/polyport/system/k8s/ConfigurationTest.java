package io.polyport.system.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.polyport.ftp.FtpService;
import io.polyport.gateway.Gateway;
import io.polyport.gateway.tls.ListenerTls;
import io.polyport.grpc.GrpcService;
import io.polyport.kit.bus.BusConfig;
import io.polyport.kit.cluster.ClusterConfig;
import io.polyport.kit.config.ConfigException;
import io.polyport.kit.runtime.RuntimeSettings;
import io.polyport.odata.OdataService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {
    private static final String POD_IP = "10.1.2.3";

    /** What all programs have. */
    private record Loaded(Deployment deployment, BusConfig bus, RuntimeSettings runtime) {
        ClusterConfig cluster() {
            return bus.cluster().orElseThrow();
        }
    }

    private static Manifests dev;
    private static PodFiles gatewayFiles;
    private static PodFiles ftpFiles;
    private static PodFiles grpcFiles;
    private static PodFiles odataFiles;
    private static Gateway.Config gateway;
    private static FtpService.Config ftp;
    private static GrpcService.Config grpc;
    private static OdataService.Config odata;

    @BeforeAll
    static void load(@TempDir Path folder) {
        assumeTrue(Checkout.obstacle().isEmpty(), () -> Checkout.obstacle().orElseThrow());
        dev = Manifests.of(Checkout.copyWithSecrets(folder).resolve("overlays/dev"));
        gatewayFiles = PodFiles.of(folder.resolve("gateway"), dev, dev.one(Deployment.class, "gateway"));
        ftpFiles = PodFiles.of(folder.resolve("ftp"), dev, dev.one(Deployment.class, "ftp-service"));
        grpcFiles = PodFiles.of(folder.resolve("grpc"), dev, dev.one(Deployment.class, "grpc-service"));
        odataFiles = PodFiles.of(folder.resolve("odata"), dev, dev.one(Deployment.class, "odata-service"));
        gateway = gatewayFiles.load(Gateway.PROGRAM.config(), POD_IP, Map.of());
        ftp = ftpFiles.load(FtpService.PROGRAM.config(), POD_IP, Map.of());
        grpc = grpcFiles.load(GrpcService.PROGRAM.config(), POD_IP, Map.of());
        odata = odataFiles.load(OdataService.PROGRAM.config(), POD_IP, Map.of());
    }

    private static List<Loaded> programs() {
        return List.of(
                new Loaded(gatewayFiles.deployment(), gateway.bus(), gateway.runtime()),
                new Loaded(ftpFiles.deployment(), ftp.bus(), ftp.runtime()),
                new Loaded(grpcFiles.deployment(), grpc.bus(), grpc.runtime()),
                new Loaded(odataFiles.deployment(), odata.bus(), odata.runtime()));
    }

    @Test
    @DisplayName("GW-37 the configuration of each pod is one that its program starts with, and a stray key is refused")
    void strict() throws IOException {
        assertThat(ftp.ftp().connections()).containsOnlyKeys("example");
        assertThat(grpc.grpc().connections()).containsOnlyKeys("example");
        assertThat(odata.odata().publications()).containsOnlyKeys("shop");
        assertThat(gateway.gateway().publications()).containsOnlyKeys("shop");
        assertThat(gateway.gateway().identity().issuers()).hasSize(1);
        var file = gatewayFiles.at("/etc/polyport/config/config.yaml");
        var good = Files.readString(file);
        Files.writeString(file, good.replace("data-folder", "data-foldr"));
        assertThatThrownBy(() -> gatewayFiles.load(Gateway.PROGRAM.config(), POD_IP, Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("data-foldr");
        Files.writeString(file, good);
    }

    @Test
    @DisplayName(
            "the FTP service keeps no state in its pods; with the component for it, it does in the database of the secret")
    void state(@TempDir Path folder) throws IOException {
        assertThat(ftp.ftp().state().isOn()).isFalse();
        var k8s = Checkout.copyWithSecrets(folder);
        var overlay = Files.createDirectories(k8s.resolve("overlays/state"));
        Files.writeString(overlay.resolve("kustomization.yaml"), """
                apiVersion: kustomize.config.k8s.io/v1beta1
                kind: Kustomization
                resources: [../dev]
                components: [../../components/ftp-state]
                """);
        var manifests = Manifests.of(overlay);
        var files = PodFiles.of(folder.resolve("pod"), manifests, manifests.one(Deployment.class, "ftp-service"));

        var settings = files.load(
                        FtpService.PROGRAM.config(),
                        POD_IP,
                        Map.of(
                                "ftp-state/url", "jdbc:postgresql://db.example:5432/polyport",
                                "ftp-state/user", "polyport",
                                "ftp-state/password", "s3cret"))
                .ftp()
                .state();

        assertThat(settings.isOn()).isTrue();
        assertThat(settings.isFile()).isFalse();
        assertThat(settings.user()).contains("polyport");
        assertThat(settings.password().orElseThrow().reveal()).isEqualTo("s3cret");
    }

    @Test
    @DisplayName("programs listen on the ports that the manifests name, and the gateway's on every address of the pod")
    void ports() {
        var container = Manifests.container(gatewayFiles.deployment());
        assertThat(gateway.gateway().http().port()).isEqualTo(Manifests.port(container, "http"));
        assertThat(gateway.gateway().https().port()).isEqualTo(Manifests.port(container, "https"));
        assertThat(gateway.gateway().http().host()).isEqualTo("0.0.0.0");
        assertThat(gateway.gateway().https().host()).isEqualTo("0.0.0.0");
        assertThat(programs()).allSatisfy(program -> {
            var ports = Manifests.container(program.deployment());
            assertThat(program.runtime().management().host()).isEqualTo("0.0.0.0");
            assertThat(program.runtime().management().port()).isEqualTo(Manifests.port(ports, "management"));
            assertThat(program.cluster().host()).isEqualTo(POD_IP);
            assertThat(program.cluster().busPort()).isEqualTo(Manifests.port(ports, "bus"));
            assertThat(program.cluster().enginePort()).isEqualTo(Manifests.port(ports, "bus-engine"));
            assertThat(program.cluster().failureDetectionPort()).isEqualTo(Manifests.port(ports, "bus-failure"));
        });
    }

    @Test
    @DisplayName(
            "members find each other by the headless Service, and all of the overlay's pods are enough to be ready")
    void discovery() {
        int pods = dev.deployments().stream()
                .mapToInt(deployment -> deployment.getSpec().getReplicas())
                .sum();
        assertThat(programs()).allSatisfy(program -> {
            var name = program.cluster().dnsQuery().orElseThrow();
            assertThat(dev.one(Service.class, name).getSpec().getClusterIP()).isEqualTo("None");
            assertThat(program.cluster().expectedMembers()).isBetween(2, pods);
        });
    }

    @Test
    @DisplayName("GW-36 Kubernetes waits longer than a program drains, and probes longer than one starts")
    void times() {
        assertThat(programs()).allSatisfy(program -> {
            var container = Manifests.container(program.deployment());
            var lifecycle = container.getLifecycle();
            var before =
                    lifecycle == null ? 0 : lifecycle.getPreStop().getSleep().getSeconds();
            var grace = Manifests.pod(program.deployment()).getTerminationGracePeriodSeconds();
            assertThat(Duration.ofSeconds(grace - before))
                    .isGreaterThanOrEqualTo(program.runtime().drainLimit().plusSeconds(10));
            var startup = container.getStartupProbe();
            assertThat(Duration.ofSeconds((long) startup.getPeriodSeconds() * startup.getFailureThreshold()))
                    .isGreaterThan(program.runtime().startLimit());
        });
        assertThat(Manifests.container(gatewayFiles.deployment()).getLifecycle())
                .as("calls still arrive while proxies learn that the pod leaves")
                .isNotNull();
    }

    @Test
    @DisplayName("GW-21 each program has a key of its own, of the authority that all trust, and all know the same seal")
    void certificates() throws Exception {
        var subjects = new HashSet<String>();
        for (var program : programs()) {
            var own = open(
                    program.cluster().keystore(),
                    program.cluster().keystorePassword().reveal());
            var trusted = open(
                    program.cluster().truststore(),
                    program.cluster().truststorePassword().reveal());
            assertThat(Collections.list(trusted.aliases())).containsExactly("authority");
            assertThat(trusted.isCertificateEntry("authority")).isTrue();
            var alias = own.aliases().nextElement();
            assertThat(own.isKeyEntry(alias)).isTrue();
            var certificate = (X509Certificate) own.getCertificate(alias);
            certificate.verify(trusted.getCertificate("authority").getPublicKey());
            certificate.checkValidity();
            assertThat(certificate.getExtendedKeyUsage())
                    .containsExactlyInAnyOrder("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");
            assertThat(certificate.getBasicConstraints())
                    .as("no authority itself")
                    .isEqualTo(-1);
            subjects.add(certificate.getSubjectX500Principal().getName());
        }
        assertThat(subjects)
                .containsExactlyInAnyOrder("CN=gateway", "CN=ftp-service", "CN=grpc-service", "CN=odata-service");
        assertThat(gateway.bus().seal())
                .isEqualTo(ftp.bus().seal())
                .isEqualTo(grpc.bus().seal())
                .isEqualTo(odata.bus().seal());
    }

    private static KeyStore open(Path file, String password) throws IOException, GeneralSecurityException {
        return KeyStore.getInstance(file.toFile(), password.toCharArray());
    }

    @Test
    @DisplayName("GW-20 the listener's certificate and key fit, and only mounted folders are written")
    void listener() {
        var tls = ListenerTls.load(
                gateway.gateway().https().tls(), gateway.gateway().dataFolder(), Clock.systemUTC());
        assertThat(tls.generated()).isFalse();
        assertThat(gateway.gateway().dataFolder()).isEqualTo(Path.of("/var/lib/polyport"));
    }
}
