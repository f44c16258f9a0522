package io.polyport.ftp.exchanges;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which of the files that a look saw have the size and time that an earlier look saw, too (FT-35). */
final class Looks {
    private static final String MEMBER = "seen";

    private Looks() {}

    /** The keys of those that are settled; the part remembers all of them for the next look. */
    static Set<String> settled(JsonObject part, List<Found> now, Duration settle, Instant at) {
        JsonObject before = part.getJsonObject(MEMBER, new JsonObject());
        var after = new JsonObject();
        var settled = new HashSet<String>();
        for (Found file : now) {
            JsonObject known = before.getJsonObject(file.key());
            if (known == null || !known.getString("stamp").equals(file.stamp())) {
                known = new JsonObject().put("stamp", file.stamp()).put("at", at.toEpochMilli());
            }
            if (at.toEpochMilli() - known.getLong("at") >= settle.toMillis()) {
                settled.add(file.key());
            }
            after.put(file.key(), known);
        }
        if (after.isEmpty()) {
            part.remove(MEMBER);
        } else {
            part.put(MEMBER, after);
        }
        return settled;
    }

    static void forget(JsonObject part, Found file) {
        if (part.getJsonObject(MEMBER) != null) {
            part.getJsonObject(MEMBER).remove(file.key());
        }
    }
}
