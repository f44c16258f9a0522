package io.polyport.grpc.streams;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes of messages that streams hold for their readers, of all event loops together. Any thread may ask. */
public final class HeldBytes {
    private final long most;
    private final AtomicLong held = new AtomicLong();

    public HeldBytes(long most) {
        this.most = most;
    }

    boolean hasRoom() {
        return held.get() < most;
    }

    void more(long bytes) {
        held.addAndGet(bytes);
    }

    long held() {
        return held.get();
    }
}
