package io.polyport.gateway.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;

/**
 * Stops a body while its caller does not take what was written. Counts bytes, because Vert.x 5.0.7 counts messages: it calls
 * a response's queue full when 16 writes wait behind the connection's own 64 KiB, and with frames of 64 KiB each caller who
 * has stopped reading held 1 MiB of the heap. Used on the response's event loop.
 */
final class Unwritten {
    /** Little, because it is not in the program's budget for streams: what the kernel takes at once never counts. */
    private static final int MOST = 16 * 1024;

    private final Runnable stop;
    private final Runnable goOn;
    private int bytes;
    private boolean stopped;

    Unwritten(ReadStream<Buffer> body) {
        this(body::pause, body::resume);
    }

    /**
     * @param stop runs when too much waits
     * @param goOn runs when little of that is left
     */
    Unwritten(Runnable stop, Runnable goOn) {
        this.stop = stop;
        this.goOn = goOn;
    }

    boolean isTooMuch() {
        return stopped;
    }

    /** Counts what is being written until it is. */
    void count(int length, Future<Void> write) {
        bytes += length;
        if (bytes >= MOST && !stopped) {
            stopped = true;
            stop.run();
        }
        write.onSuccess(written -> {
            bytes -= length;
            if (stopped && bytes <= MOST / 2) {
                stopped = false;
                goOn.run();
            }
        });
    }
}
