package io.polyport.system.k8s;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.polyport.kit.config.ConfigLoader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The files that a pod of a deployment would see, laid out under a folder instead of under {@code /}. Paths within the
 * configuration files are moved there too: what they name exists only if the pod really mounts it.
 */
record PodFiles(Path root, Deployment deployment) {
    private static final String MOUNTS = "/etc/polyport/";

    /** @throws AssertionError when a volume asks for a secret or a configuration that the overlay does not make */
    static PodFiles of(Path root, Manifests manifests, Deployment deployment) {
        var files = new PodFiles(root, deployment);
        for (var mount : Manifests.container(deployment).getVolumeMounts()) {
            var volume = Manifests.pod(deployment).getVolumes().stream()
                    .filter(one -> one.getName().equals(mount.getName()))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("there is no volume " + mount.getName()));
            content(manifests, volume).forEach((name, bytes) -> files.write(mount.getMountPath() + "/" + name, bytes));
        }
        return files;
    }

    private static Map<String, byte[]> content(Manifests manifests, Volume volume) {
        var content = new HashMap<String, byte[]>();
        if (volume.getSecret() != null) {
            manifests
                    .one(Secret.class, volume.getSecret().getSecretName())
                    .getData()
                    .forEach((name, data) ->
                            content.put(name, Base64.getMimeDecoder().decode(data)));
        } else if (volume.getConfigMap() != null) {
            manifests
                    .one(ConfigMap.class, volume.getConfigMap().getName())
                    .getData()
                    .forEach((name, data) -> content.put(name, data.getBytes(StandardCharsets.UTF_8)));
        }
        return content;
    }

    private void write(String path, byte[] bytes) {
        var moved = path.endsWith(".yaml")
                ? new String(bytes, StandardCharsets.UTF_8)
                        .replace(MOUNTS, at(MOUNTS) + "/")
                        .getBytes(StandardCharsets.UTF_8)
                : bytes;
        try {
            Files.createDirectories(at(path).getParent());
            Files.write(at(path), moved);
        } catch (IOException e) {
            throw new IllegalStateException(path + " could not be written", e);
        }
    }

    /** Where a file of the pod lies here. */
    Path at(String path) {
        return root.resolve(path.substring(1));
    }

    /**
     * Loads the configuration as the program would: the files of its arguments, then its environment.
     *
     * @param further variables, and what stands in secrets of the installation ({@code secret/key})
     */
    <C extends Record> C load(Class<C> type, String podIp, Map<String, String> further) {
        var arguments = Manifests.container(deployment).getArgs();
        var files = new ArrayList<Path>();
        for (int i = 0; i < arguments.size(); i += 2) {
            if (!arguments.get(i).equals("--config")) {
                throw new AssertionError("only --config is expected, not " + arguments.get(i));
            }
            files.add(at(arguments.get(i + 1)));
        }
        var environment = new HashMap<String, String>();
        for (var variable : Manifests.container(deployment).getEnv()) {
            var source = variable.getValueFrom();
            if (source.getSecretKeyRef() != null) {
                // Of a secret that only an installation has.
                var key = source.getSecretKeyRef();
                environment.put(variable.getName(), further.get(key.getName() + "/" + key.getKey()));
            } else if (source.getFieldRef().getFieldPath().equals("status.podIP")) {
                environment.put(variable.getName(), podIp);
            } else {
                throw new AssertionError(variable.getName() + " has an unexpected source: " + source);
            }
        }
        further.forEach((name, value) -> {
            if (!name.contains("/")) {
                environment.put(name, value);
            }
        });
        return ConfigLoader.load(type, List.copyOf(files), environment);
    }
}
