package io.polyport.gateway.http;

import io.polyport.kit.egress.AddressBlock;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Scheme and authority of every absolute URL that is returned (GW-9): the configured one, else what a trusted proxy
 * says, else the request's own.
 */
final class BaseUrl {
    private static final Pattern FORWARDED =
            Pattern.compile("(?:^|[;,\\s])(proto|host)=\"?([^\";,\\s]+)\"?", Pattern.CASE_INSENSITIVE);
    private static final Pattern AUTHORITY = Pattern.compile("[A-Za-z0-9._~\\[\\]:%-]{1,255}");

    private final Optional<String> configured;
    private final List<AddressBlock> trustedProxies;

    /**
     * @param configured without a slash at its end
     * @param trustedProxies addresses or networks ({@code 10.0.0.0/8}) whose forwarding headers are believed
     */
    BaseUrl(Optional<String> configured, List<String> trustedProxies) {
        this.configured = configured;
        this.trustedProxies = trustedProxies.stream().map(AddressBlock::parse).toList();
    }

    String of(HttpServerRequest request) {
        if (configured.isPresent()) {
            return configured.get();
        }
        String scheme = request.scheme() == null ? (request.isSSL() ? "https" : "http") : request.scheme();
        String authority =
                request.authority() == null ? "localhost" : request.authority().toString();
        if (isTrusted(request)) {
            Matcher forwarded = FORWARDED.matcher(first(request.getHeader("forwarded")));
            String proto = first(request.getHeader("x-forwarded-proto"));
            String host = first(request.getHeader("x-forwarded-host"));
            while (forwarded.find()) {
                if (forwarded.group(1).equalsIgnoreCase("proto")) {
                    proto = forwarded.group(2);
                } else {
                    host = forwarded.group(2);
                }
            }
            scheme = proto.equals("https") || proto.equals("http") ? proto : scheme;
            authority = AUTHORITY.matcher(host).matches() ? host : authority;
        }
        return scheme + "://" + authority;
    }

    private boolean isTrusted(HttpServerRequest request) {
        if (trustedProxies.isEmpty() || request.remoteAddress() == null) {
            return false;
        }
        String address = request.remoteAddress().hostAddress();
        return address != null && trusts(address);
    }

    /** Behind a link-local address stands the interface that it came in by ({@code fe80::1%eth0}, RFC 4007 §11). */
    boolean trusts(String address) {
        int scope = address.indexOf('%');
        InetAddress proxy = AddressBlock.literal(scope < 0 ? address : address.substring(0, scope));
        return trustedProxies.stream().anyMatch(network -> network.contains(proxy));
    }

    /** The part that the nearest proxy wrote of the first hop. */
    private static String first(String header) {
        return header == null ? "" : header.split(",", 2)[0].trim();
    }
}
