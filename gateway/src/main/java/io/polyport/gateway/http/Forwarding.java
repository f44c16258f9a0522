package io.polyport.gateway.http;

import io.polyport.gateway.ProxyHeaders;
import io.polyport.kit.egress.AddressBlock;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What proxies say of the requests that they pass on; only of trusted ones, and only in the headers that these are known to
 * write, because everybody can send such headers.
 */
final class Forwarding {
    /** Beside {@code X-Forwarded-…}: only proxies write these. */
    private static final Set<String> OF_PROXIES = Set.of("forwarded", "via", "x-real-ip");

    private final List<AddressBlock> trusted;
    private final ProxyHeaders written;

    /**
     * @param trustedProxies addresses or networks ({@code 10.0.0.0/8}) whose forwarding headers are believed
     * @param written the headers in which they tell
     */
    Forwarding(List<String> trustedProxies, ProxyHeaders written) {
        this.trusted = trustedProxies.stream().map(AddressBlock::parse).toList();
        this.written = written;
    }

    private boolean isTrusted(HttpServerRequest request) {
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

    /** Scheme and authority that the client has used, as the first of the trusted proxies says; empty without one. */
    Optional<Hops.Hop> first(HttpServerRequest request) {
        return isTrusted(request) ? hops(request).outermost(this::trusts) : Optional.empty();
    }

    private Hops hops(HttpServerRequest request) {
        return Hops.of(written, request.headers());
    }

    /** The address of the client: the last one on the way that is no trusted proxy. */
    String client(HttpServerRequest request) {
        String nearest = nearest(request);
        return isTrusted(request) ? hops(request).client(nearest, this::trusts) : nearest;
    }

    /**
     * Whether nobody on the way can have read the request: each part of it was TLS, or never left this machine. A trusted
     * proxy that tells of the way has to say that it was; one that tells nothing is taken for the client itself. That the
     * connection is this machine's own says nothing when a proxy has written into the request.
     */
    boolean isUnreadable(HttpServerRequest request) {
        if (isTrusted(request) && Hops.areTold(written, request.headers())) {
            return hops(request).areAllSecure(this::trusts);
        }
        String nearest = nearest(request);
        boolean thisMachine = !nearest.isEmpty() && literal(nearest).isLoopbackAddress();
        return request.isSSL() || (thisMachine && !isPassedOn(request));
    }

    private static boolean isPassedOn(HttpServerRequest request) {
        return request.headers().names().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .anyMatch(name -> OF_PROXIES.contains(name) || name.startsWith("x-forwarded-"));
    }
}
