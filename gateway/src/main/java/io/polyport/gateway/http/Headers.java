package io.polyport.gateway.http;

import io.polyport.gateway.route.Route;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

    private static final Logger LOG = LoggerFactory.getLogger(Headers.class);

    private Headers() {}

    static List<Map.Entry<String, String>> toService(HttpServerRequest request, Route route) {
        List<Map.Entry<String, String>> chosen = new ArrayList<>();
        for (var header : request.headers()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            boolean passes = TO_SERVICE.contains(name) || route.declaresHeader(name);
            if (passes && !NEVER_TO_SERVICE.contains(name)) {
                chosen.add(Map.entry(name, header.getValue()));
            }
        }
        return chosen;
    }

    /** A header that HTTP can't carry (a line break in it, say) is left out: the answer goes on without it. */
    static void toCaller(List<Map.Entry<String, String>> headers, HttpServerResponse response) {
        for (var header : headers) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (NEVER_TO_CALLER.contains(name)) {
                continue;
            }
            boolean sound = !name.equals("content-length") || header.getValue().matches("[0-9]{1,18}");
            try {
                if (sound) {
                    response.headers().add(header.getKey(), header.getValue());
                }
            } catch (IllegalArgumentException malformed) {
                sound = false;
            }
            if (!sound) {
                LOG.atWarn().addKeyValue("header", name).log("a service's answer has a header that can't be sent");
            }
        }
    }
}
