package io.polyport.kit.stream;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Names and values on the wire: a count (2 bytes), then each name and value with its length in UTF-8 bytes (4). */
public final class WireFields {
    private WireFields() {}

    public static void writePairs(Buffer wire, Collection<Map.Entry<String, String>> pairs) {
        wire.appendUnsignedShort(pairs.size());
        for (var pair : pairs) {
            writeString(wire, pair.getKey());
            writeString(wire, pair.getValue());
        }
    }

    /** Reads pairs into {@code pairs}; answers the position behind them. */
    public static int readPairs(Buffer wire, int start, List<Map.Entry<String, String>> pairs) {
        int count = wire.getUnsignedShort(start);
        int at = start + 2;
        for (int i = 0; i < count; i++) {
            int nameEnd = at + 4 + wire.getInt(at);
            String name = wire.getString(at + 4, nameEnd, "UTF-8");
            int valueEnd = nameEnd + 4 + wire.getInt(nameEnd);
            pairs.add(Map.entry(name, wire.getString(nameEnd + 4, valueEnd, "UTF-8")));
            at = valueEnd;
        }
        return at;
    }

    /** Names alone, in the form of pairs whose values are empty. */
    public static void writeNames(Buffer wire, Collection<String> names) {
        wire.appendUnsignedShort(names.size());
        for (String name : names) {
            writeString(wire, name);
            wire.appendInt(0);
        }
    }

    /** The names of the pairs that begin at {@code start}. */
    public static List<String> readNames(Buffer wire, int start) {
        List<Map.Entry<String, String>> pairs = new ArrayList<>();
        readPairs(wire, start, pairs);
        return pairs.stream().map(Map.Entry::getKey).toList();
    }

    public static void writeString(Buffer wire, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        wire.appendInt(bytes.length).appendBytes(bytes);
    }
}
