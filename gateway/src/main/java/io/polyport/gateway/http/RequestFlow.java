package io.polyport.gateway.http;

import io.polyport.gateway.GatewayProblems;
import io.polyport.gateway.exchange.ForwardedCall;
import io.polyport.gateway.exchange.RequestBody;
import io.polyport.gateway.policy.Decision;
import io.polyport.kit.bus.Contract;
import io.polyport.kit.bus.Envelope;
import io.polyport.kit.bus.OutgoingCall;
import io.polyport.kit.problem.Problem;
import io.polyport.kit.problem.ProblemException;
import io.polyport.kit.problem.Problems;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * One request's way through the gateway: identity, route, policy, exchange, answer. Paused before the first asynchronous
 * step; a caller who leaves stops the work at the far end.
 */
final class RequestFlow {
    private final Edge edge;
    private final HttpServerRequest request;
    private final Envelope.Trace trace;
    private final Reply reply;
    private final Admission admission;
    private final long began = System.nanoTime();
    private ForwardedCall call;
    private long calledAt;
    private long headNanos;
    private boolean streams;
    private boolean over;

    RequestFlow(Edge edge, HttpServerRequest request) {
        this.edge = edge;
        this.request = request;
        this.trace = RequestIds.of(request.getHeader("x-request-id"), request.getHeader("traceparent"));
        this.admission = new Admission(edge, request, trace);
        this.reply = new Reply(edge.vertx(), request, trace.requestId(), admission.problemForm(), edge.hsts());
    }

    void begin() {
        request.pause();
        edge.observer().begun();
        request.response().closeHandler(ignored -> leave());
        request.response().endHandler(ignored -> end());
        request.response().exceptionHandler(ignored -> {});
        request.exceptionHandler(ignored -> {});
        // Every step may throw, and so may the writing of an answer: whatever happens, the caller gets one.
        Future.succeededFuture()
                .compose(ignored -> switch (admission.path()) {
                    case "/openapi.json" -> openApi();
                    case TicketDesk.PATH -> TicketDesk.serve(edge, request, admission, reply);
                    default -> call();
                })
                .onFailure(failure -> refuse(Problems.of(failure, trace.requestId())));
    }

    private Future<Void> openApi() {
        if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
            throw Problem.of(GatewayProblems.METHOD_NOT_ALLOWED)
                    .with("allow", "GET, HEAD")
                    .toException();
        }
        String base = edge.baseUrl().of(request);
        Map<String, Contract> contracts = edge.registry().contracts();
        Future<OpenApiDocument.Document> document = edge.documents()
                .of(ServiceDocuments.declared(contracts), key -> DocumentFetch.of(edge, key, trace))
                .compose(documents -> edge.openApi()
                        .of(edge.vertx(), contracts, edge.registry().shown(), documents, base));
        return here(document).map(there -> {
            reply.json(there);
            return null;
        });
    }

    /** What requests on other event loops wait for, too, may come on any of them. */
    private <T> Future<T> here(Future<T> anywhere) {
        if (anywhere.isComplete()) {
            return anywhere;
        }
        Context loop = edge.vertx().getOrCreateContext();
        return Future.future(promise -> anywhere.onComplete(
                (result, failure) -> loop.runOnContext(ignored -> promise.complete(result, failure))));
    }

    private Future<Void> call() {
        return admission
                .identify()
                .map(known -> admission.admit(request.method().name()))
                .compose(this::exchange)
                .map(answer -> {
                    headNanos = System.nanoTime() - calledAt;
                    pass(answer);
                    return null;
                });
    }

    private void pass(OutgoingCall.Received answer) {
        try {
            boolean atOnce = admission.target().route().idle().isPresent() || (streams && !request.isEnded());
            reply.answer(
                    admission.forCaller(Reply.sound(answer)), atOnce, () -> call.cancel("the caller wants no body"));
        } catch (RuntimeException unfit) {
            call.cancel("the answer can't be passed on");
            throw unfit;
        }
    }

    private Future<OutgoingCall.Received> exchange(Decision.Allowed allowed) {
        var target = admission.target();
        Optional<String> instance = admission.bound();
        Duration timeout = admission.timeout();
        var body = new BodyPlan(
                request,
                target.route(),
                edge.vertx(),
                timeout,
                target.route().idle().orElse(edge.forwarder().idleTimeout()));
        return body.inline().compose(inline -> {
            if (over) {
                return Future.failedFuture(io.polyport.kit.stream.StreamProblems.CANCELLED.toException());
            }
            Envelope envelope = admission.envelope(
                    allowed,
                    timeout,
                    request.method().name(),
                    Headers.toService(request, target.route()),
                    body.announced(),
                    flow(target.route().idle()));
            streams = body.announced().kind() == Envelope.BodyKind.STREAM;
            Optional<RequestBody> streamed = body.streamed(reply::bodyUnwanted);
            calledAt = System.nanoTime();
            call = edge.forwarder().forward(target, instance, envelope, inline, streamed);
            return call.answer();
        });
    }

    /** An operation whose streams may be silent for long needs a connection that is kept alive meanwhile. */
    private Envelope.Flow flow(Optional<Duration> idle) {
        boolean duplex = request.version() == HttpVersion.HTTP_2;
        if (duplex && idle.isPresent()) {
            KeepAlive.during(request, edge.pingEvery(), edge.vertx(), () -> over);
        }
        return new Envelope.Flow(
                duplex ? Envelope.Way.DUPLEX : Envelope.Way.HALF,
                idle.map(Duration::toMillis).orElse(0L));
    }

    private void refuse(ProblemException problem) {
        if (request.method().equals(HttpMethod.OPTIONS)
                && problem.problem().code().equals(GatewayProblems.METHOD_NOT_ALLOWED.code())) {
            reply.empty(
                    204, "allow", String.valueOf(problem.problem().extensions().get("allow")));
        } else {
            reply.problem(problem.problem());
        }
    }

    private void leave() {
        if (call != null) {
            call.cancel("the caller went away");
        }
        end();
    }

    private void end() {
        if (over) {
            return;
        }
        over = true;
        boolean complete = request.response().ended();
        if (!complete && !request.isEnded()) {
            // What lies unread in a paused connection that has closed is released only by reading it.
            request.handler(ignored -> {});
            Inflow.goOn(request);
        }
        edge.observer()
                .ended(Observer.Report.of(
                        request,
                        admission,
                        trace.requestId(),
                        call == null ? "" : call.instance(),
                        new Observer.Outcome(
                                reply.status(),
                                reply.code(),
                                reply.isBrokenOff() ? "broken-off" : complete ? "complete" : "abandoned",
                                request.bytesRead(),
                                request.response().bytesWritten(),
                                headNanos,
                                System.nanoTime() - began)));
    }
}
