package io.polyport.store;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A record as it was when it was read.
 *
 * @param id unique within its kind, at most 200 characters
 * @param owner whose it is, as {@link Owner} says it; at most 100 characters
 * @param version rises with every change
 * @param due when somebody has to look at it next; empty: never
 * @param changed the last change, by the database's clock
 * @param body at most 1,000,000 characters as JSON; nobody's to change
 */
public record Entry(String id, String owner, long version, Optional<Instant> due, Instant changed, JsonObject body) {
    public Entry {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(owner, "owner");
    }
}
