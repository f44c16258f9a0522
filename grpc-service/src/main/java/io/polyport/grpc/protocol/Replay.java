package io.polyport.grpc.protocol;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;

/**
 * What was written before the server began to answer, so that a stream that it did not look at can be opened once more. Up
 * to a bound: a call that has sent more is not repeated.
 */
final class Replay {
    private static final int MOST = 256 << 10;

    private final ArrayDeque<Buffer> frames = new ArrayDeque<>();
    private long size;
    private boolean isOff;

    void keep(Buffer frame) {
        if (isOff) {
            return;
        }
        size += frame.length();
        if (size > MOST) {
            stop();
            return;
        }
        frames.add(frame);
    }

    boolean isPossible() {
        return !isOff;
    }

    /** Everything kept, in its order; it is kept anew as it is written. */
    ArrayDeque<Buffer> again() {
        var all = new ArrayDeque<>(frames);
        frames.clear();
        size = 0;
        return all;
    }

    void stop() {
        isOff = true;
        frames.clear();
    }
}
