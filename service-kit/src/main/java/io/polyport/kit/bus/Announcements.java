package io.polyport.kit.bus;

import io.polyport.kit.address.Addresses;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.function.Consumer;

/** What the gateway hears of the instances of services, and what it asks them and tells them about themselves. */
public final class Announcements {
    private static final long CONTRACT_WITHIN_MILLIS = 2_000;

    private final BusMember member;
    private MessageConsumer<Buffer> consumer;

    public Announcements(BusMember member) {
        this.member = member;
    }

    /** Succeeds when sealed announcements reach {@code heard}, on the calling event loop; others are passed over. */
    public Future<Void> listen(Consumer<Announcement> heard) {
        consumer = member.vertx().eventBus().consumer(Addresses.ANNOUNCE);
        consumer.handler(
                message -> Announcement.open(message.body(), member.keyring()).ifPresent(heard));
        return consumer.completion();
    }

    /** Tells a leaving instance that its leave was noticed. */
    public void farewell(String instance) {
        member.vertx().eventBus().send(Addresses.farewell(instance), member.instance());
    }

    /**
     * The contract of an instance as JSON; empty when it is the one of the hash that is known already. Fails when the
     * instance does not answer within two seconds.
     */
    public Future<Buffer> contract(String service, String instance, String knownHash) {
        return member.vertx()
                .eventBus()
                .<Buffer>request(
                        Addresses.contract(service, instance),
                        knownHash,
                        new DeliveryOptions().setSendTimeout(CONTRACT_WITHIN_MILLIS))
                .map(reply -> reply.body());
    }

    public Future<Void> close() {
        return consumer == null ? Future.succeededFuture() : consumer.unregister();
    }
}
