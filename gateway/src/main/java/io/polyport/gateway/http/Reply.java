package io.polyport.gateway.http;

import io.polyport.gateway.identity.QueryTokens;
import io.polyport.kit.bus.OutgoingCall;
import io.polyport.kit.problem.Problem;
import io.polyport.kit.problem.Problems;
import io.polyport.kit.stream.InboundStream;
import io.polyport.kit.stream.StreamProblems;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * The only writer of answers and of the gateway's errors. Once the head is out, a failure breaks the response off: half
 * a file never looks whole (GW-4).
 */
final class Reply {
    /** How long the rest of a request is read and thrown away after its answer, so that an HTTP/1 caller gets to read it. */
    private static final long LINGER_MILLIS = 5_000;
    /** RFC 9113 §7. */
    private static final long NO_ERROR = 0;

    private static final long INTERNAL_ERROR = 2;
    private static final int PIECE = 64 * 1024;

    private final Vertx vertx;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final String requestId;
    private final ProblemForm form;
    private final Optional<String> hsts;
    private int status;
    private String code = "";
    private boolean brokenOff;
    private boolean lastOnConnection;

    Reply(Vertx vertx, HttpServerRequest request, String requestId, ProblemForm form, Optional<String> hsts) {
        this.vertx = vertx;
        this.request = request;
        this.response = request.response();
        this.requestId = requestId;
        this.form = form;
        this.hsts = hsts;
        ownHeaders();
    }

    private void ownHeaders() {
        response.putHeader("x-request-id", requestId);
        if (QueryTokens.areIn(request.query())) {
            // A page or picture that a browser asks for next would be told the URL, with the token in it.
            response.putHeader("referrer-policy", "no-referrer");
        }
        if (request.isSSL()) {
            hsts.ifPresent(value -> response.putHeader("strict-transport-security", value));
        }
    }

    int status() {
        return status;
    }

    /** The code of the problem that was answered or broke the answer off; empty when there was none. */
    String code() {
        return code;
    }

    boolean isBrokenOff() {
        return brokenOff;
    }

    /** The answer, when HTTP knows its status; a service's fault otherwise. */
    static OutgoingCall.Received sound(OutgoingCall.Received answer) {
        if (answer.status() < 200 || answer.status() > 599) {
            throw new IllegalStateException("no status of an answer: " + answer.status());
        }
        return answer;
    }

    /**
     * @param atOnce the head of a streamed answer does not wait for its first byte
     * @param unwanted stops an answer whose body nobody will read
     */
    void answer(OutgoingCall.Received answer, boolean atOnce, Runnable unwanted) {
        if (!startHead(answer.status())) {
            return;
        }
        Headers.toCaller(answer.headers(), response);
        boolean bodyless = request.method().equals(HttpMethod.HEAD) || answer.status() == 204 || answer.status() == 304;
        if (answer.whole() == null && !bodyless) {
            stream(answer.stream(), unwanted);
            if (atOnce && !response.headWritten() && !response.ended() && !response.closed()) {
                response.writeHead();
            }
        } else if (answer.whole() == null) {
            end(Buffer.buffer());
            unwanted.run();
        } else if (bodyless) {
            announceLength(answer.whole());
            end(Buffer.buffer());
        } else {
            // Only the bytes that are here tell their number for certain.
            response.headers().remove("content-length");
            end(answer.whole());
        }
    }

    /** HEAD tells the length that GET would have; a service may have told it already, with nothing in the body. */
    private void announceLength(Buffer whole) {
        if (request.method().equals(HttpMethod.HEAD)
                && !response.headers().contains("content-length")
                && whole.length() > 0) {
            response.putHeader("content-length", Integer.toString(whole.length()));
        }
    }

    void empty(int code, String header, String value) {
        if (startHead(code)) {
            response.putHeader(header, value);
            end(Buffer.buffer());
        }
    }

    /** What came of a POST, for nobody else. */
    void created(JsonObject document) {
        if (startHead(201)) {
            response.putHeader("content-type", "application/json").putHeader("cache-control", "no-store");
            end(document.toBuffer());
        }
    }

    /** Piece by piece, so that a caller who reads slowly holds no copy of what may be large. */
    void json(OpenApiDocument.Document document) {
        if (startHead(200)) {
            response.putHeader("content-type", "application/json");
            int length = document.before().length() + document.after().length();
            response.putHeader("content-length", Integer.toString(length));
            if (request.method().equals(HttpMethod.HEAD)) {
                end(Buffer.buffer());
            } else {
                response.write(document.before());
                pieces(document.after(), 0);
            }
        }
    }

    private void pieces(Buffer whole, int from) {
        int to = from + PIECE;
        if (response.closed()) {
            throwAway(() -> {});
        } else if (to >= whole.length()) {
            end(whole.slice(from, whole.length()));
        } else {
            response.write(whole.slice(from, to))
                    .onSuccess(written -> pieces(whole, to))
                    .onFailure(left -> throwAway(() -> {}));
        }
    }

    void problem(Problem problem) {
        code = problem.code();
        var told = form.of(problem, requestId);
        if (!startHead(told.status())) {
            breakOff();
            return;
        }
        response.putHeader("content-type", told.contentType());
        response.putHeader("cache-control", "no-store");
        Headers.toCaller(problem.headers(), response);
        response.putHeader("www-authenticate", told.challenges());
        Buffer document = told.body();
        if (request.method().equals(HttpMethod.HEAD)) {
            response.putHeader("content-length", Integer.toString(document.length()));
            end(Buffer.buffer());
        } else {
            end(document);
        }
    }

    private boolean startHead(int code) {
        if (response.headWritten() || response.ended() || response.closed()) {
            return false;
        }
        status = code;
        response.setStatusCode(code);
        if (isVersion1() && isBodyUnread()) {
            // The rest of the body will not be read: the connection can't be used for another request.
            response.putHeader("connection", "close");
            lastOnConnection = true;
        }
        return true;
    }

    private void end(Buffer body) {
        response.end(body).onSuccess(written -> letGo()).onFailure(left -> throwAway(() -> {}));
    }

    private void stream(InboundStream body, Runnable unwanted) {
        String declared = response.headers().get("content-length");
        if (declared == null && isVersion1()) {
            response.setChunked(true);
        }
        // The service may still be reading the request while it answers.
        response.headers().remove("connection");
        lastOnConnection = endsWithConnection();
        if (lastOnConnection) {
            // Vert.x would promise to keep the connection when the caller asked for it, and the body would have no end.
            response.headersEndHandler(ignored -> response.putHeader("connection", "close"));
        }
        long[] left = {declared == null ? Long.MAX_VALUE : Long.parseLong(declared)};
        Buffer[] last = {Buffer.buffer()};
        var unwritten = new Unwritten(body);
        body.exceptionHandler(failure -> {
            streamFailed(Problems.of(failure, requestId).problem());
        });
        body.endHandler(ignored -> {
            if (declared != null && left[0] != 0) {
                // What follows on the connection would be taken for a part of this answer.
                streamFailed(Problem.of(StreamProblems.STREAM_BROKEN));
            } else {
                Headers.trailers(body.trailers(), request);
                end(last[0]);
            }
        });
        body.handler(bytes -> {
            left[0] -= bytes.length();
            if (left[0] < 0) {
                body.pause();
                streamFailed(Problem.of(StreamProblems.STREAM_BROKEN));
                unwanted.run();
                return;
            }
            if (left[0] == 0) {
                // The caller counts: it would take the answer for whole before the service has said that it is.
                last[0] = bytes;
                return;
            }
            unwritten.count(bytes.length(), response.write(bytes));
        });
    }

    /** Before the first byte there is still time to say what went wrong. */
    private void streamFailed(Problem problem) {
        code = problem.code();
        if (response.headWritten() || response.closed()) {
            breakOff();
            return;
        }
        response.headers().clear();
        response.setChunked(false);
        ownHeaders();
        problem(problem);
    }

    private void breakOff() {
        if (!response.ended() && !response.closed()) {
            brokenOff = true;
            if (!isVersion1()) {
                response.reset(INTERNAL_ERROR);
            } else if (endsWithConnection()) {
                AbruptEnd.of(request.connection());
            } else {
                request.connection().close();
            }
        }
    }

    /** Whether nothing but the connection's end tells the caller where the body ends, as HTTP/1.0 without a length. */
    private boolean endsWithConnection() {
        return isVersion1() && !response.isChunked() && !response.headers().contains("content-length");
    }

    /** The answer is out. When the request is not, its rest is of no use to anybody. */
    private void letGo() {
        if (!isBodyUnread()) {
            throwAway(this::closeIfLast);
        } else if (isVersion1()) {
            // To close while bytes come in would reset the connection, and the caller might not get to read the answer.
            long timer = vertx.setTimer(
                    LINGER_MILLIS, ignored -> request.connection().close());
            throwAway(() -> {
                vertx.cancelTimer(timer);
                closeIfLast();
            });
        } else {
            // RFC 9113 §8.1: a caller who waits for leave to send more would wait in vain.
            response.reset(NO_ERROR);
        }
    }

    private void throwAway(Runnable atEnd) {
        if (request.isEnded()) {
            Inflow.listen(request);
            atEnd.run();
            return;
        }
        request.handler(ignored -> {});
        request.endHandler(ignored -> atEnd.run());
        Inflow.goOn(request);
    }

    /** The service takes no more of the request's body: when the answer is out, the rest is thrown away. */
    void bodyUnwanted() {
        if (response.ended() && !request.isEnded()) {
            Inflow.goOn(request);
        }
    }

    private void closeIfLast() {
        if (lastOnConnection) {
            request.connection().close();
        }
    }

    /** Whether a body was announced that has not come to its end. */
    private boolean isBodyUnread() {
        String length = request.getHeader("content-length");
        boolean announced =
                length != null ? !length.equals("0") : request.headers().contains("transfer-encoding");
        return !request.isEnded()
                && (announced || (!isVersion1() && !request.method().equals(HttpMethod.GET)));
    }

    private boolean isVersion1() {
        return request.version() != HttpVersion.HTTP_2;
    }
}
