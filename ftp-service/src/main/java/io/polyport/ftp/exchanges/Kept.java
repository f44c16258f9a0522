package io.polyport.ftp.exchanges;

import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;

/** Files that stay where they are after they were exchanged, so that each goes once (FT-35). */
final class Kept {
    private static final String MEMBER = "kept";

    private Kept() {}

    static boolean isDone(JsonObject part, Found file) {
        String mark = part.getJsonObject(MEMBER, new JsonObject()).getString(file.key());
        return mark != null && Found.ofMark(file.name(), file.key(), mark).same(file);
    }

    static void add(JsonObject part, Found file) {
        JsonObject kept = part.getJsonObject(MEMBER, new JsonObject());
        part.put(MEMBER, kept.put(file.key(), file.mark()));
    }

    /** Forgets those that are gone. */
    static void retain(JsonObject part, List<Found> there) {
        JsonObject kept = part.getJsonObject(MEMBER);
        if (kept != null) {
            var keys = new HashSet<>(there.stream().map(Found::key).toList());
            List.copyOf(kept.fieldNames()).stream()
                    .filter(key -> !keys.contains(key))
                    .forEach(kept::remove);
        }
    }
}
