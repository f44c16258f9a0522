package io.polyport.system.k8s;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The objects that a kustomization makes, read strictly. */
record Manifests(List<HasMetadata> all) {
    static Manifests of(Path folder) {
        return new Manifests(StrictModel.read(Checkout.kustomize(folder)));
    }

    <T extends HasMetadata> List<T> of(Class<T> type) {
        return all.stream().filter(type::isInstance).map(type::cast).toList();
    }

    <T extends HasMetadata> T one(Class<T> type, String name) {
        return of(type).stream()
                .filter(object -> object.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no " + type.getSimpleName() + " " + name));
    }

    List<Deployment> deployments() {
        return of(Deployment.class);
    }

    static String name(HasMetadata object) {
        return object.getMetadata().getName();
    }

    static PodSpec pod(Deployment deployment) {
        return deployment.getSpec().getTemplate().getSpec();
    }

    static Map<String, String> podLabels(Deployment deployment) {
        return deployment.getSpec().getTemplate().getMetadata().getLabels();
    }

    /** The only container of a pod. */
    static Container container(Deployment deployment) {
        var containers = pod(deployment).getContainers();
        if (containers.size() != 1 || !pod(deployment).getInitContainers().isEmpty()) {
            throw new AssertionError("a pod of " + name(deployment) + " has more than its program");
        }
        return containers.getFirst();
    }

    static int port(Container container, String name) {
        return container.getPorts().stream()
                .filter(port -> port.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(container.getName() + " has no port " + name))
                .getContainerPort();
    }
}
