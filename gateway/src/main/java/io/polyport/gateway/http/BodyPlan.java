package io.polyport.gateway.http;

import io.polyport.gateway.GatewayProblems;
import io.polyport.gateway.exchange.RequestBody;
import io.polyport.gateway.route.Route;
import io.polyport.kit.bus.BusProblems;
import io.polyport.kit.bus.Envelope;
import io.polyport.kit.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.Optional;

/**
 * How a request's body crosses the bus: not at all, inside the opening message when it is small and its length is known,
 * else as a stream that begins when the service asks for it.
 */
final class BodyPlan {
    private static final int MOST_INLINE = 64 * 1024;

    private final HttpServerRequest request;
    private final Vertx vertx;
    private final Duration timeout;
    private final Envelope.Body announced;

    BodyPlan(HttpServerRequest request, Route route, Vertx vertx, Duration timeout) {
        this.request = request;
        this.vertx = vertx;
        this.timeout = timeout;
        this.announced = announce(request, route);
    }

    private static Envelope.Body announce(HttpServerRequest request, Route route) {
        HttpMethod method = request.method();
        String length = request.getHeader("content-length");
        if (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD) || method.equals(HttpMethod.OPTIONS)) {
            return Envelope.Body.NONE;
        }
        if (length != null) {
            long bytes = lengthOf(length);
            boolean inline = bytes <= MOST_INLINE && !route.streams();
            return bytes == 0
                    ? Envelope.Body.NONE
                    : new Envelope.Body(inline ? Envelope.BodyKind.INLINE : Envelope.BodyKind.STREAM, bytes);
        }
        boolean none = request.isEnded()
                || (method.equals(HttpMethod.DELETE) && !request.headers().contains("transfer-encoding"));
        return none ? Envelope.Body.NONE : new Envelope.Body(Envelope.BodyKind.STREAM, -1);
    }

    /** HTTP/1 is checked by the decoder already; this holds for every version. */
    private static long lengthOf(String header) {
        if (!header.matches("[0-9]{1,18}")) {
            throw Problem.of(BusProblems.BAD_REQUEST, "Content-Length has to be a number of bytes.")
                    .withField("header:content-length", "is no number of bytes")
                    .toException();
        }
        return Long.parseLong(header);
    }

    Envelope.Body announced() {
        return announced;
    }

    /** The body that goes with the opening message; empty when there is none or it streams. */
    Future<Buffer> inline() {
        if (announced.kind() != Envelope.BodyKind.INLINE) {
            return Future.succeededFuture(Buffer.buffer());
        }
        Promise<Buffer> whole = Promise.promise();
        Buffer bytes = Buffer.buffer((int) announced.length());
        long timer = vertx.setTimer(
                timeout.toMillis(), ignored -> whole.tryFail(GatewayProblems.BODY_TIMEOUT.toException()));
        whole.future().onComplete(ignored -> vertx.cancelTimer(timer));
        request.exceptionHandler(cut -> whole.tryFail(GatewayProblems.BODY_CUT.toException()));
        request.handler(bytes::appendBuffer);
        request.endHandler(ignored -> whole.tryComplete(bytes));
        goOn();
        Inflow.goOn(request);
        return whole.future();
    }

    /** The body that follows the opening message as frames. */
    Optional<RequestBody> streamed(Runnable unwanted) {
        if (announced.kind() != Envelope.BodyKind.STREAM) {
            return Optional.empty();
        }
        return Optional.of(new RequestBody(UploadStream.of(request), this::goOn, unwanted));
    }

    private void goOn() {
        String expect = request.getHeader("expect");
        // RFC 9110 §10.1.1: not to HTTP/1.0, which would take it for the answer.
        if (expect != null && expect.equalsIgnoreCase("100-continue") && request.version() != HttpVersion.HTTP_1_0) {
            request.response().writeContinue();
        }
    }
}
