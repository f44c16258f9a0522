package io.polyport.grpc.json;

import com.google.protobuf.WireFormat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A place in wire bytes, and where the message at hand ends. Whatever is wrong there is a {@link WireFault}. */
final class WireReader {
    /** As deep as protobuf's own readers go. */
    static final int DEPTH = 100;

    final byte[] bytes;
    private final ByteBuffer little;
    int at;
    int end;
    private int depth;

    WireReader(byte[] bytes, int from, int to, int depth) {
        this.bytes = bytes;
        this.depth = depth;
        little = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        at = from;
        end = to;
    }

    int depth() {
        return depth;
    }

    void down() {
        if (++depth > DEPTH) {
            throw new WireFault("nests deeper than " + DEPTH + " messages");
        }
    }

    void up() {
        depth--;
    }

    /**
     * The next tag, or 0 at the end of the message.
     *
     * @param endTag of the group that is being read, or 0 within a message that its length ends
     */
    int tag(int endTag) {
        if (at == end) {
            if (endTag != 0) {
                throw cut();
            }
            return 0;
        }
        int tag = int32();
        if (tag == endTag && tag != 0) {
            return 0;
        }
        if (tag >>> 3 == 0) {
            throw new WireFault("has a field with the number 0 at byte " + at);
        }
        if ((tag & 7) > 5) {
            throw new WireFault("has a field of the unknown wire type " + (tag & 7) + " at byte " + at);
        }
        if ((tag & 7) == WireFormat.WIRETYPE_END_GROUP) {
            throw new WireFault("ends a group that did not begin, at byte " + at);
        }
        return tag;
    }

    /** A varint's lower half: what is above is not looked at, as everywhere in protobuf. */
    int int32() {
        if (at < end && bytes[at] >= 0) {
            return bytes[at++];
        }
        return (int) int64();
    }

    long int64() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            if (at == end) {
                throw cut();
            }
            byte next = bytes[at++];
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new WireFault("has a number of more than 10 bytes, up to byte " + at);
    }

    int fixed32() {
        int from = pass(4);
        return little.getInt(from);
    }

    long fixed64() {
        int from = pass(8);
        return little.getLong(from);
    }

    /** The length of what follows, which is there as a whole. */
    int length() {
        int length = int32();
        if (length < 0 || length > end - at) {
            throw cut();
        }
        return length;
    }

    /** The place before so many bytes, which are passed over. */
    int pass(int length) {
        if (length > end - at) {
            throw cut();
        }
        int from = at;
        at += length;
        return from;
    }

    /** Passes over the value of this tag. */
    void skip(int tag) {
        switch (tag & 7) {
            case WireFormat.WIRETYPE_VARINT -> int64();
            case WireFormat.WIRETYPE_FIXED64 -> pass(8);
            case WireFormat.WIRETYPE_LENGTH_DELIMITED -> pass(length());
            case WireFormat.WIRETYPE_FIXED32 -> pass(4);
            default -> skipGroup(tag - WireFormat.WIRETYPE_START_GROUP + WireFormat.WIRETYPE_END_GROUP);
        }
    }

    private void skipGroup(int endTag) {
        down();
        for (int tag = tag(endTag); tag != 0; tag = tag(endTag)) {
            skip(tag);
        }
        up();
    }

    private WireFault cut() {
        return new WireFault("ends within a field, at byte " + end);
    }
}
