package io.polyport.bench.sessions;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * No client for use: what the Java runtime alone needs for the sessions. Sockets and selectors on as many threads as there
 * are processors, the fewest commands, no deadlines, no encodings, no listing that is read. Nobody's client can be faster.
 */
final class BareSessions implements SessionLoad.Client {
    private static final int THREADS = Runtime.getRuntime().availableProcessors();

    private final int port;
    private final BareSession.Manner manner;

    BareSessions(int port, BareSession.Manner manner) {
        this.port = port;
        this.manner = manner;
    }

    @Override
    public int failed(int sessions) throws InterruptedException {
        var failed = new AtomicInteger();
        var over = new CountDownLatch(THREADS);
        for (int i = 0; i < THREADS; i++) {
            int share = sessions / THREADS + (i < sessions % THREADS ? 1 : 0);
            new Thread(() -> {
                        try {
                            failed.addAndGet(share - went(share));
                        } catch (IOException fault) {
                            failed.addAndGet(share);
                        }
                        over.countDown();
                    })
                    .start();
        }
        if (!over.await(120, TimeUnit.SECONDS)) {
            throw new IllegalStateException("sessions hang");
        }
        return failed.get();
    }

    /** How many of these went well. */
    private int went(int sessions) throws IOException {
        try (var selector = Selector.open()) {
            for (int i = 0; i < sessions; i++) {
                new BareSession(port, manner, selector);
            }
            var in = ByteBuffer.allocateDirect(8192);
            int well = 0;
            int open = sessions;
            while (open > 0) {
                selector.select();
                for (SelectionKey key : selector.selectedKeys()) {
                    Boolean end = key.isValid() ? ((BareSession) key.attachment()).ready(key, in) : null;
                    if (end != null) {
                        open--;
                        well += end ? 1 : 0;
                    }
                }
                selector.selectedKeys().clear();
            }
            return well;
        }
    }
}
