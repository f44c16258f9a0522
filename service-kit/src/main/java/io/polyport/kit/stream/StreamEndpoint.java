package io.polyport.kit.stream;

import io.polyport.kit.address.Addresses;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One event loop's end of the stream protocol: one bus address for all its exchanges. Everything of it is used on the
 * context that opened it.
 */
public final class StreamEndpoint {
    private static final long TICK_MILLIS = 100;

    /** What counts of a longer one: this program was held up, and what came meanwhile is taken behind it. */
    private static final long MOST_OF_A_TICK_NANOS = 2 * TICK_MILLIS * 1_000_000;

    private final Vertx vertx;
    private final Streams streams;
    private final Context context;
    private final int index;
    private final Map<Long, Exchange> called = new HashMap<>();
    private final Map<Long, Exchange> serving = new HashMap<>();
    private final Map<String, Link> links = new HashMap<>();
    private MessageConsumer<Frame> consumer;
    private long timer;
    private long awake;
    private long now = System.currentTimeMillis();
    private long uptime = System.nanoTime();
    private long listensUntil = uptime;

    StreamEndpoint(Vertx vertx, Streams streams, Context context, int index) {
        this.vertx = vertx;
        this.streams = streams;
        this.context = context;
        this.index = index;
    }

    Future<StreamEndpoint> start() {
        consumer = vertx.eventBus().consumer(Addresses.peer(streams.instance(), index));
        consumer.handler(message -> receive(message.body()));
        timer = vertx.setPeriodic(TICK_MILLIS, ignored -> tick());
        return consumer.completion().map(this);
    }

    /** Gives up every exchange and the address; to be called when nothing is under way any longer. */
    public Future<Void> close() {
        vertx.cancelTimer(timer);
        ProblemException gone = StreamProblems.PEER_LOST.toException("The program was stopped.");
        everyExchange().forEach(exchange -> exchange.failBoth(gone));
        streams.closed(this);
        return consumer == null ? Future.succeededFuture() : consumer.unregister();
    }

    public Context context() {
        return context;
    }

    public int index() {
        return index;
    }

    public Streams streams() {
        return streams;
    }

    /** Exchanges that are under way on this event loop, as caller and as service. */
    public int size() {
        return called.size() + serving.size();
    }

    /** Milliseconds since the epoch, at most {@value #TICK_MILLIS} old. */
    public long now() {
        return now;
    }

    /**
     * Nanoseconds for measuring how long something lasts, at most {@value #TICK_MILLIS} ms old; no one can set this clock. It
     * stands still while this program does (a frozen process, a long pause): what came meanwhile lies unread, and nobody is
     * slow because we slept.
     */
    public long awake() {
        return awake;
    }

    /** The caller's side of a new exchange with an instance. */
    public Exchange call(String peerInstance, long deadline, Exchange.Listener listener) {
        var exchange =
                new Exchange(this, link(peerInstance), streams.newId(), true, peerInstance, -1, deadline, listener);
        called.put(exchange.id(), exchange);
        streams.peerUsed(peerInstance);
        return exchange;
    }

    /**
     * The service's side of an exchange that a caller opened.
     *
     * @return null when the exchange is known already or was cancelled before it arrived
     */
    public Exchange serve(long id, String peerInstance, int peerEndpoint, long deadline, Exchange.Listener listener) {
        if (!streams.admit(id, this)) {
            return null;
        }
        var exchange =
                new Exchange(this, link(peerInstance), id, false, peerInstance, peerEndpoint, deadline, listener);
        serving.put(id, exchange);
        streams.peerUsed(peerInstance);
        return exchange;
    }

    private Link link(String peerInstance) {
        Link link = links.computeIfAbsent(
                peerInstance, peer -> new Link(vertx, streams.settings(), unused -> links.remove(peer, unused)));
        link.join();
        return link;
    }

    void remove(Exchange exchange) {
        (exchange.isCaller() ? called : serving).remove(exchange.id());
        if (!exchange.isCaller()) {
            streams.dismiss(exchange.id());
        }
        streams.peerReleased(exchange.peerInstance());
        exchange.link().leave();
    }

    private void receive(Frame frame) {
        if (frame instanceof Frame.Ping ping) {
            streams.heard(ping.instance());
            return;
        }
        Exchange exchange = (frame.toCaller() ? called : serving).get(frame.exchange());
        if (exchange != null) {
            streams.heard(exchange.peerInstance());
            exchange.receive(frame);
        } else if (!frame.toCaller() && (frame instanceof Frame.Cancel || frame instanceof Frame.Fail)) {
            streams.stopElsewhere(frame, this);
        }
    }

    /** The end of an exchange that lives on this event loop, found through another endpoint's address. */
    void receiveForwarded(Frame stop) {
        Exchange exchange = serving.get(stop.exchange());
        if (exchange != null) {
            exchange.receive(stop);
        }
    }

    /**
     * Who was asleep itself (a frozen process, a long pause) listens for as long as a ping takes to come before it calls a
     * peer lost: where the whole machine stood still, the peers wake up at the same time, but not all at once.
     */
    private void tick() {
        long before = uptime;
        uptime = System.nanoTime();
        now = System.currentTimeMillis();
        streams.pingPeersWhenDue(uptime);
        long ping = streams.settings().pingInterval().toNanos();
        if (uptime - before >= ping) {
            listensUntil = uptime + ping;
        }
        boolean wasAwake = uptime - listensUntil >= 0;
        for (Exchange exchange : everyExchange()) {
            exchange.tick(now, wasAwake && streams.isLost(exchange.peerInstance()));
        }
        awake += Math.min(uptime - before, MOST_OF_A_TICK_NANOS);
    }

    private List<Exchange> everyExchange() {
        var all = new ArrayList<Exchange>(size());
        all.addAll(called.values());
        all.addAll(serving.values());
        return all;
    }
}
