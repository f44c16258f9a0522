package io.polyport.kit.bus;

import io.polyport.kit.address.Addresses;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the house informed of one program: announces it every second, hands out its contract, and sees to it that every
 * gateway knows before it leaves. Gateways use it too, so that leaving services know whom to wait for.
 */
public final class Announcer {
    private static final long BEAT_MILLIS = 1_000;
    private static final long GATEWAY_FORGOTTEN_MILLIS = 3_500;
    private static final long FAREWELL_MILLIS = 2_000;
    private static final long FOREIGN_SEAL_MILLIS = 60_000;
    private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);

    /** What is announced and does not change. */
    public record Profile(
            String name, String version, List<String> prefixes, JsonObject templates, Optional<Contract> contract) {}

    private final BusMember member;
    private final Profile profile;
    private final ServiceState load;
    private final Map<String, Long> gateways = new ConcurrentHashMap<>();
    private final Set<String> farewells = ConcurrentHashMap.newKeySet();
    private volatile Announcement.State state = Announcement.State.STARTING;
    private long sequence;
    private long timer = -1;
    private long foreignSealSaid;
    private List<MessageConsumer<?>> consumers = List.of();

    public Announcer(BusMember member, Profile profile, ServiceState load) {
        this.member = member;
        this.profile = profile;
        this.load = load;
    }

    /** Begins to announce in state {@code STARTING}; fails at once when what there is to announce is too large. */
    public Future<Void> start() {
        try {
            announcement(Announcement.State.STARTING, Long.MAX_VALUE, Integer.MAX_VALUE)
                    .seal(member.keyring());
        } catch (IllegalStateException tooLarge) {
            return Future.failedFuture(tooLarge);
        }
        var bus = member.vertx().eventBus();
        MessageConsumer<Buffer> others = bus.consumer(Addresses.ANNOUNCE);
        others.handler(message -> listen(message.body()));
        MessageConsumer<String> farewell = bus.consumer(Addresses.farewell(member.instance()));
        farewell.handler(message -> farewells.add(message.body()));
        consumers = new ArrayList<>(List.of(others, farewell));
        profile.contract().ifPresent(contract -> {
            MessageConsumer<String> contracts = bus.consumer(Addresses.contract(profile.name(), member.instance()));
            contracts.handler(message ->
                    message.reply(contract.hash().equals(message.body()) ? Buffer.buffer() : contract.bytes()));
            consumers.add(contracts);
        });
        timer = member.vertx().setPeriodic(BEAT_MILLIS, ignored -> announce());
        return Future.all(consumers.stream().map(MessageConsumer::completion).toList())
                .onSuccess(ignored -> announce())
                .mapEmpty();
    }

    /** From now on calls may come. */
    public void ready() {
        state = Announcement.State.READY;
        announce();
    }

    public Announcement.State state() {
        return state;
    }

    /** Announces the leave; succeeds when every gateway has seen it, or after 2 s. */
    public Future<Void> leave() {
        state = Announcement.State.DRAINING;
        farewells.clear();
        announce();
        Promise<Void> seen = Promise.promise();
        long until = System.currentTimeMillis() + FAREWELL_MILLIS;
        member.vertx().setPeriodic(20, id -> {
            if (farewells.containsAll(liveGateways()) || System.currentTimeMillis() > until) {
                member.vertx().cancelTimer(id);
                seen.complete();
            }
        });
        return seen.future();
    }

    /** Falls silent and gives the addresses back. */
    public Future<Void> close() {
        if (timer >= 0) {
            member.vertx().cancelTimer(timer);
        }
        return Future.join(consumers.stream().map(MessageConsumer::unregister).toList())
                .mapEmpty();
    }

    private Set<String> liveGateways() {
        long now = System.currentTimeMillis();
        gateways.values().removeIf(seen -> now - seen > GATEWAY_FORGOTTEN_MILLIS);
        return new HashSet<>(gateways.keySet());
    }

    private void listen(Buffer message) {
        var announcement = Announcement.open(message, member.keyring());
        if (announcement.isEmpty()) {
            warnOfForeignSeal();
        }
        announcement.ifPresent(other -> {
            if (other.name().equals(Announcement.GATEWAY) && !other.instance().equals(member.instance())) {
                if (other.state() == Announcement.State.DRAINING) {
                    // It may be gone before it can answer, and takes nothing new: there is nothing to wait for.
                    gateways.remove(other.instance());
                    return;
                }
                Long known = gateways.put(other.instance(), System.currentTimeMillis());
                if (known == null || other.state() == Announcement.State.STARTING) {
                    announce();
                }
            }
        });
    }

    /** Once a minute at most: whoever has other keys announces itself every second. */
    private void warnOfForeignSeal() {
        long now = System.currentTimeMillis();
        if (now - foreignSealSaid >= FOREIGN_SEAL_MILLIS) {
            foreignSealSaid = now;
            LOG.warn("ignored an announcement that none of our keys has sealed: a member of the cluster has other"
                    + " bus.seal.keys than this program, or does not belong here; calls between the two are refused");
        }
    }

    private synchronized void announce() {
        var announcement = announcement(state, ++sequence, load.inFlight());
        member.vertx().eventBus().publish(Addresses.ANNOUNCE, announcement.seal(member.keyring()));
    }

    private Announcement announcement(Announcement.State now, long number, int underWay) {
        return new Announcement(
                profile.name(),
                member.instance(),
                profile.version(),
                now,
                number,
                underWay,
                profile.prefixes(),
                profile.templates(),
                profile.contract().map(Contract::hash).orElse(""));
    }
}
