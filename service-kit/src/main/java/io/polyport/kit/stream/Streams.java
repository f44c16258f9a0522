package io.polyport.kit.stream;

import io.polyport.kit.address.Addresses;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A program's part in the stream protocol that its event loops share: the memory for transfers, which peers live, and
 * where an exchange is being worked on. One per program; safe to use from any thread.
 */
public final class Streams {
    private static final int MOST_TOMBSTONES = 10_000;
    private static final long TOMBSTONE_MILLIS = 10_000;

    private final Vertx vertx;
    private final String instance;
    private final StreamSettings settings;
    private final CreditBudget credit;
    private final SendBudget sending;
    private final SecureRandom random = new SecureRandom();
    private final AtomicInteger endpoints = new AtomicInteger();
    private final AtomicLong lastPing = new AtomicLong(System.nanoTime());
    private final Map<String, Peer> peers = new ConcurrentHashMap<>();
    private final Map<Long, StreamEndpoint> serving = new ConcurrentHashMap<>();
    /** Cancels that came before their opening: exchange id to the time when they are forgotten. */
    private final Map<Long, Long> tombstones = new ConcurrentHashMap<>();

    private static final class Peer {
        private volatile long lastHeard = System.nanoTime();
        private int exchanges;
    }

    public Streams(Vertx vertx, String instance, StreamSettings settings) {
        this.vertx = vertx;
        this.instance = instance;
        this.settings = settings;
        this.credit = new CreditBudget(settings.receiveBudget(), settings.maxWindow());
        this.sending = new SendBudget(settings.sendBudget());
        registerCodec(vertx);
    }

    private static void registerCodec(Vertx vertx) {
        try {
            vertx.eventBus().registerCodec(new FrameCodec());
        } catch (IllegalStateException alreadyThere) {
            // Several programs share one JVM and one bus in standalone; they share the codec too.
            return;
        }
    }

    /** An endpoint on the event loop of the calling verticle. */
    public Future<StreamEndpoint> open(Context context) {
        return new StreamEndpoint(vertx, this, context, endpoints.getAndIncrement()).start();
    }

    public String instance() {
        return instance;
    }

    public StreamSettings settings() {
        return settings;
    }

    public CreditBudget credit() {
        return credit;
    }

    /** Bytes that wait in this program to be sent. */
    public long waitingToBeSent() {
        return sending.waiting();
    }

    /** Exchanges that this program is working on as a service. */
    public int servingNow() {
        return serving.size();
    }

    SendBudget sending() {
        return sending;
    }

    long newId() {
        return random.nextLong();
    }

    boolean admit(long id, StreamEndpoint endpoint) {
        return tombstones.remove(id) == null && serving.putIfAbsent(id, endpoint) == null;
    }

    void dismiss(long id) {
        serving.remove(id);
    }

    void closed(StreamEndpoint endpoint) {
        serving.values().removeIf(owner -> owner == endpoint);
    }

    /** A caller that never learned which event loop took its call cancels it, or gives it up, at endpoint 0. */
    void stopElsewhere(Frame stop, StreamEndpoint receiver) {
        StreamEndpoint owner = serving.get(stop.exchange());
        if (owner != null && owner != receiver) {
            owner.context().runOnContext(ignored -> owner.receiveForwarded(stop));
        } else if (owner == null) {
            forgetOldTombstones();
            if (tombstones.size() < MOST_TOMBSTONES) {
                tombstones.put(stop.exchange(), System.currentTimeMillis() + TOMBSTONE_MILLIS);
            }
        }
    }

    private void forgetOldTombstones() {
        long now = System.currentTimeMillis();
        tombstones.values().removeIf(until -> until < now);
    }

    void peerUsed(String peer) {
        peers.compute(peer, (name, known) -> {
            Peer used = known == null ? new Peer() : known;
            used.exchanges++;
            return used;
        });
    }

    void peerReleased(String peer) {
        peers.computeIfPresent(peer, (name, known) -> --known.exchanges <= 0 ? null : known);
    }

    void heard(String peer) {
        Peer known = peers.get(peer);
        if (known != null) {
            known.lastHeard = System.nanoTime();
        }
    }

    boolean isLost(String peer) {
        Peer known = peers.get(peer);
        return known != null
                && System.nanoTime() - known.lastHeard > settings.lostAfter().toNanos();
    }

    /** Every event loop asks, so that the peers hear of us as long as one of them runs. */
    void pingPeersWhenDue(long uptime) {
        long last = lastPing.get();
        if (uptime - last < settings.pingInterval().toNanos() || !lastPing.compareAndSet(last, uptime)) {
            return;
        }
        var options = new DeliveryOptions().setCodecName(FrameCodec.NAME);
        for (String peer : peers.keySet()) {
            vertx.eventBus().send(Addresses.peer(peer, 0), new Frame.Ping(instance), options);
        }
    }
}
