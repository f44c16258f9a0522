package io.polyport.gateway.http;

import io.polyport.gateway.GatewayProblems;
import io.polyport.gateway.exchange.RequestBody;
import io.polyport.gateway.route.Route;
import io.polyport.kit.bus.BusProblems;
import io.polyport.kit.bus.Envelope;
import io.polyport.kit.problem.Problem;
import io.polyport.kit.stream.StreamProblems;
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
 * else as a stream that begins when the service asks for it. Services see no difference ({@code Call.body}).
 */
final class BodyPlan {
    private static final int MOST_INLINE = 64 * 1024;

    /** Of an operation that takes streams: so little costs less in one message with the call than in five behind it. */
    private static final int MOST_AHEAD = 16 * 1024;

    private final HttpServerRequest request;
    private final Vertx vertx;
    private final boolean upload;
    private final Duration patience;
    private final Envelope.Body announced;

    /**
     * @param timeout to the last byte of a small body
     * @param idle between two bytes of an upload, however small
     */
    BodyPlan(HttpServerRequest request, Route route, Vertx vertx, Duration timeout, Duration idle) {
        this.request = request;
        this.vertx = vertx;
        this.upload = route.streams();
        this.patience = upload ? idle : timeout;
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
            boolean inline = route.streams() ? bytes <= MOST_AHEAD && comesAhead(request, route) : bytes <= MOST_INLINE;
            return bytes == 0
                    ? Envelope.Body.NONE
                    : new Envelope.Body(inline ? Envelope.BodyKind.INLINE : Envelope.BodyKind.STREAM, bytes);
        }
        boolean none = request.isEnded()
                || (method.equals(HttpMethod.DELETE) && !request.headers().contains("transfer-encoding"));
        return none ? Envelope.Body.NONE : new Envelope.Body(Envelope.BodyKind.STREAM, -1);
    }

    /**
     * Whether a caller sends its body without waiting for anything: neither for leave to do so, nor for a part of the answer, as
     * an operation whose bodies flow at the same time may let it over HTTP/2.
     */
    private static boolean comesAhead(HttpServerRequest request, Route route) {
        boolean bothWays =
                request.version() == HttpVersion.HTTP_2 && route.idle().isPresent();
        return !bothWays && request.getHeader("expect") == null;
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
        Runnable late =
                () -> whole.tryFail((upload ? StreamProblems.IDLE : GatewayProblems.BODY_TIMEOUT).toException());
        long[] timer = {vertx.setTimer(patience.toMillis(), ignored -> late.run())};
        whole.future().onComplete(ignored -> vertx.cancelTimer(timer[0]));
        request.exceptionHandler(cut -> whole.tryFail(GatewayProblems.BODY_CUT.toException()));
        request.handler(piece -> {
            bytes.appendBuffer(piece);
            if (upload && bytes.length() < announced.length() && vertx.cancelTimer(timer[0])) {
                timer[0] = vertx.setTimer(patience.toMillis(), ignored -> late.run());
            }
        });
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
