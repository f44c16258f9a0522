package io.polyport.kit.bus;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What opens a call: everything that a service needs to know of the request, and nothing secret. Immutable, because the
 * local bus passes by reference.
 *
 * @param request what is asked
 * @param principal who asks
 * @param objects patterns of the objects that the policy allows; empty when all are
 * @param connections patterns of the configured connections that the policy allows, for calls whose path names none;
 *     empty when all are
 * @param grants what the policy allows where the call may name several connections or objects that its path does not show;
 *     empty for all other calls
 * @param trace what connects logs and spans
 * @param deadline until when the answer's head has to be there, milliseconds since the epoch; for a request body that
 *     streams, until when the call has to be accepted
 * @param timeout for a request body that streams: milliseconds from its last byte to the answer's head
 * @param origin where frames go back to
 * @param body what comes with the envelope or after it
 * @param flow how the two bodies move
 * @param publication that the call came by
 */
public record Envelope(
        Request request,
        Principal principal,
        List<String> objects,
        List<String> connections,
        List<Grant> grants,
        Trace trace,
        long deadline,
        long timeout,
        Origin origin,
        Body body,
        Flow flow,
        Publication publication) {

    /**
     * What one rule of the policy allows; what several allow adds up, but parts of different ones never do.
     *
     * @param access {@code read}, {@code write} or {@code command}
     * @param connections patterns of configured connections
     * @param objects patterns of objects; empty for all
     */
    public record Grant(String access, List<String> connections, List<String> objects) {
        public Grant {
            connections = List.copyOf(connections);
            objects = List.copyOf(objects);
        }

        /** Whether it gives this access to this object of this connection. */
        public boolean allows(String wanted, String connection, String object) {
            return access.equals(wanted)
                    && connections.stream().anyMatch(pattern -> ObjectPattern.matches(pattern, connection))
                    && (objects.isEmpty()
                            || objects.stream().anyMatch(pattern -> ObjectPattern.matches(pattern, object)));
        }
    }

    /**
     * The request in HTTP's words.
     *
     * @param operation the operation's id in the contract
     * @param path the raw path behind the routing prefix, undecoded
     * @param query the raw query without the question mark, empty when there is none
     * @param base external URL of the routing prefix, for every URL that is returned, without a slash at its end
     * @param headers the headers that services may see, names in lower case
     * @param arguments the path's parameters, raw
     */
    public record Request(
            String operation,
            String method,
            String path,
            String query,
            String base,
            List<Map.Entry<String, String>> headers,
            Map<String, String> arguments) {
        public Request {
            headers = List.copyOf(headers);
            arguments = Map.copyOf(arguments);
        }
    }

    /** @param traceparent W3C trace context, empty when there is none */
    public record Trace(String requestId, String traceparent) {}

    /** The caller's instance, the number of its endpoint, and its id for this exchange. */
    public record Origin(String instance, int endpoint, long exchange) {}

    /** How the request's body comes; {@code length} is -1 when it is not known. */
    public record Body(BodyKind kind, long length) {
        public static final Body NONE = new Body(BodyKind.NONE, 0);
    }

    /**
     * @param name as the gateway's configuration has it; empty for calls that came by none
     * @param separators the data separators' values, in the publication's order, decoded (GW-8)
     */
    public record Publication(String name, List<Map.Entry<String, String>> separators) {
        public static final Publication NONE = new Publication("", List.of());

        public Publication {
            separators = List.copyOf(separators);
        }
    }

    /** No body; in the opening message; as frames. */
    public enum BodyKind {
        NONE(0),
        INLINE(1),
        STREAM(2);

        private final int code;

        BodyKind(int code) {
            this.code = code;
        }

        /** The number that stands for it on the wire. */
        int code() {
            return code;
        }

        static BodyKind of(int code) {
            for (BodyKind kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("no kind of body: " + code);
        }
    }

    /**
     * How the request's and the answer's bodies move.
     *
     * @param idle how long both may be silent, milliseconds; 0 for the idle limit of the programs ({@code bus.idle-timeout})
     */
    public record Flow(Way way, long idle) {
        public static final Flow USUAL = new Flow(Way.HALF, 0);
    }

    /** Whether the caller can read the answer while he still sends the request. */
    public enum Way {
        /** HTTP/1: most callers read nothing before they have sent everything. */
        HALF(0),
        /** HTTP/2: both bodies move at the same time, and the request's end is a half-close. */
        DUPLEX(1),
        /** As {@link #DUPLEX}, in whole lines; the caller has no half-close but what a line says. */
        WEBSOCKET(2);

        private final int code;

        Way(int code) {
            this.code = code;
        }

        /** The number that stands for it on the wire. */
        int code() {
            return code;
        }

        /** A way that a newer gateway knows is taken for the one that promises least. */
        static Way of(int code) {
            return code == DUPLEX.code ? DUPLEX : code == WEBSOCKET.code ? WEBSOCKET : HALF;
        }
    }

    public Envelope {
        objects = List.copyOf(objects);
        connections = List.copyOf(connections);
        grants = List.copyOf(grants);
    }

    private static final List<Grant> EVERYTHING = Stream.of("read", "write", "command")
            .map(access -> new Grant(access, List.of("*"), List.of()))
            .toList();

    /** A call that came by no publication. */
    public Envelope(
            Request request,
            Principal principal,
            List<String> objects,
            List<String> connections,
            List<Grant> grants,
            Trace trace,
            long deadline,
            long timeout,
            Origin origin,
            Body body,
            Flow flow) {
        this(
                request,
                principal,
                objects,
                connections,
                grants,
                trace,
                deadline,
                timeout,
                origin,
                body,
                flow,
                Publication.NONE);
    }

    /** A call that may use every connection in every way. */
    public Envelope(
            Request request,
            Principal principal,
            List<String> objects,
            Trace trace,
            long deadline,
            long timeout,
            Origin origin,
            Body body) {
        this(request, principal, objects, List.of(), EVERYTHING, trace, deadline, timeout, origin, body, Flow.USUAL);
    }

    /** The same call with other bodies. */
    public Envelope flowing(Flow newFlow) {
        return new Envelope(
                request,
                principal,
                objects,
                connections,
                grants,
                trace,
                deadline,
                timeout,
                origin,
                body,
                newFlow,
                publication);
    }

    /** The same call with where its frames go. */
    public Envelope from(Origin newOrigin) {
        return new Envelope(
                request,
                principal,
                objects,
                connections,
                grants,
                trace,
                deadline,
                timeout,
                newOrigin,
                body,
                flow,
                publication);
    }
}
