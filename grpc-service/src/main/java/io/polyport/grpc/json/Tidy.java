package io.polyport.grpc.json;

import com.google.protobuf.WireFormat;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Puts the fields of one message in order, so that they can be written in one go: by number, each list in one piece, each
 * field that is no list once. Of several values the last stays; several messages for one field become one (bytes of messages
 * one after the other mean the messages merged); of a oneof only the last member stays. Unknown fields are left out. What is
 * within the messages stays as it is.
 */
final class Tidy {
    private static final int NONE = -1;

    private final WireReader wire;
    /** Those that came, by number. */
    private final NavigableMap<Integer, Places> fields = new TreeMap<>();

    private final Map<Integer, Field> oneofs = new HashMap<>();
    private final Shape shape;
    /** For each place the next one of the same field. */
    private int[] next = new int[4];

    private int[] from = new int[4];
    private int[] to = new int[4];
    private int places;

    /** A field's first and last place. */
    private static final class Places {
        private int first;
        private int last;
    }

    private Tidy(WireReader wire, Shape shape) {
        this.wire = wire;
        this.shape = shape;
    }

    /** Reads what is left of the reader's message, and gives its fields in order. */
    static byte[] tidy(WireReader wire, Shape shape, int endTag) {
        var tidy = new Tidy(wire, shape);
        tidy.read(endTag);
        return tidy.written();
    }

    private void read(int endTag) {
        int begin = wire.at;
        for (int tag = wire.tag(endTag); tag != 0; tag = wire.tag(endTag)) {
            Field field = shape.byNumber(tag >>> 3);
            boolean known = field != null && field.takes(tag & 7) && !noValue(field);
            wire.skip(tag);
            if (known) {
                keep(field, begin, wire.at);
            }
            begin = wire.at;
        }
    }

    /** A number that a closed enum doesn't have is an unknown field, which takes nobody's place. */
    private boolean noValue(Field field) {
        if (field.repeated || field.names == null || !field.names.closed) {
            return false;
        }
        int before = wire.at;
        int number = wire.int32();
        wire.at = before;
        return !field.names.has(number);
    }

    private void keep(Field field, int begin, int end) {
        if (field.oneof >= 0) {
            Field other = oneofs.put(field.oneof, field);
            if (other != null && other != field) {
                fields.remove(other.index);
            }
        }
        if (places == next.length) {
            next = Arrays.copyOf(next, places * 2);
            from = Arrays.copyOf(from, places * 2);
            to = Arrays.copyOf(to, places * 2);
        }
        from[places] = begin;
        to[places] = end;
        next[places] = NONE;
        Places sofar = fields.get(field.index);
        if (sofar == null) {
            sofar = new Places();
            sofar.first = places;
            fields.put(field.index, sofar);
        } else if (!field.repeated && !field.message) {
            sofar.first = places;
        } else {
            next[sofar.last] = places;
        }
        sofar.last = places++;
    }

    private byte[] written() {
        var out = new WireWriter(wire.end - wire.at + 64, Integer.MAX_VALUE);
        fields.forEach((index, sofar) -> {
            Field field = shape.fields[index];
            if (field.message && !field.repeated && next[sofar.first] != NONE) {
                merged(field, sofar.first, out);
                return;
            }
            for (int place = sofar.first; place != NONE; place = next[place]) {
                out.bytes(wire.bytes, from[place], to[place] - from[place]);
            }
        });
        return out.copy();
    }

    private void merged(Field field, int begin, WireWriter out) {
        out.varint(field.tag);
        int open = field.group ? 0 : out.open(1);
        for (int place = begin; place != NONE; place = next[place]) {
            var part = new WireReader(wire.bytes, from[place], to[place], 0);
            part.int32();
            if (field.group) {
                out.bytes(wire.bytes, part.at, to[place] - part.at - endTagLength(field, to[place]));
            } else {
                int length = part.length();
                out.bytes(wire.bytes, part.at, length);
            }
        }
        if (field.group) {
            out.varint((field.number << 3) | WireFormat.WIRETYPE_END_GROUP);
        } else {
            out.close(open);
        }
    }

    /** The end tag of a group may be written with more bytes than it needs: it begins after the last byte that ends a varint. */
    private int endTagLength(Field field, int end) {
        for (int length = 1; length <= 10; length++) {
            var tag = new WireReader(wire.bytes, end - length, end, 0);
            if (tag.bytes[end - 1] >= 0 && allContinue(end - length, end - 1) && tag.int32() == field.endTag) {
                return length;
            }
        }
        throw new WireFault("has a group without an end");
    }

    private boolean allContinue(int begin, int end) {
        for (int at = begin; at < end; at++) {
            if (wire.bytes[at] >= 0) {
                return false;
            }
        }
        return true;
    }
}
