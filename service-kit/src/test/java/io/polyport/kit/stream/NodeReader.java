package io.polyport.kit.stream;

import io.polyport.kit.bus.OutgoingCall;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.zip.CRC32C;

/** Reads one streamed answer and keeps only its CRC-32C: at once, slowed for a while, or with a stop after the first bytes. */
final class NodeReader {
    private static final long LOOK_MILLIS = 20;

    private final Context loop;
    private final CRC32C crc = new CRC32C();
    private final Promise<Long> whole = Promise.promise();
    private final Promise<Void> begun = Promise.promise();
    private final Promise<Boolean> stopped = Promise.promise();
    private InboundStream stream;
    private boolean stops;
    private long bytesPerSecond = Long.MAX_VALUE;
    private long slowUntil;
    private long began;
    private long total;

    NodeReader(Context loop) {
        this.loop = loop;
    }

    /** Reads no more than so many bytes in a second for so long. */
    NodeReader slowed(long rate, long millis) {
        bytesPerSecond = rate;
        slowUntil = System.currentTimeMillis() + millis;
        return this;
    }

    /** Stops after the first bytes until {@link #goOn}. */
    NodeReader stopping() {
        stops = true;
        return this;
    }

    /** Succeeds with the bytes' CRC-32C. */
    Future<Long> read(OutgoingCall.Received answer) {
        stream = answer.stream();
        began = System.currentTimeMillis();
        stream.exceptionHandler(failure -> {
            whole.tryFail(failure);
            stopped.tryFail(failure);
        });
        stream.endHandler(ignored -> whole.tryComplete(crc.getValue()));
        stream.handler(bytes -> {
            crc.update(bytes.getBytes());
            total += bytes.length();
            begun.tryComplete();
            if (stops) {
                stream.pause();
                stopped.tryComplete(true);
            } else if (isTooFast()) {
                stream.pause();
                lookAgain();
            }
        });
        return whole.future();
    }

    /** Succeeds when the first bytes are there. */
    Future<Void> begun() {
        return begun.future();
    }

    /** Succeeds when the reader has stopped; fails with the stream. */
    Future<Boolean> stopped() {
        return stopped.future();
    }

    /** The call failed, perhaps before there was anything to read. */
    void failed(Throwable failure) {
        stopped.tryFail(failure);
    }

    void goOn() {
        loop.runOnContext(ignored -> {
            stops = false;
            if (stream != null) {
                stream.resume();
            }
        });
    }

    private boolean isTooFast() {
        long now = System.currentTimeMillis();
        return now < slowUntil && total > (now - began) * bytesPerSecond / 1_000;
    }

    private void lookAgain() {
        loop.owner()
                .setTimer(
                        LOOK_MILLIS,
                        ignored -> loop.runOnContext(on -> {
                            if (isTooFast()) {
                                lookAgain();
                            } else {
                                stream.resume();
                            }
                        }));
    }
}
