package io.polyport.kit.stream;

import java.util.ArrayDeque;

/**
 * What one event loop has to send to one peer program. Streams take turns, one frame each, and no more bytes are handed
 * to the bus than {@link StreamSettings#linkLimit} before their writes have gone out: what waits, waits here, where
 * credit, pings and small replies overtake it.
 */
final class Link {
    private final StreamEndpoint endpoint;
    private final int limit;
    private final ArrayDeque<Entry> turns = new ArrayDeque<>();
    private long inFlight;
    private boolean pumping;

    private record Entry(OutboundStream stream, Exchange exchange) {}

    Link(StreamEndpoint endpoint, int limit) {
        this.endpoint = endpoint;
        this.limit = limit;
    }

    void ready(OutboundStream stream, Exchange exchange) {
        if (!stream.queuedAtLink && stream.canSend() && exchange.peerKnown()) {
            stream.queuedAtLink = true;
            turns.add(new Entry(stream, exchange));
            pump();
        }
    }

    private void pump() {
        if (pumping) {
            return;
        }
        pumping = true;
        while (inFlight < limit && !turns.isEmpty()) {
            Entry entry = turns.poll();
            OutboundStream stream = entry.stream;
            stream.queuedAtLink = false;
            if (stream.canSend()) {
                send(stream, entry.exchange);
            }
        }
        pumping = false;
    }

    private void send(OutboundStream stream, Exchange exchange) {
        Frame frame = stream.next();
        int size = frame instanceof Frame.Data data ? data.bytes().length() : 0;
        boolean isEnd = frame instanceof Frame.End;
        inFlight += size;
        var written = endpoint.send(exchange.peerAddress(), frame);
        if (!isEnd && stream.canSend()) {
            stream.queuedAtLink = true;
            turns.add(new Entry(stream, exchange));
        }
        written.onComplete(result -> {
            inFlight -= size;
            pump();
        });
        stream.frameSent(isEnd);
    }
}
