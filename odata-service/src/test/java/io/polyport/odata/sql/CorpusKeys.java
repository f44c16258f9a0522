package io.polyport.odata.sql;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** The short names by which the corpus of filters calls its rows, and their keys. */
final class CorpusKeys {
    private static final List<String> NAMES = List.of(
            "p1", "p2", "p3", "c1", "c2", "v1", "v2", "s1", "s2", "f1", "g1", "g2", "g3", "g4", "r1", "d1", "d2", "d3",
            "d4", "d5", "d6", "d7", "d8", "d9", "gone", "outer");
    private static final Map<String, UUID> KEYS = new TreeMap<>();
    private static final Map<UUID, String> BY_KEY = new HashMap<>();

    static {
        for (String name : NAMES) {
            var key = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
            KEYS.put(name, key);
            BY_KEY.put(key, name);
        }
    }

    private CorpusKeys() {}

    static UUID key(String name) {
        return KEYS.get(name);
    }

    static String name(UUID key) {
        return BY_KEY.getOrDefault(key, key.toString());
    }

    /** {@code {p1}} in a filter stands for the guid of p1. */
    static String withKeys(String filter) {
        String text = filter;
        for (var entry : KEYS.entrySet()) {
            text = text.replace("{" + entry.getKey() + "}", "guid'" + entry.getValue() + "'");
        }
        return text;
    }
}
