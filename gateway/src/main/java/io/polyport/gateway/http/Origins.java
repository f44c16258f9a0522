package io.polyport.gateway.http;

import io.polyport.gateway.GatewayProblems;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Locale;

/**
 * From which web pages WebSockets may be opened. Browsers don't ask before they open one, as they do for other requests to
 * strange origins, but they say where the page is from. Programs that are no browsers say nothing, and need not.
 */
final class Origins {
    private final List<String> allowed;
    private final BaseUrl own;

    Origins(List<String> allowed, BaseUrl own) {
        this.allowed = allowed.stream().map(Origins::plain).toList();
        this.own = own;
    }

    /** Fails with {@code gateway.foreign-origin}. */
    void check(HttpServerRequest request) {
        List<String> origins = request.headers().getAll("origin");
        if (origins.isEmpty() || allowed.contains("*")) {
            return;
        }
        String origin = plain(origins.getFirst());
        boolean known = origin.equals(plain(own.of(request))) || allowed.contains(origin);
        if (origins.size() > 1 || !known) {
            throw GatewayProblems.FOREIGN_ORIGIN.toException();
        }
    }

    /** Without the port that goes without saying (RFC 6454 §6.1). */
    private static String plain(String origin) {
        String lower = origin.toLowerCase(Locale.ROOT);
        String usual = lower.startsWith("https:") ? ":443" : lower.startsWith("http:") ? ":80" : "/";
        return lower.endsWith(usual) ? lower.substring(0, lower.length() - usual.length()) : lower;
    }
}
