package io.polyport.system.transfers;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What the whole of one part of {@code make test-long} has shown, in {@code docs/results/<part>.json}. JUnit has to know it
 * as an extension; it is written after all tests, and only when all of them have passed completely.
 */
public final class Results implements AfterAllCallback {
    private final String part;
    private final int tests;
    private final JsonObject figures = new JsonObject();
    private final JsonArray passed = new JsonArray();

    /** @param tests of this part */
    public Results(String part, int tests) {
        this.part = part;
        this.tests = tests;
    }

    /** The repository's root, whether the tests run in it or in their module. */
    static Path root() {
        Path here = Path.of("").toAbsolutePath();
        return Files.isDirectory(here.resolve("k8s")) ? here : here.getParent();
    }

    /** @param test as it is displayed */
    public void passed(String test, JsonObject measured) {
        passed.add(test);
        measured.forEach(figure -> figures.put(figure.getKey(), figure.getValue()));
    }

    @Override
    public void afterAll(ExtensionContext all) {
        if (passed.size() == tests) {
            write();
        }
    }

    private void write() {
        var document = new JsonObject()
                .put("part", part)
                .put("at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
                .put("commit", commit())
                .put(
                        "machine",
                        new JsonObject()
                                .put("processors", Runtime.getRuntime().availableProcessors())
                                .put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"))
                                .put("java", Runtime.version().toString()))
                .put("figures", figures)
                .put("passed", passed);
        try {
            Path folder = Files.createDirectories(root().resolve("docs/results"));
            Files.writeString(folder.resolve(part + ".json"), document.encodePrettily() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With {@code -dirty} behind it when the sources were not those of the commit. */
    private static String commit() {
        try {
            Process git = new ProcessBuilder("git", "describe", "--always", "--abbrev=40", "--exclude=*", "--dirty")
                    .directory(root().toFile())
                    .start();
            try (var out = git.inputReader(StandardCharsets.UTF_8)) {
                String line = out.readLine();
                return line == null ? "unknown" : line;
            }
        } catch (IOException noGit) {
            return "unknown";
        }
    }
}
