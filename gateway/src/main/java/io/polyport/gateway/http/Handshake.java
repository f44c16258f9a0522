package io.polyport.gateway.http;

import io.polyport.gateway.GatewayProblems;
import io.polyport.gateway.identity.Authenticator;
import io.polyport.gateway.identity.QueryTokens;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * What a request for a WebSocket says (RFC 6455 §4.2.1). Browsers can't send a header of the page's choice, but the page
 * names subprotocols, and so a ticket comes as one.
 */
final class Handshake {
    /** Records as text messages; the name that is answered, because browsers want one of theirs back. */
    static final String RECORDS = "polyport.ndjson";

    static final String TICKET = "polyport.ticket.";
    private static final int KEY_BYTES = 16;

    private final HttpServerRequest request;
    private final List<String> offered = new ArrayList<>();

    private Handshake(HttpServerRequest request) {
        this.request = request;
        for (String header : request.headers().getAll("sec-websocket-protocol")) {
            for (String protocol : header.split(",")) {
                offered.add(protocol.trim());
            }
        }
    }

    static boolean isAskedBy(HttpServerRequest request) {
        return request.canUpgradeToWebSocket();
    }

    /** Fails with what is wrong with it. */
    static Handshake of(HttpServerRequest request) {
        if (!"13".equals(request.getHeader("sec-websocket-version"))) {
            request.response().putHeader("sec-websocket-version", "13");
            throw GatewayProblems.WEBSOCKET_VERSION.toException();
        }
        List<String> keys = request.headers().getAll("sec-websocket-key");
        if (keys.size() != 1 || !isKey(keys.getFirst().trim()) || hasBody(request) || !isUri(request.uri())) {
            throw GatewayProblems.BAD_HANDSHAKE.toException();
        }
        return new Handshake(request);
    }

    /** Vert.x 5.0.7 would wait for its end before it answers the handshake. */
    private static boolean hasBody(HttpServerRequest request) {
        String length = request.getHeader("content-length");
        return request.headers().contains("transfer-encoding") || (length != null && !length.equals("0"));
    }

    /** Vert.x 5.0.7 would refuse what is none, but only after the service was called, and in its own words. */
    private static boolean isUri(String text) {
        try {
            return new URI(text).getRawPath() != null;
        } catch (URISyntaxException malformed) {
            return false;
        }
    }

    private static boolean isKey(String key) {
        try {
            return Base64.getDecoder().decode(key).length == KEY_BYTES;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    /** The ticket, when the caller shows one and no token; fails when he shows several things. */
    Optional<String> ticket() {
        List<String> tickets =
                offered.stream().filter(protocol -> protocol.startsWith(TICKET)).toList();
        boolean more = request.headers().contains("authorization") || QueryTokens.areIn(request.query());
        if (tickets.size() > 1 || (!tickets.isEmpty() && more)) {
            throw Authenticator.severalWays();
        }
        return tickets.stream().findFirst().map(protocol -> protocol.substring(TICKET.length()));
    }

    /** Which of the offered subprotocols is spoken: the one that says so, else the ticket, which is spent by now. */
    Optional<String> chosen() {
        return offered.contains(RECORDS)
                ? Optional.of(RECORDS)
                : offered.stream()
                        .filter(protocol -> protocol.startsWith(TICKET))
                        .findFirst();
    }
}
