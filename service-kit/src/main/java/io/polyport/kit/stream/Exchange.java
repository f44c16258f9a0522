package io.polyport.kit.stream;

import io.polyport.kit.address.Addresses;
import io.polyport.kit.problem.ProblemException;
import io.polyport.kit.problem.Problems;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One side of one call: the body that arrives, the body that leaves, and how the two end. The exchange is over when the
 * answer is over, whole or not; whatever else was open ends with it. Used on its endpoint's event loop.
 */
public final class Exchange {
    /** What happens to an exchange; every method is called on the endpoint's event loop. */
    public interface Listener {
        /** The answer's head has come (caller's side only). */
        default void head(Frame.Head head) {}

        /** A frame has come: the peer is working on this exchange. */
        default void frame() {}

        /** The exchange was given up: by the peer, by a limit, or because the peer is lost. Called at most once. */
        default void failed(ProblemException problem) {}

        /** Nothing of this exchange is left to do, however it ended. Called once. */
        default void ended() {}

        /** Called ten times a second while the exchange is open. */
        default void tick(long now) {}
    }

    private final StreamEndpoint endpoint;
    private final Link link;
    private final long id;
    private final boolean caller;
    private final String peerInstance;
    private final Listener listener;
    private final InboundStream in;
    private final OutboundStream out;
    private int peerEndpoint;
    private long deadline;
    private long lastActivity;
    private long idleNanos;
    private boolean over;

    Exchange(
            StreamEndpoint endpoint,
            Link link,
            long id,
            boolean caller,
            String peerInstance,
            int peerEndpoint,
            long deadline,
            Listener listener) {
        this.endpoint = endpoint;
        this.link = link;
        this.id = id;
        this.caller = caller;
        this.peerInstance = peerInstance;
        this.peerEndpoint = peerEndpoint;
        this.deadline = deadline;
        this.listener = listener;
        this.lastActivity = endpoint.awake();
        this.idleNanos = endpoint.streams().settings().idleTimeout().toNanos();
        this.in = new InboundStream(this, endpoint.streams().credit());
        this.out = new OutboundStream(this, endpoint.streams().sending());
    }

    public long id() {
        return id;
    }

    /** The caller's answer body; the service's request body. */
    public InboundStream in() {
        return in;
    }

    /** The caller's request body; the service's answer body. */
    public OutboundStream out() {
        return out;
    }

    public boolean isOver() {
        return over;
    }

    public String peerInstance() {
        return peerInstance;
    }

    /** Until when a body may wait for memory, milliseconds since the epoch. */
    public void deadline(long newDeadline) {
        deadline = newDeadline;
    }

    /** How long both bodies may be silent, milliseconds; 0 for the program's own limit. Both sides have to know it. */
    public void idleLimit(long millis) {
        if (millis > 0) {
            idleNanos = TimeUnit.MILLISECONDS.toNanos(millis);
        }
    }

    /** The peer's endpoint, as its acknowledgement told; frames tell it too. */
    public void peerEndpoint(int number) {
        if (peerEndpoint < 0) {
            peerEndpoint = number;
            out.ready();
        }
    }

    /** Sends the answer's head; a body may follow on {@link #out}. */
    public void sendHead(int status, List<Map.Entry<String, String>> headers) {
        send(new Frame.Head(id, endpoint.index(), status, headers, null));
    }

    /** Sends an answer whose body is complete and small, and ends the exchange. */
    public void sendWhole(int status, List<Map.Entry<String, String>> headers, Buffer body) {
        send(new Frame.Head(id, endpoint.index(), status, headers, body));
        finish();
    }

    /** Tells the peer that nobody waits any longer, and ends this side; both bodies fail with {@code bus.cancelled}. */
    public void cancel(String reason) {
        if (!over) {
            send(new Frame.Cancel(id, !caller, endpoint.index(), reason));
            failHere(StreamProblems.CANCELLED.toException());
        }
    }

    /** Gives the exchange up on both sides; the peer is told the problem. */
    public void failBoth(ProblemException problem) {
        if (!over) {
            send(new Frame.Fail(id, !caller, endpoint.index(), problem.problem().toJson()));
            failHere(problem);
        }
    }

    /** Ends this side without a word: the answer was complete. */
    public void finish() {
        if (!over) {
            over = true;
            ProblemException answered =
                    StreamProblems.CANCELLED.toException("The answer was complete before the body.");
            in.fail(answered);
            out.fail(answered);
            endpoint.remove(this);
            listener.ended();
        }
    }

    Link link() {
        return link;
    }

    Context context() {
        return endpoint.context();
    }

    int endpointIndex() {
        return endpoint.index();
    }

    boolean isCaller() {
        return caller;
    }

    boolean sendsToCaller() {
        return !caller;
    }

    boolean peerKnown() {
        return peerEndpoint >= 0;
    }

    /** An unknown endpoint is reached through number 0, which finds the right one. */
    String peerAddress() {
        return Addresses.peer(peerInstance, Math.max(peerEndpoint, 0));
    }

    long admissionDeadline() {
        return Math.max(deadline, endpoint.now() + 1_000);
    }

    void touch() {
        lastActivity = endpoint.awake();
    }

    void grant(long bytes) {
        touch();
        send(new Frame.Credit(id, !caller, endpoint.index(), bytes, in.tellReceived()));
    }

    /** What arrived is told together with what is granted, or alone when nothing is. */
    private void acknowledge() {
        if (!over && in.hasUntold()) {
            grant(0);
        }
    }

    void directionOver() {
        if (!over && (caller ? in.isOver() : out.isOver())) {
            finish();
        }
    }

    /**
     * The peer's acknowledgement, which is a frame too: a whole answer, a refusal, or a credit of nothing. A peer that answers
     * every call at once has none open when it is time to ping: this may be all that is heard of it.
     */
    public void acknowledge(Frame frame) {
        endpoint.streams().heard(peerInstance);
        receive(frame);
    }

    void receive(Frame frame) {
        touch();
        listener.frame();
        peerEndpoint(frame.from());
        switch (frame) {
            case Frame.Data data -> {
                in.data(data);
                if (data.acknowledge()) {
                    acknowledge();
                }
            }
            case Frame.End end -> in.end(end);
            case Frame.Credit credit -> {
                out.acknowledged(credit.received());
                out.credit(credit.bytes());
            }
            case Frame.Head head -> {
                if (caller) {
                    listener.head(head);
                }
            }
            case Frame.Fail fail -> failHere(Problems.fromJson(fail.problem()).toException());
            case Frame.Cancel cancel -> failHere(StreamProblems.CANCELLED.toException());
            case Frame.Ping ping -> {}
        }
    }

    /** @param peerLost nothing was heard of the peer for too long */
    void tick(long now, boolean peerLost) {
        if (peerLost) {
            peerLost();
        }
        in.tick(now);
        out.tick(now);
        if (isMoving() && endpoint.awake() - lastActivity > idleNanos) {
            failBoth(StreamProblems.IDLE.toException());
        } else if (!over) {
            listener.tick(now);
        }
    }

    private boolean isMoving() {
        return (in.isStarted() && !in.isOver()) || (out.isStarted() && !out.isOver());
    }

    /** Who has the whole answer needs its sender no longer, however long its reader takes over the last bytes. */
    private void peerLost() {
        if (caller && in.isWhole()) {
            out.fail(StreamProblems.PEER_LOST.toException());
        } else {
            failHere(StreamProblems.PEER_LOST.toException());
        }
    }

    /** Runs a handler of this exchange's user; if it throws, the exchange is given up and nothing else suffers. */
    void guarded(Runnable handler) {
        try {
            handler.run();
        } catch (RuntimeException fault) {
            failBoth(Problems.of(fault));
        }
    }

    private void failHere(ProblemException problem) {
        if (!over) {
            over = true;
            in.fail(problem);
            out.fail(problem);
            endpoint.remove(this);
            listener.failed(problem);
            listener.ended();
        }
    }

    /** A frame that the bus lost can't be made up for: the next one would be out of sequence, or would never come. */
    Future<Void> send(Frame frame) {
        return link.send(peerAddress(), frame).onFailure(lost -> peerLost());
    }
}
