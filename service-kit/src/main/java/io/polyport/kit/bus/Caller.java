package io.polyport.kit.bus;

import io.polyport.kit.address.Addresses;
import io.polyport.kit.stream.Frame;
import io.polyport.kit.stream.StreamEndpoint;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.ReplyException;
import java.time.Duration;

/** Opens calls to service instances, from one event loop. */
public final class Caller {
    private static final Duration ACKNOWLEDGED_WITHIN = Duration.ofSeconds(2);

    private final BusMember member;
    private final StreamEndpoint endpoint;
    private final DeliveryOptions sealed;
    private final DeliveryOptions passed;

    public Caller(BusMember member, StreamEndpoint endpoint) {
        this(member, endpoint, ACKNOWLEDGED_WITHIN);
    }

    /** @param acknowledgedWithin an instance that has not taken a call after that counts as silent */
    public Caller(BusMember member, StreamEndpoint endpoint, Duration acknowledgedWithin) {
        this.member = member;
        this.endpoint = endpoint;
        this.sealed = new DeliveryOptions().setSendTimeout(acknowledgedWithin.toMillis());
        this.passed = new DeliveryOptions(sealed).setCodecName(OpeningCodec.NAME);
    }

    /** How long a body may be silent where no contract says otherwise. */
    public Duration idleTimeout() {
        return endpoint.streams().settings().idleTimeout();
    }

    /**
     * Opens a call. Never fails itself: what goes wrong reaches {@link OutgoingCall#answer}.
     *
     * @param envelope without its origin
     * @param inline the request body when the envelope says so, else empty
     */
    public OutgoingCall open(String service, String instance, Envelope envelope, Buffer inline) {
        var call = new OutgoingCall(endpoint, envelope);
        var exchange = endpoint.call(instance, envelope.deadline(), call);
        call.begin(exchange);
        exchange.idleLimit(envelope.flow().idle());
        var origin = new Envelope.Origin(member.instance(), endpoint.index(), exchange.id());
        var opening = new Opening(envelope.from(origin), inline);
        boolean leaves = member.vertx().isClustered();
        member.vertx()
                .eventBus()
                .<Frame>request(
                        Addresses.instance(service, instance),
                        leaves ? opening.seal(member.keyring()) : new Opening.Passed(opening, member.keyring()),
                        leaves ? sealed : passed)
                .onComplete(result -> {
                    if (result.succeeded()) {
                        call.acknowledged(result.result().body());
                    } else if (result.cause() instanceof ReplyException failure) {
                        call.notAcknowledged(failure.failureType());
                    } else {
                        call.notAcknowledged(null);
                    }
                });
        return call;
    }
}
