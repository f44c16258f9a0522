package io.polyport.gateway.http;

import io.polyport.gateway.exchange.ForwardedCall;
import io.polyport.gateway.exchange.RequestBody;
import io.polyport.gateway.identity.Authenticator;
import io.polyport.gateway.policy.Decision;
import io.polyport.gateway.route.Route;
import io.polyport.kit.bus.Envelope;
import io.polyport.kit.bus.OutgoingCall;
import io.polyport.kit.problem.Problem;
import io.polyport.kit.problem.Problems;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A WebSocket's way through the gateway (GW-19): the same as a request's, but that the call is begun before the handshake is
 * answered. So what the service refuses at once is an ordinary HTTP answer, which a WebSocket's client gets to see.
 */
final class SocketFlow {
    /** How long the handshake waits for the head of the service's answer; a service may want the first message before. */
    private static final long HEAD_WITHIN_MILLIS = 250;

    private final Edge edge;
    private final HttpServerRequest request;
    private final Envelope.Trace trace;
    private final Reply reply;
    private final Admission admission;
    private final MessageLines lines;
    private final long began = System.nanoTime();
    private Runnable place = () -> {};
    private ForwardedCall call;
    private Future<RecordSocket> opened;
    private RecordSocket socket;
    private Handshake handshake;
    private long timer = -1;
    private long calledAt;
    private long headNanos;
    private boolean over;

    SocketFlow(Edge edge, HttpServerRequest request) {
        this.edge = edge;
        this.request = request;
        this.trace = RequestIds.of(request.getHeader("x-request-id"), request.getHeader("traceparent"));
        this.admission = new Admission(edge, request, trace);
        this.reply = new Reply(edge.vertx(), request, trace.requestId(), admission.problemForm(), edge.hsts());
        this.lines = new MessageLines(edge.webSockets().message().toInt(), this::changed);
    }

    void begin() {
        request.pause();
        edge.observer().begun();
        request.response().closeHandler(ignored -> leave());
        request.response().endHandler(ignored -> endUnopened());
        request.response().exceptionHandler(ignored -> {});
        request.exceptionHandler(ignored -> {});
        Future.succeededFuture()
                .compose(ignored -> identify())
                .map(known -> {
                    exchange(admission.admitWebSocket());
                    return null;
                })
                .onFailure(failure ->
                        refuse(Problems.of(failure, trace.requestId()).problem()));
    }

    private Future<?> identify() {
        handshake = Handshake.of(request);
        edge.origins().check(request);
        // A WebSocket ends with its token, so one whose token is over (the clock skew lets it pass) would end as it
        // opens.
        return handshake
                .ticket()
                .map(admission::ticket)
                .orElseGet(admission::identify)
                .map(token -> {
                    if (!Instant.now().isBefore(token.expiresAt())) {
                        throw Authenticator.expired();
                    }
                    return token;
                });
    }

    private void exchange(Decision.Allowed allowed) {
        if (over) {
            return;
        }
        Optional<String> instance = admission.bound();
        Duration timeout = admission.timeout();
        Route route = admission.target().route();
        edge.places().take(admission.token().principal());
        place = () -> edge.places().giveBack(admission.token().principal());
        Duration idle = route.idle().orElse(edge.webSockets().idleTimeout());
        Envelope envelope = admission.envelope(
                allowed,
                timeout,
                route.method(),
                headers(route),
                new Envelope.Body(Envelope.BodyKind.STREAM, -1),
                new Envelope.Flow(Envelope.Way.WEBSOCKET, idle.toMillis()));
        calledAt = System.nanoTime();
        var body = new RequestBody(lines.stream(), () -> {}, () -> {});
        call = edge.forwarder().forward(admission.target(), instance, envelope, Buffer.buffer(), Optional.of(body));
        timer = edge.vertx().setTimer(HEAD_WITHIN_MILLIS, ignored -> open(List.of()));
        call.answer().onComplete(this::answered);
    }

    /** The messages are lines of JSON, whatever the handshake says of a body. */
    private List<Map.Entry<String, String>> headers(Route route) {
        List<Map.Entry<String, String>> headers = new ArrayList<>(Headers.toService(request, route));
        headers.removeIf(header ->
                header.getKey().startsWith("content-") || header.getKey().equals("accept"));
        headers.add(Map.entry("content-type", "application/x-ndjson"));
        headers.add(Map.entry("accept", "application/x-ndjson"));
        return headers;
    }

    private void answered(AsyncResult<OutgoingCall.Received> result) {
        headNanos = System.nanoTime() - calledAt;
        edge.vertx().cancelTimer(timer);
        if (over) {
            return;
        }
        if (result.failed()) {
            failed(result.cause());
            return;
        }
        try {
            pass(Reply.sound(result.result()));
        } catch (RuntimeException unfit) {
            call.cancel("the answer can't be passed on");
            failed(unfit);
        }
    }

    private void pass(OutgoingCall.Received answer) {
        if (opened == null && answer.status() < 300) {
            open(answer.headers());
        }
        if (opened != null) {
            opened.onSuccess(open -> open.answer(answer));
        } else {
            reply.answer(admission.forCaller(answer), false, () -> call.cancel("the caller wants no body"));
        }
    }

    private void failed(Throwable cause) {
        Problem problem = Problems.of(cause, trace.requestId()).problem();
        if (opened != null) {
            opened.onSuccess(open -> open.refuse(problem, trace.requestId()));
        } else {
            refuse(problem);
        }
    }

    /** Answers the handshake, with the service's own headers where they are known by now. */
    private void open(List<Map.Entry<String, String>> headers) {
        Headers.toCaller(
                headers.stream()
                        .filter(header -> isOfHandshake(header.getKey().toLowerCase(Locale.ROOT)))
                        .toList(),
                request.response());
        handshake.chosen().ifPresent(protocol -> request.response().putHeader("sec-websocket-protocol", protocol));
        opened = request.toWebSocket().map(webSocket -> {
            socket = new RecordSocket(edge.vertx(), webSocket, lines, call::cancel, this::end);
            socket.start(edge.webSockets().pingEvery(), admission.token().expiresAt());
            edge.sockets().add(socket);
            return socket;
        });
        opened.onFailure(gone -> {
            leave();
            request.connection().close();
        });
    }

    private static boolean isOfHandshake(String name) {
        return !name.startsWith("content-") && !name.startsWith("sec-");
    }

    private void changed() {
        if (socket != null) {
            socket.regulate();
        }
    }

    private void refuse(Problem problem) {
        if (!over) {
            reply.problem(problem);
        }
    }

    private void leave() {
        if (call != null) {
            call.cancel("the caller went away");
        }
        endUnopened();
    }

    /** The end of what never became a WebSocket. */
    private void endUnopened() {
        boolean complete = request.response().ended();
        if (!over && !complete && !request.isEnded()) {
            request.handler(ignored -> {});
            Inflow.goOn(request);
        }
        end(
                reply.status(),
                reply.code(),
                new RecordSocket.End(
                        complete ? "complete" : "abandoned",
                        reply.code(),
                        request.bytesRead(),
                        request.response().bytesWritten()));
    }

    private void end(RecordSocket.End how) {
        edge.sockets().remove(socket);
        end(101, how.reason(), how);
    }

    private void end(int status, String code, RecordSocket.End how) {
        if (over) {
            return;
        }
        over = true;
        edge.vertx().cancelTimer(timer);
        place.run();
        edge.observer()
                .ended(Observer.Report.of(
                        request,
                        admission,
                        trace.requestId(),
                        call == null ? "" : call.instance(),
                        new Observer.Outcome(
                                status,
                                code,
                                how.how(),
                                how.bytesIn(),
                                how.bytesOut(),
                                headNanos,
                                System.nanoTime() - began)));
    }
}
