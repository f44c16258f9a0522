package io.polyport.kit.bus;

import io.polyport.kit.stream.StreamEndpoint;
import io.polyport.kit.stream.Streams;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/**
 * A program as a member of the bus: who it is, with which keys it seals or verifies, and its streams.
 *
 * @param instance this copy's name, new at every start
 */
public record BusMember(Vertx vertx, String instance, Keyring keyring, Streams streams) {
    public BusMember {
        OpeningCodec.register(vertx);
    }

    /** This program's end of the stream protocol on the calling verticle's event loop. */
    public Future<StreamEndpoint> endpoint(Context context) {
        return streams.open(context);
    }
}
