package io.polyport.gateway.http;

import io.polyport.gateway.GatewayProblems;
import io.polyport.gateway.identity.Authenticator;
import io.polyport.gateway.identity.QueryTokens;
import io.polyport.kit.bus.BusProblems;
import io.polyport.kit.problem.Problem;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URISyntaxException;

/** {@code POST /auth/tickets}: a token for a ticket, with which a page opens one WebSocket (GW-19). */
final class TicketDesk {
    static final String PATH = "/auth/tickets";
    private static final int MOST_BODY = 48 * 1024;
    private static final long BODY_WITHIN_MILLIS = 10_000;

    private TicketDesk() {}

    /** Fails as the WebSocket itself would: what the token does not allow gets no ticket either. */
    static Future<Void> serve(Edge edge, HttpServerRequest request, Admission admission, Reply reply) {
        if (!request.method().equals(HttpMethod.POST)) {
            throw Problem.of(GatewayProblems.METHOD_NOT_ALLOWED)
                    .with("allow", "OPTIONS, POST")
                    .toException();
        }
        return admission
                .identify()
                .compose(token -> body(edge, request).map(bytes -> {
                    String url = url(bytes);
                    int query = url.indexOf('?');
                    String path = query < 0 ? url : url.substring(0, query);
                    if (QueryTokens.areIn(query < 0 ? "" : url.substring(query + 1))) {
                        throw Authenticator.severalWays();
                    }
                    var place = edge.publications().at(path);
                    Admission.requireTickets(place);
                    var target = Admission.webSocket(edge, path, place);
                    Admission.permit(edge, token.principal(), target, place);
                    String ticket = edge.tickets().issue(token, url);
                    reply.created(new JsonObject()
                            .put("ticket", ticket)
                            .put("protocol", Handshake.TICKET + ticket)
                            .put("url", url)
                            .put("expiresInSeconds", edge.webSockets().ticket().toSeconds()));
                    return null;
                }));
    }

    private static Future<Buffer> body(Edge edge, HttpServerRequest request) {
        Promise<Buffer> whole = Promise.promise();
        Buffer bytes = Buffer.buffer();
        long timer = edge.vertx()
                .setTimer(BODY_WITHIN_MILLIS, ignored -> whole.tryFail(GatewayProblems.BODY_TIMEOUT.toException()));
        whole.future().onComplete(ignored -> edge.vertx().cancelTimer(timer));
        request.exceptionHandler(cut -> whole.tryFail(GatewayProblems.BODY_CUT.toException()));
        request.handler(piece -> {
            if (bytes.length() + piece.length() > MOST_BODY) {
                whole.tryFail(BusProblems.TOO_LARGE.toException(
                        "The order of a ticket has at most " + MOST_BODY + " bytes."));
            } else {
                bytes.appendBuffer(piece);
            }
        });
        request.endHandler(ignored -> whole.tryComplete(bytes));
        Inflow.goOn(request);
        return whole.future();
    }

    /** Path and query, raw, of what the body names; absolute URLs of WebSockets are taken, too. */
    private static String url(Buffer body) {
        try {
            Object named = new JsonObject(body).getValue("url");
            if (named instanceof String text) {
                URI uri = new URI(text);
                String path = uri.getRawPath();
                if (path != null && path.startsWith("/") && uri.getRawFragment() == null) {
                    return uri.getRawQuery() == null || uri.getRawQuery().isEmpty()
                            ? path
                            : path + "?" + uri.getRawQuery();
                }
            }
        } catch (DecodeException | ClassCastException | URISyntaxException malformed) {
            throw wrong();
        }
        throw wrong();
    }

    private static ProblemException wrong() {
        return Problem.of(
                        BusProblems.BAD_REQUEST,
                        "Send {\"url\": \"…\"} with the URL of the WebSocket: its path and query as they will be sent.")
                .withField("body:/url", "has to be a URL, or its path and query")
                .toException();
    }
}
