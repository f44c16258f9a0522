package io.polyport.ftp.exchanges;

import io.vertx.core.json.JsonObject;

/**
 * A file as a look saw it; the same one when all three are the same (FT-35).
 *
 * @param size bytes, -1 when nobody told
 * @param time of its last change, or what else changes with it (an entity tag); empty when nobody told
 */
record Found(String name, long size, String time) {
    /** What changes when the file does. */
    String stamp() {
        return size + ":" + time;
    }

    boolean same(Found other) {
        return stamp().equals(other.stamp());
    }

    JsonObject toJson() {
        return new JsonObject().put("name", name).put("size", size).put("time", time);
    }

    static Found of(JsonObject json) {
        return new Found(json.getString("name"), json.getLong("size"), json.getString("time"));
    }
}
