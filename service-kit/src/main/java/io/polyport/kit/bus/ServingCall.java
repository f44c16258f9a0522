package io.polyport.kit.bus;

import io.polyport.kit.problem.ProblemException;
import io.polyport.kit.problem.Problems;
import io.polyport.kit.stream.BodyPump;
import io.polyport.kit.stream.Exchange;
import io.polyport.kit.stream.Frame;
import io.polyport.kit.stream.StreamEndpoint;
import io.polyport.kit.stream.StreamProblems;
import io.polyport.kit.stream.WholeBody;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.streams.ReadStream;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service's side of one call, from its acceptance to the last byte of its answer. The acknowledgement carries the
 * whole answer when that is ready within {@value #ACKNOWLEDGE_AFTER_MILLIS} ms and small; otherwise it says "accepted"
 * and the answer follows as frames.
 */
final class ServingCall implements Exchange.Listener {
    static final int MOST_WHOLE = 64 * 1024;
    private static final long ACKNOWLEDGE_AFTER_MILLIS = 200;
    private static final DeliveryOptions FRAME = new DeliveryOptions().setCodecName("polyport.frame");
    private static final Logger LOG = LoggerFactory.getLogger(ServingCall.class);

    private final Message<Object> opening;
    private final Envelope envelope;
    private final Buffer inline;
    private final StreamEndpoint endpoint;
    private final ServiceState state;
    private final long began;
    private Exchange exchange;
    private Call call;
    private boolean acknowledged;
    private boolean answered;
    private boolean ended;
    private boolean bodyWhole;
    private long headDeadline;

    ServingCall(Message<Object> message, Opening opening, StreamEndpoint endpoint, ServiceState state) {
        this.opening = message;
        this.envelope = opening.envelope();
        this.inline = opening.inline();
        this.endpoint = endpoint;
        this.state = state;
        this.began = endpoint.now();
        this.headDeadline = envelope.deadline();
    }

    static void reply(Message<Object> opening, Frame acknowledgement) {
        opening.reply(acknowledgement, FRAME);
    }

    void run(Operation operation) {
        var origin = envelope.origin();
        exchange = endpoint.serve(origin.exchange(), origin.instance(), origin.endpoint(), envelope.deadline(), this);
        if (exchange == null) {
            reply(
                    opening,
                    new Frame.Fail(
                            origin.exchange(),
                            true,
                            endpoint.index(),
                            StreamProblems.CANCELLED.toException().problem().toJson()));
            return;
        }
        exchange.idleLimit(envelope.flow().idle());
        state.begin();
        call = new Call(envelope, body(), endpoint.context());
        Future<Answer> answer = begin(operation);
        if (streams() && !answer.isComplete()) {
            acknowledge();
        }
        Thread loop = Thread.currentThread();
        answer.onComplete(result -> {
            if (Thread.currentThread() == loop) {
                settle(result);
            } else {
                endpoint.context().runOnContext(ignored -> settle(result));
            }
        });
    }

    /** What throws fails, and so does what answers nothing: every call is answered. */
    private Future<Answer> begin(Operation operation) {
        try {
            return operation.run(call).map(answer -> Objects.requireNonNull(answer, "an operation answered nothing"));
        } catch (RuntimeException failure) {
            return Future.failedFuture(failure);
        }
    }

    private boolean streams() {
        return envelope.body().kind() == Envelope.BodyKind.STREAM;
    }

    private ReadStream<Buffer> body() {
        return streams() ? new StreamedBody(exchange.in(), this::bodyWhole) : new InlineBody(inline);
    }

    /** The last byte of a streamed request body is there: only now the time to the answer's head runs. */
    private void bodyWhole() {
        bodyWhole = true;
        headDeadline = endpoint.now() + envelope.timeout();
    }

    /** While a streamed body is being read, its idle limit counts and not the deadline. */
    private boolean isDeadlineOver(long now) {
        boolean reading = streams() && !bodyWhole && exchange.in().isStarted();
        return !reading && now > headDeadline;
    }

    private void settle(AsyncResult<Answer> result) {
        if (exchange.isOver()) {
            if (result.succeeded() && result.result() instanceof Answer.Streamed late) {
                late.abort().run();
            }
            end();
        } else if (result.succeeded()) {
            answer(result.result());
        } else {
            fail(Problems.of(result.cause(), envelope.trace().requestId()));
        }
    }

    private void answer(Answer answer) {
        answered = true;
        switch (answer) {
            case Answer.Whole whole
            when whole.body().length() <= MOST_WHOLE -> {
                if (acknowledged) {
                    exchange.sendWhole(whole.status(), whole.headers(), whole.body());
                } else {
                    acknowledged = true;
                    reply(
                            opening,
                            new Frame.Head(
                                    exchange.id(), endpoint.index(), whole.status(), whole.headers(), whole.body()));
                    exchange.finish();
                }
                end();
            }
            case Answer.Whole whole -> {
                acknowledge();
                exchange.sendHead(whole.status(), whole.headers());
                exchange.out().left().onComplete(left -> end());
                WholeBody.send(whole.body(), exchange.out());
            }
            case Answer.Streamed streamed -> {
                acknowledge();
                exchange.sendHead(streamed.status(), streamed.headers());
                exchange.out().left().onComplete(left -> end());
                BodyPump.pump(streamed.body(), exchange, streamed.abort(), streamed.trailers());
            }
        }
    }

    private void fail(ProblemException problem) {
        answered = true;
        if (acknowledged) {
            exchange.failBoth(problem);
        } else {
            acknowledged = true;
            reply(
                    opening,
                    new Frame.Fail(
                            exchange.id(),
                            true,
                            endpoint.index(),
                            problem.problem().toJson()));
            exchange.finish();
        }
        end();
    }

    private void acknowledge() {
        if (!acknowledged) {
            acknowledged = true;
            reply(opening, new Frame.Credit(exchange.id(), true, endpoint.index(), 0, 0));
        }
    }

    @Override
    public void tick(long now) {
        if (!acknowledged && now - began >= ACKNOWLEDGE_AFTER_MILLIS) {
            acknowledge();
        }
        if (!answered && isDeadlineOver(now)) {
            exchange.failBoth(StreamProblems.DEADLINE.toException());
        }
    }

    @Override
    public void failed(ProblemException problem) {
        acknowledge();
        LOG.debug(
                "call {} given up: {}",
                envelope.trace().requestId(),
                problem.problem().code());
        call.setGone();
        end();
    }

    private void end() {
        if (!ended) {
            ended = true;
            state.end();
        }
    }
}
