package io.polyport.gateway.exchange;

import io.polyport.gateway.route.Directory;
import io.polyport.gateway.route.Registry;
import io.polyport.kit.bus.Caller;
import io.polyport.kit.bus.Envelope;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Optional;

/** Sends calls over the bus from one event loop. */
public final class Forwarder {
    private final Registry registry;
    private final Caller caller;

    public Forwarder(Registry registry, Caller caller) {
        this.registry = registry;
        this.caller = caller;
    }

    /**
     * Begins a call.
     *
     * @param bound the only instance that may be asked, for opened things
     * @param inline the whole request body when the envelope says {@code INLINE}, else empty
     * @param body the request body when the envelope says {@code STREAM}
     */
    public ForwardedCall forward(
            Directory.Target target,
            Optional<String> bound,
            Envelope envelope,
            Buffer inline,
            Optional<RequestBody> body) {
        var call = new ForwardedCall(this, target, bound, envelope, inline, body);
        call.attempt();
        return call;
    }

    /** How long a body may be silent where no contract says otherwise. */
    public Duration idleTimeout() {
        return caller.idleTimeout();
    }

    Directory directory() {
        return registry.directory();
    }

    Caller caller() {
        return caller;
    }
}
