package io.polyport.gateway.http;

import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Scheme and authority of every absolute URL that is returned (GW-9): the configured one, of the publication or of the
 * gateway, else what a trusted proxy says, else the request's own.
 */
final class BaseUrl {
    private static final Pattern AUTHORITY = Pattern.compile("[A-Za-z0-9._~\\[\\]:%-]{1,255}");

    private final Optional<String> configured;
    private final Forwarding forwarding;

    /** @param configured without a slash at its end */
    BaseUrl(Optional<String> configured, Forwarding forwarding) {
        this.configured = configured;
        this.forwarding = forwarding;
    }

    String of(HttpServerRequest request) {
        return of(request, Optional.empty());
    }

    /** @param ofPublication what is configured for the publication that the request belongs to */
    String of(HttpServerRequest request, Optional<String> ofPublication) {
        return ofPublication.or(() -> configured).orElseGet(() -> asked(request));
    }

    private String asked(HttpServerRequest request) {
        String scheme = request.scheme() == null ? (request.isSSL() ? "https" : "http") : request.scheme();
        String authority =
                request.authority() == null ? "localhost" : request.authority().toString();
        Optional<Hops.Hop> told = forwarding.first(request);
        scheme = told.map(Hops.Hop::scheme)
                .filter(proto -> proto.equals("https") || proto.equals("http"))
                .orElse(scheme);
        authority = told.map(Hops.Hop::authority)
                .filter(host -> AUTHORITY.matcher(host).matches())
                .orElse(authority);
        return scheme + "://" + authority;
    }
}
