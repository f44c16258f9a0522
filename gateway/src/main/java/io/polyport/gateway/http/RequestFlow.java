package io.polyport.gateway.http;

import io.polyport.gateway.GatewayProblems;
import io.polyport.gateway.exchange.ForwardedCall;
import io.polyport.gateway.exchange.RequestBody;
import io.polyport.gateway.identity.Credentials;
import io.polyport.gateway.policy.Access;
import io.polyport.gateway.policy.Decision;
import io.polyport.gateway.policy.PolicyRequest;
import io.polyport.gateway.route.Directory;
import io.polyport.gateway.route.Route;
import io.polyport.kit.bus.BusProblems;
import io.polyport.kit.bus.Envelope;
import io.polyport.kit.bus.OutgoingCall;
import io.polyport.kit.bus.Principal;
import io.polyport.kit.problem.Problem;
import io.polyport.kit.problem.ProblemException;
import io.polyport.kit.problem.Problems;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
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
    private final long began = System.nanoTime();
    private final String rawPath;
    private final String query;
    private Directory.Target target;
    private Principal principal;
    private ForwardedCall call;
    private long calledAt;
    private long headNanos;
    private boolean streams;
    private boolean over;

    RequestFlow(Edge edge, HttpServerRequest request) {
        this.edge = edge;
        this.request = request;
        this.trace = RequestIds.of(request.getHeader("x-request-id"), request.getHeader("traceparent"));
        this.reply = new Reply(edge.vertx(), request, trace.requestId(), edge.realm(), edge.hsts());
        this.rawPath = request.path() == null ? "/" : request.path();
        this.query = request.query() == null ? "" : request.query();
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
                .compose(ignored -> rawPath.equals("/openapi.json") ? openApi() : call())
                .onFailure(failure -> refuse(Problems.of(failure, trace.requestId())));
    }

    private Future<Void> openApi() {
        if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
            throw Problem.of(GatewayProblems.METHOD_NOT_ALLOWED)
                    .with("allow", "GET, HEAD")
                    .toException();
        }
        return edge.openApi()
                .of(edge.vertx(), edge.registry().contracts(), edge.baseUrl().of(request))
                .map(document -> {
                    reply.json(document);
                    return null;
                });
    }

    private Future<Void> call() {
        return identify()
                .map(this::route)
                .map(this::permit)
                .compose(this::exchange)
                .map(answer -> {
                    headNanos = System.nanoTime() - calledAt;
                    pass(answer);
                    return null;
                });
    }

    private void pass(OutgoingCall.Received answer) {
        try {
            if (answer.status() < 200 || answer.status() > 599) {
                throw new IllegalStateException("no status of an answer: " + answer.status());
            }
            boolean atOnce = target.route().idle().isPresent() || (streams && !request.isEnded());
            reply.answer(answer, atOnce, () -> call.cancel("the caller wants no body"));
        } catch (RuntimeException unfit) {
            call.cancel("the answer can't be passed on");
            throw unfit;
        }
    }

    private Future<Principal> identify() {
        return edge.authenticator()
                .authenticate(new Credentials(request.headers().getAll("authorization"), query, false))
                .onSuccess(known -> principal = known);
    }

    private Directory.Target route(Principal known) {
        target = edge.registry().directory().find(request.method().name(), rawPath);
        return target;
    }

    /** Who may do what. */
    private Decision.Allowed permit(Directory.Target found) {
        Optional<String> connection =
                found.route().connectionArgument().map(name -> found.arguments().get(name));
        boolean opened = connection.filter(name -> name.startsWith("~")).isPresent();
        var asked = new PolicyRequest(
                found.service(),
                found.route().operationId(),
                found.route().scopes().stream().findFirst(),
                access(found.route()),
                opened ? Optional.empty() : connection,
                opened,
                found.route().grants());
        return switch (edge.policies().decide(principal, asked)) {
            case Decision.Allowed allowed -> allowed;
            case Decision.Denied denied -> throw denied.problem().toException();
        };
    }

    private static Access access(Route route) {
        return route.commands() ? Access.COMMAND : route.writes() ? Access.WRITE : Access.READ;
    }

    /** The instance on which an opened thing in the path lives; fails with 404 when the id is not this caller's. */
    private Optional<String> bound() {
        for (String name : target.route().openedArguments()) {
            String value = target.arguments().getOrDefault(name, "");
            if (value.startsWith("~")) {
                return Optional.of(
                        edge.openedIds().instanceOf(value, principal).orElseThrow(BusProblems.UNKNOWN_ID::toException));
            }
        }
        return Optional.empty();
    }

    private Future<OutgoingCall.Received> exchange(Decision.Allowed allowed) {
        Optional<String> instance = bound();
        Duration timeout = timeout();
        var body = new BodyPlan(request, target.route(), edge.vertx(), timeout);
        return body.inline().compose(inline -> {
            if (over) {
                return Future.failedFuture(io.polyport.kit.stream.StreamProblems.CANCELLED.toException());
            }
            Envelope envelope = envelope(allowed, timeout, body.announced());
            streams = body.announced().kind() == Envelope.BodyKind.STREAM;
            Optional<RequestBody> streamed = body.streamed(reply::bodyUnwanted);
            calledAt = System.nanoTime();
            call = edge.forwarder().forward(target, instance, envelope, inline, streamed);
            return call.answer();
        });
    }

    private Envelope envelope(Decision.Allowed allowed, Duration timeout, Envelope.Body body) {
        var asked = new Envelope.Request(
                target.route().operationId(),
                request.method().name(),
                target.rest(),
                query,
                edge.baseUrl().of(request) + target.prefix(),
                Headers.toService(request, target.route()),
                target.arguments());
        return new Envelope(
                asked,
                principal,
                allowed.objects(),
                allowed.connections(),
                allowed.grants(),
                trace,
                System.currentTimeMillis() + timeout.toMillis(),
                timeout.toMillis(),
                new Envelope.Origin("", 0, 0),
                body,
                flow());
    }

    /** An operation whose streams may be silent for long needs a connection that is kept alive meanwhile. */
    private Envelope.Flow flow() {
        Optional<Duration> idle = target.route().idle();
        boolean duplex = request.version() == HttpVersion.HTTP_2;
        if (duplex && idle.isPresent()) {
            KeepAlive.during(request, edge.pingEvery(), edge.vertx(), () -> over);
        }
        return new Envelope.Flow(
                duplex ? Envelope.Way.DUPLEX : Envelope.Way.HALF,
                idle.map(Duration::toMillis).orElse(0L));
    }

    private Duration timeout() {
        Duration allowed = target.route().timeout().orElse(edge.timeout());
        String header = request.getHeader("request-timeout");
        if (header == null) {
            return allowed;
        }
        if (!header.matches("[1-9][0-9]{0,8}")) {
            throw GatewayProblems.BAD_TIMEOUT.toException();
        }
        Duration asked = Duration.ofSeconds(Long.parseLong(header));
        return asked.compareTo(allowed) < 0 ? asked : allowed;
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
                .ended(new Observer.Report(
                        request.method().name(),
                        rawPath,
                        target == null ? "" : target.service(),
                        target == null ? "" : target.route().operationId(),
                        call == null ? "" : call.instance(),
                        principal == null ? "" : principal.subject(),
                        trace.requestId(),
                        request.remoteAddress() == null
                                ? ""
                                : request.remoteAddress().hostAddress(),
                        request.version().alpnName(),
                        reply.status(),
                        reply.code(),
                        reply.isBrokenOff() ? "broken-off" : complete ? "complete" : "abandoned",
                        request.bytesRead(),
                        request.response().bytesWritten(),
                        headNanos,
                        System.nanoTime() - began));
    }
}
