package io.polyport.gateway.http;

import io.polyport.gateway.route.Route;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.ArrayList;
import java.util.Arrays;
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

    /** What a recipient would have needed before the body (RFC 9110 §6.5.1). */
    private static final Set<String> NEVER_BEHIND_BODY = Set.of(
            "age",
            "authorization",
            "cache-control",
            "content-encoding",
            "content-length",
            "content-range",
            "content-type",
            "date",
            "expires",
            "host",
            "location",
            "retry-after",
            "set-cookie",
            "vary",
            "www-authenticate");

    /** What a field counts beside its text (RFC 9113 §6.5.2). */
    private static final int FIELD_COST = 32;

    /** More is refused by many callers, and with it the whole answer. */
    private static final int MOST_TRAILERS = 8 * 1024;

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
            if (!name.equals("content-length") || header.getValue().matches("[0-9]{1,18}")) {
                add(response.headers(), header);
            } else {
                unsendable(header);
            }
        }
    }

    /** Fields behind the body of an answer, for callers who say that they read them. HTTP/1 has room for them between chunks only. */
    static void trailers(List<Map.Entry<String, String>> fields, HttpServerRequest request) {
        var response = request.response();
        boolean room = request.version() == HttpVersion.HTTP_2 || response.isChunked();
        int size = fields.stream()
                .mapToInt(field -> field.getKey().length() + field.getValue().length() + FIELD_COST)
                .sum();
        if (fields.isEmpty() || !room || size > MOST_TRAILERS || !wantsTrailers(request)) {
            return;
        }
        for (var field : fields) {
            String name = field.getKey().toLowerCase(Locale.ROOT);
            if (!NEVER_TO_CALLER.contains(name) && !NEVER_BEHIND_BODY.contains(name)) {
                add(response.trailers(), field);
            }
        }
    }

    /** RFC 9110 §10.1.4. */
    private static boolean wantsTrailers(HttpServerRequest request) {
        return request.headers().getAll("te").stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .anyMatch(coding -> coding.strip().equalsIgnoreCase("trailers"));
    }

    private static void add(MultiMap fields, Map.Entry<String, String> field) {
        try {
            fields.add(field.getKey(), field.getValue());
        } catch (IllegalArgumentException malformed) {
            unsendable(field);
        }
    }

    private static void unsendable(Map.Entry<String, String> field) {
        LOG.atWarn().addKeyValue("header", field.getKey()).log("a service's answer has a header that can't be sent");
    }
}
