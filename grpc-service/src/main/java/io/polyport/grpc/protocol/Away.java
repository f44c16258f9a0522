package io.polyport.grpc.protocol;

import io.vertx.core.http.GoAway;
import io.vertx.core.internal.buffer.BufferInternal;

/** A server's GOAWAY: it takes no more streams on the connection, and has not looked at those behind the last. */
record Away(long code, int lastStream) {
    /**
     * Vert.x 5.0.7 hands over a copy of the frame's debug data, in pooled memory, that nobody else releases; what it gives
     * out is wrapped so that a release does nothing.
     */
    static Away of(GoAway frame) {
        if (frame.getDebugData() instanceof BufferInternal data) {
            data.getByteBuf().unwrap().release();
        }
        return new Away(frame.getErrorCode(), frame.getLastStreamId());
    }
}
