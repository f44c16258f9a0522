package io.polyport.ftp.exchanges;

import io.polyport.kit.address.Addresses;
import io.polyport.kit.bus.BusMember;
import io.polyport.kit.bus.Keyring;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks, as long as this instance has the exchanges with a file of its own, whether another one has them, too: of two that
 * started while the network was split, or one was frozen, neither has heard of the other by then. The one that has begun
 * later gives way. Both go by what both have said, so exactly one does, whatever their clocks are worth. An instance that
 * leaves stops its exchanges first, and says nothing more here.
 */
public final class SoleWatch {
    private static final Logger LOG = LoggerFactory.getLogger(SoleWatch.class);
    private static final long BEAT_MILLIS = 1_000;

    private final BusMember member;
    private final String service;
    private final Consumer<String> giveWay;
    private final Keyring keyring;
    private final Holder self;
    private MessageConsumer<Buffer> others;
    private long timer = -1;
    private boolean over;

    /** An instance that has the exchanges, since when by its own clock. */
    private record Holder(String instance, long since) {
        boolean isBefore(Holder other) {
            return since != other.since ? since < other.since : instance.compareTo(other.instance) < 0;
        }

        Buffer seal(Keyring keyring) {
            return keyring.seal(new JsonObject()
                    .put("instance", instance)
                    .put("since", since)
                    .toBuffer());
        }

        static Optional<Holder> open(Buffer sealed, Keyring keyring) {
            try {
                return keyring.open(sealed)
                        .map(JsonObject::new)
                        .map(json -> new Holder(json.getString("instance"), json.getLong("since")));
            } catch (RuntimeException unreadable) {
                return Optional.empty();
            }
        }
    }

    private SoleWatch(BusMember member, String service, Consumer<String> giveWay) {
        this.member = member;
        this.service = service;
        this.giveWay = giveWay;
        this.keyring = member.keyring().derive("sole-instance");
        this.self = new Holder(member.instance(), System.currentTimeMillis());
    }

    /**
     * Begins, on the calling event loop; a bus within this process has no others.
     *
     * @param giveWay told once, when another one stays, with the reason for the operator: exchanges have to stop at once, and
     *     the program has to end, since who only stays idle is still in the way of others that start
     */
    public static Future<SoleWatch> start(BusMember member, String service, Consumer<String> giveWay) {
        var watch = new SoleWatch(member, service, giveWay);
        return member.vertx().isClustered() ? watch.listen().map(watch) : Future.succeededFuture(watch);
    }

    private Future<Void> listen() {
        var bus = member.vertx().eventBus();
        others = bus.consumer(Addresses.sole(service));
        others.handler(message -> Holder.open(message.body(), keyring).ifPresent(this::hear));
        timer = member.vertx()
                .setPeriodic(1, BEAT_MILLIS, beat -> bus.publish(Addresses.sole(service), self.seal(keyring)));
        return others.completion();
    }

    private void hear(Holder other) {
        if (over || other.instance().equals(self.instance())) {
            return;
        }
        if (self.isBefore(other)) {
            LOG.warn(
                    "the instance {} of the service {} has the exchanges, too; it began later and gives way",
                    other.instance(),
                    service);
            return;
        }
        over = true;
        giveWay.accept(SoleInstance.reason(other.instance(), service));
    }

    /** The exchanges have stopped. */
    public Future<Void> close() {
        over = true;
        member.vertx().cancelTimer(timer);
        return others == null ? Future.succeededFuture() : others.unregister();
    }
}
