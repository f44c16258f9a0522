package io.polyport.kit.stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.List;
import java.util.zip.CRC32C;

/** Several buffers as one. */
final class Joined {
    /** Of more parts than this a copy is cheaper than to look for the right one each time. */
    private static final int MOST_PARTS = 16;

    private Joined() {}

    /** @param size of all parts together, bytes */
    static Buffer of(List<Buffer> parts, int size) {
        if (parts.size() > MOST_PARTS) {
            Buffer copy = Buffer.buffer(size);
            parts.forEach(copy::appendBuffer);
            return copy;
        }
        ByteBuf[] bytes =
                parts.stream().map(part -> ((BufferInternal) part).getByteBuf()).toArray(ByteBuf[]::new);
        return BufferInternal.buffer(Unpooled.wrappedBuffer(MOST_PARTS, bytes));
    }

    static void update(CRC32C crc, Buffer bytes) {
        ByteBuf raw = ((BufferInternal) bytes).getByteBuf();
        if (raw.hasArray()) {
            crc.update(raw.array(), raw.arrayOffset() + raw.readerIndex(), raw.readableBytes());
        } else {
            for (var part : raw.nioBuffers()) {
                crc.update(part);
            }
        }
    }
}
