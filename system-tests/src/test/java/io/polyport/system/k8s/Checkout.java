package io.polyport.system.k8s;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The repository's folder, copies of its manifests, and the commands that work on them. */
final class Checkout {
    private static final int LIMIT_SECONDS = 300;

    private Checkout() {}

    /** The repository's root, whether the tests run in it or in their module. */
    static Path root() {
        var here = Path.of("").toAbsolutePath();
        return Files.isDirectory(here.resolve("k8s")) ? here : here.getParent();
    }

    /** Why manifests can't be built on this machine. */
    static Optional<String> obstacle() {
        for (var command : List.of("kubectl", "openssl")) {
            if (Stream.of(System.getenv("PATH").split(File.pathSeparator))
                    .noneMatch(folder -> Files.isExecutable(Path.of(folder, command)))) {
                return Optional.of("The Kubernetes manifests are NOT checked: " + command + " is not on the path.");
            }
        }
        return Optional.empty();
    }

    /** Copies {@code k8s/} and makes the dev overlay's secrets in the copy; the checkout itself stays as it is. */
    static Path copyWithSecrets(Path into) {
        var copy = into.resolve("k8s");
        try (var files = Files.walk(root().resolve("k8s"))) {
            for (var file : files.toList()) {
                var relative = root().resolve("k8s").relativize(file);
                if (!relative.startsWith("overlays/dev/secrets")) {
                    Files.copy(file, copy.resolve(relative.toString()));
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("k8s/ could not be copied", e);
        }
        run(copy, List.of(copy.resolve("overlays/dev/make-secrets.sh").toString()));
        return copy;
    }

    static String kustomize(Path folder) {
        return run(folder, List.of("kubectl", "kustomize", folder.toString()));
    }

    /** What it wrote to standard output; the tools of the JDK that runs the tests are on its path. */
    static String run(Path folder, List<String> command) {
        try {
            var out = Files.createTempFile("command", ".out");
            var err = Files.createTempFile("command", ".err");
            var builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment()
                    .merge(
                            "PATH",
                            System.getProperty("java.home") + "/bin",
                            (old, jdk) -> jdk + File.pathSeparator + old);
            var process = builder.start();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(command + " did not end within " + LIMIT_SECONDS + " s");
            }
            if (process.exitValue() != 0) {
                throw new IllegalStateException(command + " failed: " + Files.readString(err));
            }
            var text = Files.readString(out, StandardCharsets.UTF_8);
            Files.delete(out);
            Files.delete(err);
            return text;
        } catch (IOException e) {
            throw new IllegalStateException(command + " could not be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(command + " was interrupted", e);
        }
    }
}
