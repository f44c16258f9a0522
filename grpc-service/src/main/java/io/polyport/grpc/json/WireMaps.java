package io.polyport.grpc.json;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Map fields from the wire into JSON: in the order of the wire, and of entries with the same key the last. */
final class WireMaps {
    private static final int KEY = 1;
    private static final int VALUE = 2;
    private static final int MISSING = -1;

    private final WireToJson writer;
    /** Where key and value of the entry at hand begin. */
    private int keyAt;

    private int valueAt;

    WireMaps(WireToJson writer) {
        this.writer = writer;
    }

    /** All entries that follow each other, as an object; gives the tag after them. */
    int write(Field field, int tag, int endTag) {
        Shape entry = field.shape();
        writer.json.put('{');
        int next = tag;
        if (writer.exact()) {
            next = exactly(field, tag, endTag);
        } else {
            var keys = new KeyHashes();
            do {
                entry(entry, keys);
                next = writer.wire.tag(endTag);
            } while (next >>> 3 == field.number && field.takes(next & 7));
        }
        writer.json.put('}');
        return next;
    }

    private void entry(Shape entry, KeyHashes keys) {
        WireReader wire = writer.wire;
        int outerEnd = enter(wire);
        find(entry, wire);
        if (!keys.add(hash(entry.byNumber(KEY), wire))) {
            throw new Messy();
        }
        content(entry, wire);
        leave(wire, outerEnd);
    }

    private static int enter(WireReader wire) {
        wire.down();
        int outerEnd = wire.end;
        int length = wire.length();
        wire.end = wire.at + length;
        return outerEnd;
    }

    private static void leave(WireReader wire, int outerEnd) {
        wire.at = wire.end;
        wire.end = outerEnd;
        wire.up();
    }

    /** Finds the last key and the last value; two messages would have to be merged. */
    private void find(Shape entry, WireReader wire) {
        keyAt = MISSING;
        valueAt = MISSING;
        for (int tag = wire.tag(0); tag != 0; tag = wire.tag(0)) {
            Field field = entry.byNumber(tag >>> 3);
            if (field != null && field.takes(tag & 7)) {
                if (field.number == KEY) {
                    keyAt = wire.at;
                } else if (valueAt != MISSING && field.message) {
                    throw new Messy();
                } else {
                    valueAt = wire.at;
                }
            }
            wire.skip(tag);
        }
    }

    /** An entry whose value is a number that a closed enum does not have is left out: it counts as an unknown field. */
    private void content(Shape entry, WireReader wire) {
        JsonWriter json = writer.json;
        int before = json.size();
        json.comma();
        key(entry.byNumber(KEY), wire);
        json.put(':');
        Field value = entry.byNumber(VALUE);
        wire.at = valueAt;
        if (valueAt == MISSING) {
            missing(value, wire);
        } else if (value.message) {
            writer.nested(value);
        } else if (!WireScalars.write(value, wire, json)) {
            json.truncate(before);
        }
    }

    private void missing(Field value, WireReader wire) {
        wire.at = wire.end;
        if (value.message) {
            wire.down();
            writer.message(value.shape(), 0);
            wire.up();
        } else {
            WireScalars.writeDefault(value, writer.json);
        }
    }

    private void key(Field key, WireReader wire) {
        JsonWriter json = writer.json;
        boolean quoted = switch (key.type) {
            case STRING, INT64, SINT64, SFIXED64, UINT64, FIXED64 -> true;
            default -> false;
        };
        if (!quoted) {
            json.put('"');
        }
        if (keyAt == MISSING) {
            WireScalars.writeDefault(key, json);
        } else {
            wire.at = keyAt;
            WireScalars.write(key, wire, json);
        }
        if (!quoted) {
            json.put('"');
        }
    }

    /** The same for the same key, however it is written. */
    private long hash(Field key, WireReader wire) {
        if (keyAt == MISSING) {
            return key.type == com.google.protobuf.Descriptors.FieldDescriptor.Type.STRING ? KeyHashes.NONE : 0;
        }
        int done = wire.at;
        wire.at = keyAt;
        long hash = switch (key.type) {
            case STRING -> {
                int length = wire.length();
                yield KeyHashes.of(wire.bytes, wire.pass(length), length);
            }
            case FIXED32, SFIXED32 -> wire.fixed32();
            case FIXED64, SFIXED64 -> wire.fixed64();
            case INT32, UINT32, SINT32 -> wire.int32();
            case BOOL -> wire.int64() == 0 ? 0 : 1;
            default -> wire.int64();
        };
        wire.at = done;
        return hash;
    }

    /** Of entries with the same key only the last is written. */
    private int exactly(Field field, int tag, int endTag) {
        Shape entry = field.shape();
        WireReader wire = writer.wire;
        Map<Object, int[]> places = new LinkedHashMap<>();
        int next = tag;
        do {
            int place = wire.at;
            int outerEnd = enter(wire);
            byte[] tidy = Tidy.tidy(new WireReader(wire.bytes, wire.at, wire.end, wire.depth()), entry, 0);
            Object key = keyOf(entry, new WireReader(tidy, 0, tidy.length, wire.depth()));
            leave(wire, outerEnd);
            places.merge(key, new int[] {place}, (earlier, later) -> later);
            next = wire.tag(endTag);
        } while (next >>> 3 == field.number && field.takes(next & 7));
        int done = wire.at;
        for (int[] place : places.values()) {
            wire.at = place[0];
            int outerEnd = enter(wire);
            WireReader outer = writer.enter(Tidy.tidy(wire, entry, 0));
            find(entry, writer.wire);
            content(entry, writer.wire);
            writer.leave(outer);
            leave(wire, outerEnd);
        }
        wire.at = done;
        return next;
    }

    private Object keyOf(Shape entry, WireReader wire) {
        find(entry, wire);
        Field key = entry.byNumber(KEY);
        if (key.type != com.google.protobuf.Descriptors.FieldDescriptor.Type.STRING) {
            return hash(key, wire);
        }
        if (keyAt == MISSING) {
            return "";
        }
        wire.at = keyAt;
        int length = wire.length();
        return new String(wire.bytes, wire.pass(length), length, StandardCharsets.UTF_8);
    }
}
