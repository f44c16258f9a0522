package io.polyport.ftp.protocol;

import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.polyport.kit.stream.StreamSettings;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;

/**
 * How much is read from a data connection at a time: the more the faster bytes come, and at most one frame of the bus.
 * Netty's own measure goes up to 65,536 bytes, of which each time a frame and a rest of 1,024 bytes were made: twice as
 * many frames, or a copy of everything when such rests are joined with what comes after them.
 */
final class FrameSizedReads extends DefaultMaxMessagesRecvByteBufAllocator {
    static final int MOST = StreamSettings.MAX_FRAME;
    private static final int FIRST = 4096;
    private static final int READS_IN_A_ROW = 16;

    private FrameSizedReads() {
        super(READS_IN_A_ROW);
    }

    /** For a socket that has not read yet. */
    static NetSocket on(NetSocket socket) {
        ((NetSocketInternal) socket)
                .channelHandlerContext()
                .channel()
                .config()
                .setRecvByteBufAllocator(new FrameSizedReads());
        return socket;
    }

    @Override
    @SuppressWarnings("deprecation") // Netty's own allocators override it, too
    public RecvByteBufAllocator.Handle newHandle() {
        return new Sizes();
    }

    /** Grows with a read that fills its buffer, shrinks when two turns in a row would have fitted into half of it. */
    private final class Sizes extends MaxMessageHandle {
        private int size = FIRST;
        private boolean low;

        @Override
        public int guess() {
            return size;
        }

        @Override
        public void lastBytesRead(int bytes) {
            if (bytes > 0 && bytes == attemptedBytesRead()) {
                size = Math.min(MOST, size * 4);
                low = false;
            }
            super.lastBytesRead(bytes);
        }

        @Override
        public void readComplete() {
            boolean little = totalBytesRead() <= size / 2;
            if (little && low) {
                size = Math.max(FIRST, size / 2);
            }
            low = little;
        }
    }
}
