package io.polyport.system.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestsTest {
    private static final Set<String> PROGRAMS = Set.of("gateway", "ftp-service", "grpc-service", "odata-service");

    private static Manifests base;
    private static Manifests dev;

    @BeforeAll
    static void build(@TempDir Path folder) {
        Checkout.obstacle().ifPresent(System.out::println);
        assumeTrue(Checkout.obstacle().isEmpty(), () -> Checkout.obstacle().orElseThrow());
        base = Manifests.of(Checkout.root().resolve("k8s/base"));
        dev = Manifests.of(Checkout.copyWithSecrets(folder).resolve("overlays/dev"));
    }

    private static Stream<Deployment> deployments() {
        return Stream.of(base, dev).flatMap(manifests -> manifests.deployments().stream());
    }

    @Test
    @DisplayName("a misspelled field, a field twice, a number for a text and an unexpected kind are refused")
    void strict() {
        assertThat(StrictModel.read(service("clusterIP: None", "a"))).hasSize(1);
        assertThatThrownBy(() -> StrictModel.read(service("clusterIp: None", "a")))
                .hasMessageContaining("clusterIp");
        assertThatThrownBy(() -> StrictModel.read(service("additionalProperties: {clusterIp: None}", "a")))
                .hasMessageContaining("additionalProperties");
        assertThatThrownBy(() -> StrictModel.read(service("clusterIP: None\n  clusterIP: None", "a")))
                .hasMessageContaining("Duplicate");
        assertThatThrownBy(() -> StrictModel.read(service("clusterIP: None", "true")))
                .hasMessageContaining("labels");
        assertThatThrownBy(() -> StrictModel.read("apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\n"))
                .hasMessageContaining("ClusterRole");
    }

    private static String service(String field, String label) {
        return """
                apiVersion: v1
                kind: Service
                metadata: {name: a, labels: {a: %s}}
                spec:
                  %s
                """.formatted(label, field);
    }

    @Test
    @DisplayName("base and the dev overlay hold every program with account, budget and configuration")
    void complete() {
        for (var manifests : List.of(base, dev)) {
            assertThat(manifests.deployments())
                    .extracting(Manifests::name)
                    .containsExactlyInAnyOrderElementsOf(PROGRAMS);
            for (var deployment : manifests.deployments()) {
                var account = manifests.one(
                        ServiceAccount.class, Manifests.pod(deployment).getServiceAccountName());
                assertThat(account.getAutomountServiceAccountToken()).isFalse();
                var budget = manifests.one(PodDisruptionBudget.class, Manifests.name(deployment));
                assertThat(selects(budget.getSpec().getSelector().getMatchLabels(), deployment))
                        .isTrue();
                assertThat(selects(deployment.getSpec().getSelector().getMatchLabels(), deployment))
                        .isTrue();
                assertThat(deployment.getMetadata().getLabels())
                        .containsEntry("app.kubernetes.io/name", Manifests.name(deployment))
                        .containsEntry("app.kubernetes.io/part-of", "polyport")
                        .containsKey("app.kubernetes.io/component");
            }
        }
    }

    private static boolean selects(Map<String, String> selector, Deployment deployment) {
        return Manifests.podLabels(deployment).entrySet().containsAll(selector.entrySet());
    }

    @Test
    @DisplayName("every pod runs without root, without rights, on a file system that can't be written")
    void confined() {
        assertThat(deployments()).hasSize(2 * PROGRAMS.size()).allSatisfy(deployment -> {
            var pod = Manifests.pod(deployment);
            assertThat(pod.getAutomountServiceAccountToken()).isFalse();
            assertThat(pod.getEnableServiceLinks()).isFalse();
            assertThat(Stream.of(pod.getHostNetwork(), pod.getHostPID(), pod.getHostIPC()))
                    .containsOnlyNulls();
            assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
            assertThat(pod.getSecurityContext().getRunAsUser()).isGreaterThanOrEqualTo(10_000);
            assertThat(pod.getSecurityContext().getRunAsGroup()).isGreaterThanOrEqualTo(10_000);
            assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
            var rights = Manifests.container(deployment).getSecurityContext();
            assertThat(rights.getRunAsNonRoot()).isTrue();
            assertThat(rights.getReadOnlyRootFilesystem()).isTrue();
            assertThat(rights.getAllowPrivilegeEscalation()).isFalse();
            assertThat(rights.getPrivileged()).isFalse();
            assertThat(rights.getCapabilities().getDrop()).containsExactly("ALL");
            assertThat(rights.getCapabilities().getAdd()).isEmpty();
            assertThat(rights.getRunAsUser())
                    .as("not another user than the pod's")
                    .isNull();
        });
    }

    @Test
    @DisplayName("only /tmp and the data folder can be written, and both are bounded")
    void writable() {
        assertThat(deployments()).allSatisfy(deployment -> {
            var volumes = Manifests.pod(deployment).getVolumes();
            assertThat(volumes).allMatch(volume -> volume.getHostPath() == null);
            for (var mount : Manifests.container(deployment).getVolumeMounts()) {
                var volume = volume(volumes, mount);
                if (volume.getEmptyDir() != null) {
                    assertThat(mount.getMountPath()).isIn("/tmp", "/var/lib/polyport");
                    assertThat(volume.getEmptyDir().getSizeLimit()).isNotNull();
                } else {
                    assertThat(mount.getReadOnly()).as(mount.getMountPath()).isTrue();
                }
            }
            assertThat(Manifests.container(deployment).getVolumeMounts())
                    .extracting(VolumeMount::getMountPath)
                    .contains("/tmp", "/var/lib/polyport")
                    .doesNotHaveDuplicates();
        });
    }

    private static Volume volume(List<Volume> volumes, VolumeMount mount) {
        return volumes.stream()
                .filter(volume -> volume.getName().equals(mount.getName()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no volume " + mount.getName()));
    }

    @Test
    @DisplayName("every pod is probed on its management port and bounded in memory and processor")
    void probedAndBounded() {
        assertThat(deployments()).allSatisfy(deployment -> {
            var container = Manifests.container(deployment);
            assertProbe(container.getStartupProbe(), "/health/live");
            assertProbe(container.getLivenessProbe(), "/health/live");
            assertProbe(container.getReadinessProbe(), "/health/ready");
            assertThat(Manifests.port(container, "management")).isEqualTo(8081);
            for (var amounts : List.of(
                    container.getResources().getRequests(),
                    container.getResources().getLimits())) {
                assertThat(amounts).containsOnlyKeys("cpu", "memory");
                assertThat(amounts.values())
                        .allMatch(amount -> Quantity.getAmountInBytes(amount).signum() > 0);
            }
            assertThat(Manifests.pod(deployment).getTopologySpreadConstraints())
                    .extracting("topologyKey")
                    .contains("kubernetes.io/hostname", "topology.kubernetes.io/zone");
        });
    }

    private static void assertProbe(Probe probe, String path) {
        assertThat(probe.getHttpGet().getPath()).isEqualTo(path);
        assertThat(probe.getHttpGet().getPort().getStrVal()).isEqualTo("management");
        assertThat(probe.getTimeoutSeconds()).isPositive();
    }

    @Test
    @DisplayName("no Service can be reached from outside the cluster, and only the gateway's has an address")
    void services() {
        for (var manifests : List.of(base, dev)) {
            var services = manifests.of(Service.class);
            assertThat(services).extracting(Manifests::name).containsExactlyInAnyOrder("gateway", "polyport-bus");
            assertThat(services).allSatisfy(service -> {
                assertThat(service.getSpec().getType()).isEqualTo("ClusterIP");
                assertThat(service.getSpec().getExternalIPs()).isEmpty();
                assertThat(service.getSpec().getPorts()).allMatch(port -> port.getNodePort() == null);
            });
            assertThat(manifests.one(Service.class, "gateway").getSpec().getPorts())
                    .extracting(port -> port.getTargetPort().getStrVal())
                    .containsExactly("http", "https");
        }
    }

    @Test
    @DisplayName("the bus' Service is headless, names members that are not ready yet, and selects every program")
    void bus() {
        for (var manifests : List.of(base, dev)) {
            var bus = manifests.one(Service.class, "polyport-bus").getSpec();
            assertThat(bus.getClusterIP()).isEqualTo("None");
            assertThat(bus.getPublishNotReadyAddresses()).isTrue();
            assertThat(bus.getSelector()).containsExactly(Map.entry("polyport.io/member", "true"));
            assertThat(manifests.deployments()).allMatch(deployment -> selects(bus.getSelector(), deployment));
            assertThat(bus.getPorts()).extracting(ServicePort::getPort).containsExactlyInAnyOrder(9001, 7800, 7900);
        }
    }

    @Test
    @DisplayName("base holds no secret, and the dev overlay makes each one that a pod asks for")
    void secrets() {
        assertThat(base.of(Secret.class)).isEmpty();
        assertThat(base.all()).noneMatch(object -> object.toString().contains("BEGIN PRIVATE KEY"));
        var asked = new HashSet<String>();
        dev.deployments()
                .forEach(deployment -> Manifests.pod(deployment).getVolumes().stream()
                        .flatMap(volume -> Optional.ofNullable(volume.getSecret()).stream())
                        .forEach(secret -> asked.add(secret.getSecretName())));
        assertThat(dev.of(Secret.class)).extracting(Manifests::name).containsExactlyInAnyOrderElementsOf(asked);
        assertThat(dev.of(Secret.class)).allSatisfy(secret -> {
            assertThat(secret.getData()).isNotEmpty();
            assertThat(secret.getData().keySet())
                    .noneMatch(key -> key.contains("authority") || key.contains("issuer.key"));
        });
    }

    @Test
    @DisplayName(
            "the dev overlay pins its images, has one pod of each program, and a namespace that refuses more rights")
    void overlay() {
        assertThat(dev.deployments()).allSatisfy(deployment -> {
            assertThat(deployment.getSpec().getReplicas()).isEqualTo(1);
            assertThat(Manifests.container(deployment).getImage())
                    .isEqualTo("polyport/" + Manifests.name(deployment) + ":dev");
        });
        assertThat(base.deployments())
                .allMatch(deployment -> deployment.getSpec().getReplicas() >= 2);
        assertThat(dev.all())
                .allSatisfy(object -> assertThat(
                                object.getKind().equals("Namespace")
                                        ? "polyport-dev"
                                        : object.getMetadata().getNamespace())
                        .isEqualTo("polyport-dev"));
        assertThat(dev.one(io.fabric8.kubernetes.api.model.Namespace.class, "polyport-dev")
                        .getMetadata()
                        .getLabels())
                .containsEntry("pod-security.kubernetes.io/enforce", "restricted");
    }
}
