package io.polyport.gateway;

import io.polyport.kit.problem.ProblemType;
import java.util.List;

/** What the gateway itself refuses. */
public final class GatewayProblems {
    public static final ProblemType BAD_PATH = new ProblemType(
            "gateway.bad-path",
            400,
            "The path is not valid",
            "The part of the path that chooses the operation may hold no %2F, %5C, NUL, empty segment, '.' or '..'.");
    public static final ProblemType NO_ROUTE = new ProblemType(
            "gateway.no-route",
            404,
            "There is nothing under this path",
            "Compare the path with /openapi.json, which lists everything that is deployed now.");
    public static final ProblemType METHOD_NOT_ALLOWED = new ProblemType(
            "gateway.method-not-allowed",
            405,
            "This method is not allowed here",
            "This address does not take this method; the header 'Allow' names those that it takes.");
    public static final ProblemType NO_SERVICE = new ProblemType(
            "gateway.no-service",
            503,
            "No instance of the service is there",
            "The service is starting, restarting or not deployed. Ask again after 'Retry-After' seconds.");
    public static final ProblemType BAD_TIMEOUT = new ProblemType(
            "gateway.bad-timeout",
            400,
            "The header Request-Timeout is not valid",
            "Request-Timeout is a whole number of seconds, at least 1.");
    public static final ProblemType BODY_TIMEOUT = new ProblemType(
            "gateway.body-timeout",
            408,
            "The request's body did not arrive in time",
            "Send the body right after the headers, or announce a larger one with Content-Length.");
    public static final ProblemType BODY_CUT = new ProblemType(
            "gateway.body-cut",
            400,
            "The request's body was cut",
            "The connection ended before the body did. Send it again as a whole.");

    public static final ProblemType BAD_REQUEST = new ProblemType(
            "gateway.bad-request",
            400,
            "This is no HTTP request",
            "The request line or a header can't be read. Send the request as RFC 9112 says.");
    public static final ProblemType LINE_TOO_LONG = new ProblemType(
            "gateway.line-too-long",
            414,
            "The request line is too long",
            "Shorten the URL, or have gateway.http.request-line raised.");
    public static final ProblemType HEADERS_TOO_LARGE = new ProblemType(
            "gateway.headers-too-large",
            431,
            "The headers are too large",
            "Send fewer or shorter headers, or have gateway.http.headers raised.");

    public static final ProblemType NO_WEBSOCKET = new ProblemType(
            "gateway.no-websocket",
            400,
            "There is no WebSocket here",
            "Send an ordinary request, or open a WebSocket to an operation that /openapi.json marks with x-polyport-websocket.");
    public static final ProblemType BAD_HANDSHAKE = new ProblemType(
            "gateway.bad-handshake",
            400,
            "The WebSocket's handshake is not valid",
            "Send a GET without a body and with one Sec-WebSocket-Key of 16 bytes in base64, as RFC 6455 §4.1 says, and"
                    + " percent-encode what a URI can't hold.");
    public static final ProblemType WEBSOCKET_VERSION = new ProblemType(
            "gateway.websocket-version",
            426,
            "This version of the WebSocket protocol is not spoken here",
            "Send Sec-WebSocket-Version: 13 (RFC 6455).");
    public static final ProblemType FOREIGN_ORIGIN = new ProblemType(
            "gateway.foreign-origin",
            403,
            "Pages of this origin may not open WebSockets here",
            "Open it from a page of the gateway's own origin, or have the origin added to gateway.web-sockets.origins.");
    public static final ProblemType TOO_MANY_WEBSOCKETS = new ProblemType(
            "gateway.too-many-websockets",
            429,
            "You have too many WebSockets open",
            "Close one, or have gateway.web-sockets.per-principal raised.");
    public static final ProblemType WEBSOCKETS_FULL = new ProblemType(
            "gateway.websockets-full",
            503,
            "The gateway can hold no more WebSockets now",
            "Ask again after 'Retry-After' seconds, or have gateway.web-sockets.maximum raised.");
    public static final ProblemType TOO_MANY_TICKETS = new ProblemType(
            "gateway.too-many-tickets",
            429,
            "Too many tickets are waiting for their use",
            "Use the tickets that you have, or wait until they expire.");

    public static final List<ProblemType> ALL = List.of(
            BAD_PATH,
            NO_ROUTE,
            METHOD_NOT_ALLOWED,
            NO_SERVICE,
            BAD_TIMEOUT,
            BODY_TIMEOUT,
            BODY_CUT,
            BAD_REQUEST,
            LINE_TOO_LONG,
            HEADERS_TOO_LARGE,
            NO_WEBSOCKET,
            BAD_HANDSHAKE,
            WEBSOCKET_VERSION,
            FOREIGN_ORIGIN,
            TOO_MANY_WEBSOCKETS,
            WEBSOCKETS_FULL,
            TOO_MANY_TICKETS);

    private GatewayProblems() {}
}
