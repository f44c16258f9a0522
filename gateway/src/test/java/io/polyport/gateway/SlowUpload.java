package io.polyport.gateway;

import io.polyport.kit.fixtures.Pattern;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A body of {@link Pattern} bytes (seed 1) that is handed out at 20 MiB a second at most, and says how far it is. */
final class SlowUpload extends InputStream {
    private static final int PIECE = 64 << 10;

    private final long size;
    private volatile long sent;

    SlowUpload(long size) {
        this.size = size;
    }

    /** Bytes that the client has taken. */
    long sent() {
        return sent;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        long at = sent;
        if (at == size) {
            return -1;
        }
        int count = (int) Math.min(Math.min(length, PIECE), size - at);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(3));
        System.arraycopy(Pattern.bytes(1, at, count).getBytes(), 0, into, offset, count);
        sent = at + count;
        return count;
    }
}
