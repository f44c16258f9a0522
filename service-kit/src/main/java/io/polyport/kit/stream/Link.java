package io.polyport.kit.stream;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.MessageProducer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What one event loop has to send to one peer program. Streams take turns, one frame each. No more bytes are handed to
 * the bus than {@link StreamSettings#linkLimit} before their writes have gone out, and no more are on their way than
 * {@link StreamSettings#linkWindow} before the peer's event loops have taken them: what waits, waits here, where credit,
 * pings and small replies overtake it, and not in sockets and queues on the way. Lives as long as an exchange with the
 * peer or a write to it is open.
 */
final class Link {
    private static final DeliveryOptions FRAMES = new DeliveryOptions().setCodecName(FrameCodec.NAME);

    private static final int FED_AHEAD = 4;

    private final Vertx vertx;
    private final int limit;
    private final int window;
    private final Consumer<Link> whenUnused;
    private final ArrayDeque<OutboundStream> turns = new ArrayDeque<>();
    private final ArrayDeque<OutboundStream> hungry = new ArrayDeque<>();
    private final Map<String, MessageProducer<Frame>> producers = new HashMap<>();
    private int exchanges;
    private long inFlight;
    private long unacknowledged;
    private boolean pumping;

    /** @param whenUnused told when nothing is open any longer */
    Link(Vertx vertx, StreamSettings settings, Consumer<Link> whenUnused) {
        this.vertx = vertx;
        this.limit = settings.linkLimit();
        this.window = settings.linkWindow();
        this.whenUnused = whenUnused;
    }

    void join() {
        exchanges++;
    }

    void leave() {
        exchanges--;
        closeUnused();
    }

    /** Hands a frame to the bus at once; fails when the bus could not get rid of it. */
    Future<Void> send(String address, Frame frame) {
        return producers
                .computeIfAbsent(address, to -> vertx.eventBus().sender(to, FRAMES))
                .write(frame);
    }

    /** The stream may have something to send: it gets its turn, now or later. */
    void ready(OutboundStream stream) {
        if (!stream.queuedAtLink && stream.canSend()) {
            stream.queuedAtLink = true;
            turns.add(stream);
            pump();
        }
    }

    private void pump() {
        if (pumping) {
            return;
        }
        pumping = true;
        try {
            feed();
            while (inFlight < limit && unacknowledged < window && !turns.isEmpty()) {
                OutboundStream stream = turns.poll();
                stream.queuedAtLink = false;
                if (stream.canSend()) {
                    sendOne(stream);
                }
                feed();
            }
        } finally {
            pumping = false;
        }
    }

    /**
     * So many bytes of a body are about to go.
     *
     * @return whether the peer shall tell when they have arrived: not below half of the window, so that little traffic
     *     is not doubled
     */
    boolean sending(int size) {
        unacknowledged += size;
        return unacknowledged > window / 2;
    }

    /** So many bytes have arrived, or are no longer waited for. */
    void acknowledged(long size) {
        unacknowledged -= size;
        pump();
    }

    /** The stream's writer could go on: it will be told when few others wait for their turn, so that little is queued. */
    void hungry(OutboundStream stream) {
        hungry.add(stream);
        pump();
    }

    private void feed() {
        while (turns.size() < FED_AHEAD && !hungry.isEmpty()) {
            hungry.poll().drain();
        }
    }

    private void sendOne(OutboundStream stream) {
        Frame frame = stream.next();
        int size = frame instanceof Frame.Data data ? data.bytes().length() : 0;
        inFlight += size;
        Future<Void> written = stream.send(frame);
        if (stream.canSend() && !(frame instanceof Frame.End)) {
            stream.queuedAtLink = true;
            turns.add(stream);
        }
        written.onComplete(result -> {
            inFlight -= size;
            stream.frameLeft(frame);
            pump();
            closeUnused();
        });
        stream.frameSent(frame);
    }

    private void closeUnused() {
        if (exchanges == 0 && inFlight == 0) {
            whenUnused.accept(this);
        }
    }
}
