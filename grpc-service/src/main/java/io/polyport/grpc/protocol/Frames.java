package io.polyport.grpc.protocol;

import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.buffer.BufferInternal;

/** Messages as gRPC's frames: flag, length, bytes. */
final class Frames {
    /** From here on joining two buffers is cheaper than copying one. */
    private static final int LARGE = 16 << 10;

    private final boolean compress;

    Frames(boolean compress) {
        this.compress = compress;
    }

    Future<Buffer> of(ContextInternal context, Buffer message) {
        return compress && message.length() > 0
                ? Gzip.compress(context, message).map(packed -> frame(1, packed))
                : Future.succeededFuture(frame(0, message));
    }

    static Buffer frame(int flag, Buffer message) {
        int length = message.length();
        if (length < LARGE) {
            return Buffer.buffer(Deframer.PREFIX + length)
                    .appendByte((byte) flag)
                    .appendInt(length)
                    .appendBuffer(message);
        }
        var prefix = Buffer.buffer(Deframer.PREFIX).appendByte((byte) flag).appendInt(length);
        return BufferInternal.buffer(Unpooled.wrappedBuffer(
                ((BufferInternal) prefix).getByteBuf(), ((BufferInternal) message).getByteBuf()));
    }
}
