package io.polyport.kit.bus;

import io.polyport.kit.problem.ProblemException;
import io.polyport.kit.stream.Exchange;
import io.polyport.kit.stream.Frame;
import io.polyport.kit.stream.InboundStream;
import io.polyport.kit.stream.OutboundStream;
import io.polyport.kit.stream.StreamEndpoint;
import io.polyport.kit.stream.StreamProblems;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.ReplyFailure;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The caller's side of one call. Used on its endpoint's event loop. */
public final class OutgoingCall implements Exchange.Listener {
    /**
     * An answer's head with its body: {@code whole} when the body is there already, else it arrives on {@code stream}.
     */
    public record Received(int status, List<Map.Entry<String, String>> headers, Buffer whole, InboundStream stream) {}

    private final StreamEndpoint endpoint;
    private final Promise<Received> answer = Promise.promise();
    private final Promise<Void> over = Promise.promise();
    private final boolean streams;
    private final long timeout;
    private final long acknowledgedUntil;
    private Exchange exchange;
    private boolean acknowledged;
    private boolean headHere;
    private boolean bodyWhole;
    private long headDeadline;

    OutgoingCall(StreamEndpoint endpoint, Envelope envelope, Duration acknowledgedWithin) {
        this.endpoint = endpoint;
        this.acknowledgedUntil = endpoint.awake() + acknowledgedWithin.toNanos();
        this.timeout = envelope.timeout();
        this.streams = envelope.body().kind() == Envelope.BodyKind.STREAM;
        this.headDeadline = envelope.deadline();
    }

    void begin(Exchange opened) {
        exchange = opened;
    }

    /** Succeeds with the answer's head; fails with a problem: the service's own, or {@code bus.…}. */
    public Future<Received> answer() {
        return answer.future();
    }

    /** The request body, for an envelope that said {@code STREAM}. */
    public OutboundStream body() {
        return exchange.out();
    }

    /** The exchange under this call, for a {@link io.polyport.kit.stream.BodyPump}. */
    public Exchange exchange() {
        return exchange;
    }

    /** Whether the instance has taken the call: from then on it must not be asked of another. */
    public boolean isAcknowledged() {
        return acknowledged;
    }

    /** To be called when the last byte of a streamed request body has been handed over: the time to the head begins. */
    public void bodyWhole() {
        bodyWhole = true;
        headDeadline = endpoint.now() + timeout;
        exchange.deadline(headDeadline);
    }

    /** Nobody waits any longer: the work stops at the far end. */
    public void cancel(String reason) {
        exchange.cancel(reason);
    }

    void acknowledged(Frame frame) {
        acknowledged = true;
        if (!exchange.isOver()) {
            exchange.acknowledge(frame);
        }
    }

    void notAcknowledged(ReplyFailure failure) {
        if (acknowledged || exchange.isOver()) {
            return;
        }
        boolean nobody = failure == ReplyFailure.NO_HANDLERS;
        answer.tryFail((nobody ? BusProblems.NO_INSTANCE : BusProblems.NO_ANSWER).toException());
        exchange.cancel("no acknowledgement");
    }

    @Override
    public void head(Frame.Head head) {
        acknowledged = true;
        if (headHere) {
            return;
        }
        headHere = true;
        boolean whole = head.whole() != null;
        answer.tryComplete(new Received(head.status(), head.headers(), head.whole(), whole ? null : exchange.in()));
        if (whole) {
            exchange.finish();
        }
    }

    /** Succeeds when nothing of this call is left to do, however it ended. */
    public Future<Void> over() {
        return over.future();
    }

    @Override
    public void ended() {
        over.complete();
    }

    @Override
    public void frame() {
        acknowledged = true;
    }

    @Override
    public void failed(ProblemException problem) {
        answer.tryFail(problem);
    }

    @Override
    public void tick(long now) {
        if (!acknowledged && endpoint.awake() > acknowledgedUntil) {
            notAcknowledged(ReplyFailure.TIMEOUT);
            return;
        }
        // While a streamed body is being taken, its idle limit counts and not the deadline.
        boolean taking = streams && !bodyWhole && exchange.out().isWanted();
        if (!headHere && !taking && now > headDeadline) {
            answer.tryFail(StreamProblems.DEADLINE.toException());
            exchange.cancel("deadline");
        }
    }
}
