package io.polyport.kit.bus;

import io.vertx.core.json.JsonObject;

/** Something that a caller opened (a connection, a stream): on one event loop of one instance, for its owner only. */
public interface Opened {
    /** Made by {@link OpenedIds}. */
    String id();

    Principal owner();

    /** What does not change about it; any thread may ask. */
    JsonObject summary();

    default boolean belongsTo(Principal asker) {
        return owner().subject().equals(asker.subject()) && owner().tenant().equals(asker.tenant());
    }
}
