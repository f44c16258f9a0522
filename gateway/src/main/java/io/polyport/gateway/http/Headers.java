package io.polyport.gateway.http;

import io.polyport.gateway.route.Route;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Which headers cross the gateway. */
final class Headers {
    /** What every service may see of a request; a contract may declare more. Never Authorization or cookies. */
    private static final Set<String> TO_SERVICE = Set.of(
            "accept",
            "accept-language",
            "content-type",
            "content-length",
            "content-range",
            "content-digest",
            "repr-digest",
            "content-disposition",
            "if-match",
            "if-none-match",
            "if-modified-since",
            "if-unmodified-since",
            "if-range",
            "range",
            "prefer",
            "user-agent");

    private static final Set<String> NEVER_TO_SERVICE =
            Set.of("authorization", "cookie", "proxy-authorization", "x-request-id", "traceparent");
    /** What belongs to one connection only (RFC 9110 §7.6.1), or is the gateway's own to say. */
    private static final Set<String> NEVER_TO_CALLER = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "x-request-id",
            "strict-transport-security");

    private Headers() {}

    static List<Map.Entry<String, String>> toService(HttpServerRequest request, Route route) {
        List<Map.Entry<String, String>> chosen = new ArrayList<>();
        for (var header : request.headers()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            boolean passes = TO_SERVICE.contains(name) || route.headers().contains(name);
            if (passes && !NEVER_TO_SERVICE.contains(name)) {
                chosen.add(Map.entry(name, header.getValue()));
            }
        }
        return chosen;
    }

    static void toCaller(List<Map.Entry<String, String>> headers, HttpServerResponse response) {
        for (var header : headers) {
            if (!NEVER_TO_CALLER.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                response.headers().add(header.getKey(), header.getValue());
            }
        }
    }
}
