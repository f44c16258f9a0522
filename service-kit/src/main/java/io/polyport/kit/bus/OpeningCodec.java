package io.polyport.kit.bus;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;

/** Openings within one process: they are passed on as they are, and never written. */
final class OpeningCodec implements MessageCodec<Opening.Passed, Opening.Passed> {
    static final String NAME = "polyport.opening";

    static void register(Vertx vertx) {
        try {
            vertx.eventBus().registerCodec(new OpeningCodec());
        } catch (IllegalStateException alreadyThere) {
            // Several members share one bus, and with it the codec.
            return;
        }
    }

    @Override
    public void encodeToWire(Buffer wire, Opening.Passed opening) {
        throw new UnsupportedOperationException("an opening leaves the process only sealed");
    }

    @Override
    public Opening.Passed decodeFromWire(int start, Buffer wire) {
        throw new UnsupportedOperationException("an opening comes from another process only sealed");
    }

    @Override
    public Opening.Passed transform(Opening.Passed opening) {
        return opening;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public byte systemCodecID() {
        return -1;
    }
}
