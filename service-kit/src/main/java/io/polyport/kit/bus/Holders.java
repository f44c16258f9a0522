package io.polyport.kit.bus;

import io.polyport.kit.address.Addresses;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The instances of a service that hold what only one of them may, and know of no place in which they could see each other:
 * each says so every second, sealed, as long as it does.
 */
public final class Holders {
    private static final long BEAT_MILLIS = 1_000;

    private final BusMember member;
    private final String service;
    private final Keyring keyring;
    private MessageConsumer<Buffer> others;
    private long timer = -1;

    /**
     * One of them.
     *
     * @param since when it began to hold, in milliseconds by its own clock
     */
    public record Holder(String instance, long since) {
        private Buffer seal(Keyring keyring) {
            return keyring.seal(new JsonObject()
                    .put("instance", instance)
                    .put("since", since)
                    .toBuffer());
        }

        private static Optional<Holder> open(Buffer sealed, Keyring keyring) {
            try {
                return keyring.open(sealed)
                        .map(JsonObject::new)
                        .map(json -> new Holder(json.getString("instance"), json.getLong("since")));
            } catch (RuntimeException unreadable) {
                return Optional.empty();
            }
        }
    }

    public Holders(BusMember member, String service) {
        this.member = member;
        this.service = service;
        this.keyring = member.keyring().derive("holders");
    }

    /** Says of {@code self} that it is one; others reach {@code heard}, again and again, on the calling event loop. */
    public Future<Void> join(Holder self, Consumer<Holder> heard) {
        var bus = member.vertx().eventBus();
        others = bus.consumer(Addresses.holders(service));
        others.handler(message -> Holder.open(message.body(), keyring)
                .filter(one -> !one.instance().equals(self.instance()))
                .ifPresent(heard));
        timer = member.vertx()
                .setPeriodic(1, BEAT_MILLIS, beat -> bus.publish(Addresses.holders(service), self.seal(keyring)));
        return others.completion();
    }

    /** Holds no longer. */
    public Future<Void> leave() {
        member.vertx().cancelTimer(timer);
        return others == null ? Future.succeededFuture() : others.unregister();
    }
}
