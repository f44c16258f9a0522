package io.polyport.odata.url;

import io.polyport.kit.fixtures.Results;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
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
        Results.write(
                PART,
                new JsonObject()
                        .put("seconds", Duration.between(start, Instant.now()).toSeconds())
                        .put("texts", read.get()),
                new JsonArray().add("OD-65 any bytes give a tree, or a fault that the caller can read"));
    }
}
