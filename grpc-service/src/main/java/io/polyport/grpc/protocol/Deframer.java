package io.polyport.grpc.protocol;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;

/**
 * Cuts what comes into frames of gRPC: a flag, four bytes of length, the message. Holds the pieces as they came; no byte is
 * copied more than twice, however many messages a piece holds, and those that lie in one piece not at all.
 */
final class Deframer {
    static final int PREFIX = 5;
    /** Shorter pieces are joined: a server that sends byte by byte would make us hold an object for each of them. */
    private static final int SMALL = 1 << 10;

    private static final int JOINED = 16 << 10;

    private final ArrayDeque<Buffer> pieces = new ArrayDeque<>();
    /** The last piece, where it is one of joined ones. */
    private Buffer joined;
    /** How much of the first piece has been taken. */
    private int taken;

    private long available;
    private Prefix prefix;

    /**
     * The head of a frame.
     *
     * @param length from 0 to 2³²-1
     */
    record Prefix(int flag, long length) {}

    void add(Buffer piece) {
        if (piece.length() == 0) {
            return;
        }
        available += piece.length();
        if (pieces.isEmpty() || piece.length() >= SMALL) {
            joined = null;
            pieces.add(piece);
            return;
        }
        if (joined == null || joined.length() >= JOINED) {
            joined = Buffer.buffer(SMALL);
            pieces.add(joined);
        }
        joined.appendBuffer(piece);
    }

    /** How many pieces are held. */
    int pieces() {
        return pieces.size();
    }

    /** The head of the next frame, as soon as it is there; null until then. */
    Prefix prefix() {
        if (prefix == null && available >= PREFIX) {
            int flag = nextByte();
            long length = 0;
            for (int i = 0; i < 4; i++) {
                length = length << 8 | nextByte();
            }
            prefix = new Prefix(flag, length);
        }
        return prefix;
    }

    /** Whether the frame that {@link #prefix} tells of is there as a whole. */
    boolean isWhole() {
        return prefix() != null && available >= prefix.length();
    }

    /** Takes that frame's message; only when it {@link #isWhole}. */
    Buffer take() {
        int length = Math.toIntExact(prefix.length());
        prefix = null;
        available -= length;
        if (length == 0) {
            return Buffer.buffer();
        }
        Buffer first = pieces.peek();
        if (first.length() - taken >= length) {
            var message = first.slice(taken, taken + length);
            skip(length);
            return message;
        }
        return gathered(length);
    }

    private Buffer gathered(int length) {
        Buffer message = Buffer.buffer(length);
        int missing = length;
        while (missing > 0) {
            Buffer first = pieces.peek();
            int part = Math.min(missing, first.length() - taken);
            message.appendBuffer(first, taken, part);
            missing -= part;
            skip(part);
        }
        return message;
    }

    /** Whether something is left: at the end of an answer, a message that was cut. */
    boolean hasRest() {
        return prefix != null || available > 0;
    }

    void clear() {
        pieces.clear();
        joined = null;
        taken = 0;
        available = 0;
        prefix = null;
    }

    private int nextByte() {
        int value = pieces.peek().getUnsignedByte(taken);
        available--;
        skip(1);
        return value;
    }

    private void skip(int count) {
        taken += count;
        if (taken == pieces.peek().length()) {
            if (pieces.remove() == joined) {
                joined = null;
            }
            taken = 0;
        }
    }
}
