package io.polyport.ftp.exchanges;

import io.vertx.core.json.JsonObject;

/** Runs that callers have asked for (FT-34), in the record until a worker has seen them. */
final class Asked {
    static final String MEMBER = "asked";

    private Asked() {}

    /** What a worker does first: from now on the task itself remembers it. */
    static void take(Journal journal) {
        if (journal.body().remove(MEMBER) instanceof JsonObject asked) {
            asked.fieldNames().forEach(task -> journal.part(task).put(MEMBER, true));
        }
    }

    static boolean isSet(JsonObject part) {
        return part.getBoolean(MEMBER, false);
    }
}
