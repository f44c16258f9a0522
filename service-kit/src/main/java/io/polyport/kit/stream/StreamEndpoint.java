package io.polyport.kit.stream;

import io.polyport.kit.address.Addresses;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.MessageProducer;
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
    private static final DeliveryOptions FRAMES = new DeliveryOptions().setCodecName(FrameCodec.NAME);

    private final Vertx vertx;
    private final Streams streams;
    private final Context context;
    private final int index;
    private final Map<Long, Exchange> called = new HashMap<>();
    private final Map<Long, Exchange> serving = new HashMap<>();
    private final Map<String, Link> links = new HashMap<>();
    private final Map<String, MessageProducer<Frame>> producers = new HashMap<>();
    private MessageConsumer<Frame> consumer;
    private long timer;
    private long now = System.currentTimeMillis();

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

    /** The caller's side of a new exchange with an instance. */
    public Exchange call(String peerInstance, long deadline, Exchange.Listener listener) {
        var exchange = new Exchange(this, streams.newId(), true, peerInstance, -1, deadline, listener);
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
        var exchange = new Exchange(this, id, false, peerInstance, peerEndpoint, deadline, listener);
        serving.put(id, exchange);
        streams.peerUsed(peerInstance);
        return exchange;
    }

    Link link(String peerInstance) {
        return links.computeIfAbsent(
                peerInstance, ignored -> new Link(this, streams.settings().linkLimit()));
    }

    Future<Void> send(String address, Frame frame) {
        return producers
                .computeIfAbsent(address, to -> vertx.eventBus().sender(to, FRAMES))
                .write(frame);
    }

    void remove(Exchange exchange) {
        (exchange.isCaller() ? called : serving).remove(exchange.id());
        if (!exchange.isCaller()) {
            streams.dismiss(exchange.id());
        }
        if (streams.peerReleased(exchange.peerInstance())) {
            links.remove(exchange.peerInstance());
            producers.keySet().removeIf(address -> Addresses.isPeerOf(address, exchange.peerInstance()));
        }
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
        } else if (frame instanceof Frame.Cancel cancel && !frame.toCaller()) {
            streams.cancelElsewhere(cancel, this);
        }
    }

    /** A cancel whose exchange lives on this event loop, found through another endpoint's address. */
    void receiveForwarded(Frame.Cancel cancel) {
        Exchange exchange = serving.get(cancel.exchange());
        if (exchange != null) {
            exchange.receive(cancel);
        }
    }

    private void tick() {
        now = System.currentTimeMillis();
        for (Exchange exchange : everyExchange()) {
            exchange.tick(now);
        }
    }

    private List<Exchange> everyExchange() {
        var all = new ArrayList<Exchange>(size());
        all.addAll(called.values());
        all.addAll(serving.values());
        return all;
    }
}
