package io.polyport.gateway.http;

import io.polyport.kit.egress.AddressBlock;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What proxies say of the requests that they pass on, in {@code Forwarded} (RFC 7239) and {@code X-Forwarded-…}; only of
 * trusted ones, because everybody can send such headers.
 */
final class Forwarding {
    private static final Pattern PARAMETER =
            Pattern.compile("(?:^|[;,\\s])(proto|host|for)=\"?([^\";,\\s]+)\"?", Pattern.CASE_INSENSITIVE);
    private static final Pattern WITH_PORT = Pattern.compile("\\[([^\\]]+)\\](?::[0-9]+)?|([0-9.]+)(?::[0-9]+)?");

    private final List<AddressBlock> trusted;

    /** @param trustedProxies addresses or networks ({@code 10.0.0.0/8}) whose forwarding headers are believed */
    Forwarding(List<String> trustedProxies) {
        this.trusted = trustedProxies.stream().map(AddressBlock::parse).toList();
    }

    boolean isTrusted(HttpServerRequest request) {
        String address = nearest(request);
        return !trusted.isEmpty() && !address.isEmpty() && trusts(address);
    }

    /** Behind a link-local address stands the interface that it came in by ({@code fe80::1%eth0}, RFC 4007 §11). */
    boolean trusts(String address) {
        InetAddress proxy = literal(address);
        return trusted.stream().anyMatch(network -> network.contains(proxy));
    }

    private static InetAddress literal(String address) {
        int scope = address.indexOf('%');
        return AddressBlock.literal(scope < 0 ? address : address.substring(0, scope));
    }

    /** The other end of the connection; empty when it is gone. */
    private static String nearest(HttpServerRequest request) {
        String address =
                request.remoteAddress() == null ? null : request.remoteAddress().hostAddress();
        return address == null ? "" : address;
    }

    /** Scheme and authority that the client has used, as the first proxy that was told of in these headers says. */
    Optional<String> first(HttpServerRequest request, String parameter, String header) {
        List<String> forwarded = parameters(beforeComma(request.getHeader("forwarded")), parameter);
        String plain = beforeComma(request.getHeader(header));
        return forwarded.isEmpty()
                ? Optional.of(plain).filter(value -> !value.isEmpty())
                : Optional.of(forwarded.getLast());
    }

    private static String beforeComma(String header) {
        return header == null ? "" : header.split(",", 2)[0].trim();
    }

    private static List<String> parameters(String forwarded, String name) {
        List<String> values = new ArrayList<>();
        Matcher matcher = PARAMETER.matcher(forwarded);
        while (matcher.find()) {
            if (matcher.group(1).toLowerCase(Locale.ROOT).equals(name)) {
                values.add(matcher.group(2));
            }
        }
        return values;
    }

    /** The address of the client: the last one on the way that is no trusted proxy. */
    String client(HttpServerRequest request) {
        String client = nearest(request);
        if (!isTrusted(request)) {
            return client;
        }
        for (String hop : all(request, "for", "x-forwarded-for").reversed()) {
            Optional<String> address = address(hop);
            if (address.isEmpty()) {
                return client;
            }
            client = address.get();
            if (!trusts(client)) {
                return client;
            }
        }
        return client;
    }

    /**
     * Whether nobody on the way can have read the request: each part of it was TLS, or never left this machine. What a
     * proxy does not tell of is taken for the connection that we see.
     */
    boolean isUnreadable(HttpServerRequest request) {
        List<String> told = isTrusted(request) ? all(request, "proto", "x-forwarded-proto") : List.of();
        if (!told.isEmpty()) {
            return told.stream().allMatch("https"::equalsIgnoreCase);
        }
        String nearest = nearest(request);
        return request.isSSL() || (!nearest.isEmpty() && literal(nearest).isLoopbackAddress());
    }

    private static List<String> all(HttpServerRequest request, String parameter, String header) {
        List<String> forwarded = parameters(String.join(",", request.headers().getAll("forwarded")), parameter);
        if (!forwarded.isEmpty()) {
            return forwarded;
        }
        List<String> values = new ArrayList<>();
        for (String line : request.headers().getAll(header)) {
            for (String value : line.split(",")) {
                values.add(value.trim());
            }
        }
        return values;
    }

    private static Optional<String> address(String hop) {
        Matcher matcher = WITH_PORT.matcher(hop);
        String bare = !matcher.matches() ? hop : matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        try {
            return Optional.of(AddressBlock.literal(bare).getHostAddress());
        } catch (IllegalArgumentException hidden) {
            return Optional.empty();
        }
    }
}
