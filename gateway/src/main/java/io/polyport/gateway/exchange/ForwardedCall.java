package io.polyport.gateway.exchange;

import io.polyport.gateway.route.Directory;
import io.polyport.gateway.route.Instance;
import io.polyport.kit.bus.BusProblems;
import io.polyport.kit.bus.Envelope;
import io.polyport.kit.bus.OutgoingCall;
import io.polyport.kit.problem.Problem;
import io.polyport.kit.problem.ProblemException;
import io.polyport.kit.problem.Problems;
import io.polyport.kit.stream.BodyPump;
import io.polyport.kit.stream.StreamProblems;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * One request on its way to a service, over as many instances as it takes. Another instance is asked only when that
 * cannot do the work twice: the call was not begun, it only reads and its answer has not begun, or it is a PUT whose whole
 * body is still here (GW-4).
 */
public final class ForwardedCall {
    private final Forwarder forwarder;
    private final Directory.Target target;
    private final Optional<String> bound;
    private final Envelope envelope;
    private final Buffer inline;
    private final Optional<RequestBody> body;
    private final Promise<OutgoingCall.Received> answer = Promise.promise();
    private final Set<String> tried = new HashSet<>();
    private OutgoingCall call;
    private Instance instance;
    private boolean bodyTaken;
    private boolean cancelled;

    ForwardedCall(
            Forwarder forwarder,
            Directory.Target target,
            Optional<String> bound,
            Envelope envelope,
            Buffer inline,
            Optional<RequestBody> body) {
        this.forwarder = forwarder;
        this.target = target;
        this.bound = bound;
        this.envelope = envelope;
        this.inline = inline;
        this.body = body;
    }

    /** Succeeds with the head of the answer of the instance that took the call; fails with a problem. */
    public Future<OutgoingCall.Received> answer() {
        return answer.future();
    }

    /** The instance that was asked last; empty when none was. */
    public String instance() {
        return instance == null ? "" : instance.id();
    }

    /** The caller has gone: the work stops, at the far end too. */
    public void cancel(String reason) {
        cancelled = true;
        if (call != null) {
            call.cancel(reason);
        }
    }

    void attempt() {
        try {
            instance = next();
        } catch (ProblemException nobody) {
            answer.tryFail(nobody);
            return;
        }
        Instance asked = instance;
        tried.add(asked.id());
        asked.begun();
        call = forwarder.caller().open(target.service(), asked.id(), envelope, inline);
        call.over().onComplete(ignored -> asked.ended());
        body.ifPresent(this::sendWhenWanted);
        call.answer()
                .onSuccess(answer::tryComplete)
                .onFailure(failure ->
                        failed(asked, Problems.of(failure, envelope.trace().requestId())));
    }

    private Instance next() {
        Directory directory = forwarder.directory();
        if (bound.isEmpty()) {
            return directory.choose(target, tried);
        }
        return directory
                .bound(target, bound.get())
                .filter(only -> !tried.contains(only.id()))
                .orElseThrow(
                        () -> Problem.of(BusProblems.GONE, "The service instance that held it is gone. Open a new one.")
                                .with("reason", "instance-gone")
                                .toException());
    }

    private void sendWhenWanted(RequestBody request) {
        OutgoingCall asked = call;
        asked.body().whenWanted(() -> {
            bodyTaken = true;
            request.wanted().run();
            BodyPump.pump(request.stream(), asked.exchange(), request.unwanted());
        });
        asked.body().sent().onSuccess(ignored -> asked.bodyWhole());
    }

    private void failed(Instance asked, ProblemException problem) {
        String code = problem.problem().code();
        boolean notBegun = code.equals(BusProblems.NO_INSTANCE.code()) || code.equals(BusProblems.DRAINING.code());
        boolean unknown = code.equals(BusProblems.NO_ANSWER.code()) || code.equals(StreamProblems.PEER_LOST.code());
        if (code.equals(BusProblems.NO_INSTANCE.code()) || code.equals(BusProblems.NO_ANSWER.code())) {
            asked.suspect();
        }
        boolean mayRepeat = !bodyTaken && !cancelled && (notBegun || (unknown && isHarmlessTwice()));
        if (!mayRepeat) {
            answer.tryFail(problem);
        } else if (notBegun || hasAnother()) {
            attempt();
        } else {
            answer.tryFail(problem);
        }
    }

    /**
     * Reading twice does no harm, nor does an upload whose bytes are all still here: nobody can have done it without them,
     * nor do it later. A body that went with the opening message counts as taken: an instance that only was slow may
     * write it yet, over what the caller has sent to another one since. That PUT is idempotent (RFC 9110 §9.2.2) does not
     * help then.
     */
    private boolean isHarmlessTwice() {
        String method = envelope.request().method();
        return method.equals("GET") || method.equals("HEAD") || (method.equals("PUT") && body.isPresent());
    }

    /** What was opened lives on one instance: that it did not answer does not mean that it is gone. */
    private boolean hasAnother() {
        if (bound.isPresent()) {
            return false;
        }
        try {
            forwarder.directory().choose(target, tried);
            return true;
        } catch (ProblemException nobody) {
            return false;
        }
    }
}
