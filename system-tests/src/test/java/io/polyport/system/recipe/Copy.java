package io.polyport.system.recipe;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A copy of what the recipe needs of this checkout: the modules' poms, the kit with what was built of it, the template. */
final class Copy {
    private static final String FIRST_COMPILER = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

    private final Path folder;

    private Copy(Path folder) {
        this.folder = folder;
    }

    /** What a command left behind. */
    record Outcome(int code, String output) {}

    static Copy into(Path folder) throws IOException {
        Path root = root();
        for (String part : List.of("pom.xml", "mvnw", ".mvn", "build", "k8s/base", "service-kit")) {
            copy(root, Path.of(part), folder);
        }
        try (Stream<Path> modules = Files.list(root)) {
            for (Path module : modules.filter(each -> Files.isRegularFile(each.resolve("pom.xml")))
                    .toList()) {
                copy(root, root.relativize(module.resolve("pom.xml")), folder);
            }
        }
        // Its sources stand for those of every other module: a package of their name is taken.
        copy(root, Path.of("ftp-service/src/main"), folder);
        return new Copy(folder);
    }

    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        return Files.isRegularFile(here.resolve("mvnw")) ? here : here.getParent();
    }

    private static void copy(Path root, Path part, Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(root.resolve(part))) {
            for (Path file : files.toList()) {
                Path target = folder.resolve(root.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.getParent());
                    // With its time: what was built of the kit has to count as built.
                    Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    Path path(String inside) {
        return folder.resolve(inside);
    }

    Outcome run(int limitSeconds, String... command) {
        try {
            Path output = Files.createTempFile("command", ".out");
            var builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectOutput(output.toFile());
            // Somebody at a desk runs the command: the format is not checked there.
            builder.environment().remove("CI");
            // A build of a minute: what the second compiler makes better comes too late.
            builder.environment().merge("MAVEN_OPTS", FIRST_COMPILER, (theirs, ours) -> theirs + " " + ours);
            var process = builder.start();
            try {
                if (!process.waitFor(limitSeconds, TimeUnit.SECONDS)) {
                    throw new AssertionError(String.join(" ", command) + " took more than " + limitSeconds + " s:\n"
                            + Files.readString(output));
                }
                return new Outcome(process.exitValue(), Files.readString(output));
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                Files.deleteIfExists(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
