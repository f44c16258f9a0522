package io.polyport.grpc;

import io.polyport.kit.problem.ProblemType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What can go wrong with a call: one problem for each status, and what we say ourselves. */
public final class GrpcProblems {
    public static final ProblemType UNKNOWN_METHOD = new ProblemType(
            "grpc.unknown-method",
            404,
            "The connection's schema has no such method",
            "GET /{c}/services lists the services, GET /{c}/services/{service} a service's methods. Names are full: package.Service.");
    public static final ProblemType UNKNOWN_TYPE = new ProblemType(
            "grpc.unknown-type",
            404,
            "The connection's schema has no such type",
            "Names are full: package.Message. The methods under GET /{c}/services/{service} name theirs.");
    public static final ProblemType NO_SCHEMA = new ProblemType(
            "grpc.no-schema",
            422,
            "Nothing tells what the server's messages look like",
            "Give protos or a descriptor set with the connection, or let it ask the server (reflection: true).");
    public static final ProblemType PROTO_UNREACHABLE = new ProblemType(
            "grpc.proto-unreachable",
            422,
            "A .proto text can't be fetched from its URL",
            "Each URL has to answer 200 with its text, without a redirect, within 15 s; at most 100 URLs, within 30 s. Or give the text itself.");
    public static final ProblemType MESSAGE_INVALID = new ProblemType(
            "grpc.message-invalid",
            502,
            "The server sent a message that does not fit its type",
            "Compare the schema of the connection with the server's: they may be of different versions.");
    public static final ProblemType MESSAGE_COUNT = new ProblemType(
            "grpc.message-count",
            502,
            "The server sent another number of messages than the method has",
            "A method with one answer has to send exactly one message with the status OK. Compare the schema with the server's.");
    public static final ProblemType KIND = new ProblemType(
            "grpc.wrong-kind",
            409,
            "The method takes one message",
            "GET /{c}/services/{service} tells of which kind a method is. Begin another call for another message.");
    public static final ProblemType NOT_DUPLEX = new ProblemType(
            "grpc.not-duplex",
            426,
            "The method sends while it receives, which HTTP/1.1 can't",
            "Use HTTP/2, a WebSocket at the same URL, or a stream (POST /{c}/streams); or ?duplex=half, which reads the whole request, at most 4 MiB, before the answer begins.");
    public static final ProblemType STREAM_BUSY = new ProblemType(
            "grpc.stream-busy",
            409,
            "Another request is reading from, or writing to, this stream",
            "Only one request at a time may read from a stream, and one may write to it or complete it. Ask again when the other has its answer.");
    public static final ProblemType STREAM_CLOSED = new ProblemType(
            "grpc.stream-closed",
            409,
            "The stream takes no more messages",
            "It was completed, or its call has ended. Read the messages that the server has still sent: behind the last one stands its status.");
    public static final ProblemType STREAM_BLOCKED = new ProblemType(
            "grpc.stream-blocked",
            503,
            "The server takes no more messages at the moment",
            "The member 'sent' tells how many were sent: send the others later, and read what the server has sent meanwhile.");
    public static final ProblemType TOO_MANY_OPENED = new ProblemType(
            "grpc.too-many-opened",
            429,
            "The caller has too many connections open",
            "Close those that are no longer needed (DELETE /connections/{id}); GET /connections lists them.");
    public static final ProblemType NO_PLACE = new ProblemType(
            "grpc.no-place",
            503,
            "The service has no place for another opened connection",
            "Try again later, use a configured connection, or have opened.most or opened.schemas raised.");
    public static final ProblemType TOO_MANY_SCHEMAS = new ProblemType(
            "grpc.too-many-schemas",
            429,
            "The schemas of the caller's opened connections take too much memory",
            "Close those that are no longer needed (DELETE /connections/{id}), leave out protos that the calls don't need, use a configured connection, or have opened.schemas-per-caller raised.");
    public static final ProblemType TOO_MANY_STREAMS = new ProblemType(
            "grpc.too-many-streams",
            429,
            "The caller has too many streams open",
            "Close those that are no longer needed (DELETE /streams/{id}).");
    public static final ProblemType NO_PLACE_FOR_STREAM = new ProblemType(
            "grpc.no-place-for-stream",
            503,
            "The service has no place for another stream",
            "Try again later, or have streams.most raised.");
    public static final ProblemType NO_PLACE_FOR_MESSAGES = new ProblemType(
            "grpc.no-place-for-messages",
            503,
            "The service holds too many messages for readers of streams",
            "Try again later, read or close streams that are no longer needed, or have streams.held raised.");
    public static final ProblemType TOO_MANY_MESSAGES = new ProblemType(
            "grpc.too-many-messages",
            429,
            "The service holds too many messages for readers of this caller's streams",
            "Acknowledge what has been read (after=), read or close streams that are no longer needed, or have streams.held-per-caller raised.");
    public static final ProblemType NOT_OPENED = new ProblemType(
            "grpc.not-opened",
            409,
            "The connection is configured, not opened",
            "Only what was opened with POST /connections can be closed.");
    public static final ProblemType INSECURE = new ProblemType(
            "grpc.insecure",
            403,
            "Servers that callers name are checked here",
            "Leave out tls.verify: false, or ask the operator to allow it (grpc.ad-hoc.insecure).");

    private static final Map<GrpcCode, ProblemType> STATUSES = new EnumMap<>(
            Map.ofEntries(
                    status(
                            GrpcCode.CANCELLED,
                            "The call was cancelled",
                            "The server, or something on the way, ended the call."),
                    status(
                            GrpcCode.UNKNOWN,
                            "The server failed for a reason it does not tell",
                            "The detail has its words, if it sent any."),
                    status(
                            GrpcCode.INVALID_ARGUMENT,
                            "The server does not accept the request",
                            "The detail and 'grpc.details' tell what is wrong with it."),
                    status(
                            GrpcCode.DEADLINE_EXCEEDED,
                            "The call took longer than its deadline",
                            "Whether the server did the work is unknown. Set a longer Grpc-Timeout where it needs more time."),
                    status(
                            GrpcCode.NOT_FOUND,
                            "The server does not find what was asked for",
                            "The detail has the server's words."),
                    status(
                            GrpcCode.ALREADY_EXISTS,
                            "What was to be created exists",
                            "The detail has the server's words."),
                    status(
                            GrpcCode.PERMISSION_DENIED,
                            "The server does not allow this",
                            "It knows who calls by the connection's metadata or certificate: these have to have the right."),
                    status(
                            GrpcCode.RESOURCE_EXHAUSTED,
                            "Something is used up, or too large",
                            "The detail tells what: a quota of the server, or a limit of the connection (limits.message)."),
                    status(
                            GrpcCode.FAILED_PRECONDITION,
                            "The server is not in the state for this",
                            "Asking again changes nothing before that state has changed."),
                    status(
                            GrpcCode.ABORTED,
                            "The server broke off, mostly since another call was faster",
                            "Read again what is to be changed, and try again."),
                    status(
                            GrpcCode.OUT_OF_RANGE,
                            "The request goes beyond what there is",
                            "The detail has the server's words."),
                    status(
                            GrpcCode.UNIMPLEMENTED,
                            "The server does not have this method",
                            "Compare the connection's schema with the server's, and the address."),
                    status(
                            GrpcCode.INTERNAL,
                            "The server, or the way to it, is broken",
                            "The detail tells what was seen."),
                    status(
                            GrpcCode.UNAVAILABLE,
                            "The server can't be reached, or does not serve at the moment",
                            "Try again later. The detail tells what was seen; check the address, TLS and firewalls."),
                    status(GrpcCode.DATA_LOSS, "The server has lost data", "The detail has the server's words."),
                    status(
                            GrpcCode.UNAUTHENTICATED,
                            "The server does not know who calls",
                            "Give the connection the credentials that the server asks for (metadata, or a client certificate).")));

    /** Every type above, for the documentation. */
    public static final List<ProblemType> ALL = all();

    private GrpcProblems() {}

    private static Map.Entry<GrpcCode, ProblemType> status(GrpcCode code, String title, String advice) {
        String word = code.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return Map.entry(code, new ProblemType("grpc.status-" + word, code.http(), title, advice));
    }

    private static List<ProblemType> all() {
        var all = new ArrayList<>(List.of(
                UNKNOWN_METHOD,
                UNKNOWN_TYPE,
                NO_SCHEMA,
                PROTO_UNREACHABLE,
                MESSAGE_INVALID,
                MESSAGE_COUNT,
                KIND,
                NOT_DUPLEX,
                STREAM_BUSY,
                STREAM_CLOSED,
                STREAM_BLOCKED,
                TOO_MANY_OPENED,
                NO_PLACE,
                TOO_MANY_SCHEMAS,
                TOO_MANY_STREAMS,
                NO_PLACE_FOR_STREAM,
                NO_PLACE_FOR_MESSAGES,
                TOO_MANY_MESSAGES,
                NOT_OPENED,
                INSECURE));
        all.addAll(STATUSES.values());
        return List.copyOf(all);
    }

    /** The problem of a status that is not OK. */
    public static ProblemType of(GrpcCode code) {
        return STATUSES.get(code);
    }
}
