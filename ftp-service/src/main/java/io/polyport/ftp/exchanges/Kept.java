package io.polyport.ftp.exchanges;

import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;

/** Files that stay where they are after they were exchanged, so that each goes once (FT-35). */
final class Kept {
    private static final String MEMBER = "kept";

    private Kept() {}

    static boolean isDone(JsonObject part, Found file) {
        String mark = part.getJsonObject(MEMBER, new JsonObject()).getString(file.name());
        return mark != null && Found.ofMark(file.name(), mark).same(file);
    }

    static void add(JsonObject part, Found file) {
        JsonObject kept = part.getJsonObject(MEMBER, new JsonObject());
        part.put(MEMBER, kept.put(file.name(), file.mark()));
    }

    /** Forgets those that are gone. */
    static void retain(JsonObject part, List<Found> there) {
        JsonObject kept = part.getJsonObject(MEMBER);
        if (kept != null) {
            var names = new HashSet<>(there.stream().map(Found::name).toList());
            List.copyOf(kept.fieldNames()).stream()
                    .filter(name -> !names.contains(name))
                    .forEach(kept::remove);
        }
    }
}
