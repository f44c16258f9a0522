package io.polyport.kit.stream;

import io.vertx.core.buffer.Buffer;

/**
 * Sends a large body that is there already, a piece at a time as its reader takes it: queued at once, what a reader who stands
 * still does not take would count against the room that all streams of the program share. Used on the exchange's event loop.
 */
public final class WholeBody {
    private static final int PIECE = 64 * 1024;

    private final Buffer body;
    private final OutboundStream out;
    private int sent;
    private boolean ended;

    private WholeBody(Buffer body, OutboundStream out) {
        this.body = body;
        this.out = out;
    }

    /** Sends it to its end. */
    public static void send(Buffer body, OutboundStream out) {
        var sending = new WholeBody(body, out);
        out.drainHandler(ignored -> sending.more());
        sending.more();
    }

    private void more() {
        while (sent < body.length() && !out.writeQueueFull()) {
            int next = Math.min(sent + PIECE, body.length());
            out.write(body.slice(sent, next));
            sent = next;
        }
        if (sent == body.length() && !ended) {
            ended = true;
            out.end();
        }
    }
}
