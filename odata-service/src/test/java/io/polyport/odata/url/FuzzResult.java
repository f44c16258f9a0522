package io.polyport.odata.url;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/** Keeps in {@code docs/results/odata-fuzz.json} that a long search has found nothing; a usual build writes nothing. */
final class FuzzResult implements BeforeAllCallback, TestWatcher, AfterAllCallback {
    private static final String PART = "odata-fuzz";

    private final AtomicLong read;
    private Instant start = Instant.now();
    private boolean found;

    /** @param read how many texts were read */
    FuzzResult(AtomicLong read) {
        this.read = read;
    }

    @Override
    public void beforeAll(ExtensionContext all) {
        start = Instant.now();
    }

    @Override
    public void testFailed(ExtensionContext test, Throwable cause) {
        found = true;
    }

    /** After the texts of the corpus and the search. */
    @Override
    public void afterAll(ExtensionContext all) {
        String asked = System.getenv("JAZZER_FUZZ");
        if (asked != null && !asked.isEmpty() && !found) {
            write();
        }
    }

    private void write() {
        var now = Instant.now();
        var document = new JsonObject()
                .put("part", PART)
                .put("at", now.truncatedTo(ChronoUnit.SECONDS).toString())
                .put("commit", commit())
                .put(
                        "machine",
                        new JsonObject()
                                .put("processors", Runtime.getRuntime().availableProcessors())
                                .put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"))
                                .put("java", Runtime.version().toString()))
                .put(
                        "figures",
                        new JsonObject()
                                .put("seconds", Duration.between(start, now).toSeconds())
                                .put("texts", read.get()))
                .put("passed", new JsonArray().add("OD-65 any bytes give a tree, or a fault that the caller can read"));
        try {
            Path folder = Files.createDirectories(root().resolve("docs/results"));
            Files.writeString(folder.resolve(PART + ".json"), document.encodePrettily() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The repository's root, whether the tests run in it or in their module. */
    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        return Files.isDirectory(here.resolve("k8s")) ? here : here.getParent();
    }

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
