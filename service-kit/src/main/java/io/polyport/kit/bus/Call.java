package io.polyport.kit.bus;

import io.polyport.kit.problem.Problem;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.core.streams.ReadStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One call as its service sees it. Used on the event loop that took it. */
public final class Call {

    private static final int MOST_JSON = 64 * 1024;

    private final Envelope envelope;
    private final ReadStream<Buffer> body;
    private final Context context;
    private final List<Runnable> whenGone = new ArrayList<>();
    private boolean gone;

    Call(Envelope envelope, ReadStream<Buffer> body, Context context) {
        this.envelope = envelope;
        this.body = body;
        this.context = context;
    }

    public Envelope envelope() {
        return envelope;
    }

    public Principal principal() {
        return envelope.principal();
    }

    /** The event loop on which this call is worked on. */
    public Context context() {
        return context;
    }

    /** The raw path argument, empty when the path had none of this name. */
    public String rawArgument(String name) {
        return envelope.request().arguments().getOrDefault(name, "");
    }

    /** The first header of this name (lower case). */
    public Optional<String> header(String name) {
        return envelope.request().headers().stream()
                .filter(header -> header.getKey().equals(name))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** The query's parameters. */
    public Query query() {
        return Query.parse(envelope.request().query());
    }

    /** An external URL below the service's prefix; {@code path} is raw and begins with a slash. */
    public String url(String path) {
        return envelope.request().base() + path;
    }

    /** The name of the publication that the call came by, as the gateway's configuration has it; empty for none. */
    public String publication() {
        return envelope.publication().name();
    }

    /**
     * The data separators' values of the publication that the call came by, by name, in the publication's order, decoded;
     * empty where there are none. All that the call reads, writes or takes from a pool belongs to them (GW-8).
     */
    public Map<String, String> separators() {
        Map<String, String> values = new LinkedHashMap<>();
        envelope.publication().separators().forEach(each -> values.put(each.getKey(), each.getValue()));
        return Collections.unmodifiableMap(values);
    }

    /** The request's body, paused by nobody: nothing is sent before somebody reads. */
    public ReadStream<Buffer> body() {
        return body;
    }

    /**
     * Whether the caller can read the answer while he still sends the request: over HTTP/2 and over a WebSocket. Over
     * HTTP/1 he can't, so an operation that answers each record of a streamed body as it comes has to refuse there.
     */
    public boolean isDuplex() {
        return envelope.flow().way() != Envelope.Way.HALF;
    }

    /** Whether each line of the request is a message of a WebSocket, and each line of the answer will be one. */
    public boolean isWebSocket() {
        return envelope.flow().way() == Envelope.Way.WEBSOCKET;
    }

    /** Bytes of the request body, -1 when its length is not known, 0 when there is none. */
    public long bodyLength() {
        return envelope.body().length();
    }

    /** Runs when nobody waits for this call any longer; at once when that is so already. */
    public void whenGone(Runnable action) {
        if (gone) {
            action.run();
        } else {
            whenGone.add(action);
        }
    }

    public boolean isGone() {
        return gone;
    }

    void setGone() {
        if (!gone) {
            gone = true;
            whenGone.forEach(Runnable::run);
        }
    }

    /** The body as a JSON object of at most 64 KiB; fails with {@code request.invalid} or {@code request.too-large}. */
    public Future<JsonObject> json() {
        return wholeBody(MOST_JSON).map(bytes -> {
            try {
                return new JsonObject(bytes.toString(StandardCharsets.UTF_8));
            } catch (DecodeException | ClassCastException malformed) {
                throw Problem.of(BusProblems.BAD_REQUEST, "The body has to be a JSON object.")
                        .withField("body:/", "is no JSON object")
                        .toException();
            }
        });
    }

    /** The body as a whole; fails with {@code request.too-large} when it is longer than {@code most} bytes. */
    public Future<Buffer> wholeBody(int most) {
        Promise<Buffer> done = Promise.promise();
        Buffer whole = Buffer.buffer();
        body.exceptionHandler(done::tryFail);
        body.endHandler(ignored -> done.tryComplete(whole));
        body.handler(bytes -> {
            if (whole.length() + bytes.length() > most) {
                body.pause();
                done.tryFail(BusProblems.TOO_LARGE.toException("This operation takes at most " + most + " bytes."));
            } else {
                whole.appendBuffer(bytes);
            }
        });
        // It may have been paused while something else had to be known first.
        body.resume();
        return done.future();
    }

    /** Whether the policy that let this call in allows a configured connection that the path does not name. */
    public boolean allowsConnection(String name) {
        List<String> allowed = envelope.connections();
        return allowed.isEmpty() || allowed.stream().anyMatch(pattern -> ObjectPattern.matches(pattern, name));
    }

    /** Fails unless the policy allows the connection; to be asked before whether there is one of this name. */
    public void requireConnection(String name) {
        if (!allowsConnection(name)) {
            throw BusProblems.FORBIDDEN_OBJECT.toException(
                    "Your token allows this operation, but not on this connection. Ask the administrator for a policy rule that names it.");
        }
    }

    /**
     * Fails unless one rule of the policy gives this access to this object of this connection; for operations whose
     * contract says {@code x-polyport-grants}.
     *
     * @param access {@code read}, {@code write} or {@code command}
     * @param object begins with a slash
     */
    public void requireGrant(String access, String connection, String object) {
        if (!isGranted(access, connection, object)) {
            throw BusProblems.FORBIDDEN_OBJECT.toException("No rule of the policy gives you the access '" + access
                    + "' to this path of the connection '" + connection + "'. Ask the administrator for one.");
        }
    }

    /** Whether one rule gives it. */
    public boolean isGranted(String access, String connection, String object) {
        return envelope.grants().stream().anyMatch(grant -> grant.allows(access, connection, object));
    }

    /** Fails unless the policy that let this call in allows the object; {@code object} begins with a slash. */
    public void requireObject(String object) {
        if (!allowsObject(object)) {
            throw BusProblems.FORBIDDEN_OBJECT.toException();
        }
    }

    /** Whether the policy that let this call in allows the object; for what a tree holds that it does allow. */
    public boolean allowsObject(String object) {
        List<String> allowed = envelope.objects();
        return allowed.isEmpty() || allowed.stream().anyMatch(pattern -> ObjectPattern.matches(pattern, object));
    }
}
