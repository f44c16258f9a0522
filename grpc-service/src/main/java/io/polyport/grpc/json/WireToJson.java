package io.polyport.grpc.json;

import com.google.protobuf.WireFormat;

/**
 * One message from the wire into JSON, in one go and without an object of it. Wire bytes may have a list in several pieces,
 * or a field twice; then {@link Messy} is thrown, and everything is done again with {@code exact}, where each message is put in
 * order before it is written.
 */
final class WireToJson {
    private static final int HELD_TIMES = 8;
    private static final int LEAST_HELD = 1 << 20;

    final JsonRules rules;
    final Shapes shapes;
    final JsonWriter json;
    WireReader wire;
    private final boolean exact;
    /** Each message that was put in order is a copy, and those around it are there, too. */
    private final long mostHeld;

    private long held;
    private final WireMaps maps = new WireMaps(this);
    private final WireForms forms = new WireForms(this);

    WireToJson(byte[] bytes, JsonRules rules, Shapes shapes, JsonWriter json, boolean exact) {
        this.rules = rules;
        this.shapes = shapes;
        this.json = json;
        this.exact = exact;
        mostHeld = HELD_TIMES * (long) bytes.length + LEAST_HELD;
        wire = new WireReader(bytes, 0, bytes.length, 0);
    }

    boolean exact() {
        return exact;
    }

    /** What is left of the message at hand, in the JSON form of its type. */
    void message(Shape shape, int endTag) {
        if (!exact) {
            forms.write(shape, endTag);
            return;
        }
        WireReader outer = enter(Tidy.tidy(wire, shape, endTag));
        forms.write(shape, 0);
        leave(outer);
    }

    /** What is left of the message at hand, as fields of an object that is open. */
    void plain(Shape shape) {
        if (!exact) {
            fields(shape, 0);
            return;
        }
        WireReader outer = enter(Tidy.tidy(wire, shape, 0));
        fields(shape, 0);
        leave(outer);
    }

    /** Goes on in a message that was put in order; gives the reader to come back to. */
    WireReader enter(byte[] tidy) {
        held += tidy.length;
        if (held > mostHeld) {
            throw new WireFault("has messages within messages that would have to be put in order in too much memory");
        }
        WireReader outer = wire;
        wire = new WireReader(tidy, 0, tidy.length, outer.depth());
        return outer;
    }

    void leave(WireReader outer) {
        held -= wire.bytes.length;
        wire = outer;
    }

    /** The message that begins here, in a field. */
    void nested(Field field) {
        wire.down();
        if (field.group) {
            message(field.shape(), field.endTag);
        } else {
            int outerEnd = wire.end;
            int length = wire.length();
            wire.end = wire.at + length;
            message(field.shape(), 0);
            wire.end = outerEnd;
        }
        wire.up();
    }

    /** The fields with commas between them, into an object that is open. */
    void fields(Shape shape, int endTag) {
        var seen = new Seen(shape.fields.length);
        int tag = wire.tag(endTag);
        while (tag != 0) {
            Field field = shape.byNumber(tag >>> 3);
            if (field == null || !field.takes(tag & 7)) {
                wire.skip(tag);
                tag = wire.tag(endTag);
            } else if (field.repeated) {
                tag = many(field, tag, endTag, seen);
            } else {
                one(field, seen);
                tag = wire.tag(endTag);
            }
        }
        for (Field field : shape.required) {
            if (!seen.has(field.index)) {
                throw new WireFault("lacks the required field " + field.name + " of " + shape.fullName);
            }
        }
        if (rules.emitDefaults()) {
            defaults(shape, seen);
        }
    }

    private void one(Field field, Seen seen) {
        if (seen.has(field.index)) {
            throw new Messy();
        }
        if (field.implicit && WireScalars.zeroAhead(field, wire)) {
            return;
        }
        int before = json.size();
        key(field);
        if (field.message) {
            nested(field);
        } else if (!WireScalars.write(field, wire, json)) {
            json.truncate(before);
            return;
        }
        seen.add(field.index);
        if (field.oneof >= 0 && !seen.addOneof(field.oneof)) {
            throw new Messy();
        }
    }

    private int many(Field field, int tag, int endTag, Seen seen) {
        if (seen.has(field.index)) {
            throw new Messy();
        }
        int before = json.size();
        key(field);
        int begin = json.size();
        int next = field.map ? map(field, tag, endTag) : list(field, tag, endTag);
        if (json.size() == begin + 2) {
            json.truncate(before);
        } else {
            seen.add(field.index);
        }
        return next;
    }

    int map(Field field, int tag, int endTag) {
        return maps.write(field, tag, endTag);
    }

    /** All values that follow each other, as an array; gives the tag after them. */
    int list(Field field, int tag, int endTag) {
        json.put('[');
        int next = tag;
        do {
            if ((next & 7) == WireFormat.WIRETYPE_LENGTH_DELIMITED && field.packable) {
                packed(field);
            } else {
                element(field);
            }
            next = wire.tag(endTag);
        } while (next >>> 3 == field.number && field.takes(next & 7));
        json.put(']');
        return next;
    }

    private void packed(Field field) {
        int outerEnd = wire.end;
        int length = wire.length();
        wire.end = wire.at + length;
        while (wire.at < wire.end) {
            element(field);
        }
        wire.end = outerEnd;
    }

    private void element(Field field) {
        int before = json.size();
        json.comma();
        if (field.message) {
            nested(field);
        } else if (!WireScalars.write(field, wire, json)) {
            json.truncate(before);
        }
    }

    private void key(Field field) {
        json.comma();
        json.put(field.key(rules.originalNames()));
    }

    private void defaults(Shape shape, Seen seen) {
        for (Field field : shape.noPresence) {
            if (seen.has(field.index)) {
                continue;
            }
            key(field);
            if (field.repeated) {
                json.ascii(field.map ? "{}" : "[]");
            } else {
                WireScalars.writeDefault(field, json);
            }
        }
    }
}
