package io.polyport.grpc;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where calls go. Calls to equal targets share connections.
 *
 * @param addresses of which each call gets one; at least one
 * @param authority what {@code :authority} says; empty: the address that the call goes to
 * @param tls empty: plain HTTP/2 with prior knowledge (h2c)
 * @param isAdHoc whether a caller named it: what its names lead to has to pass the egress guard at every look-up
 */
public record GrpcTarget(
        List<Address> addresses,
        Optional<String> authority,
        Optional<GrpcTls> tls,
        GrpcLimits limits,
        boolean isAdHoc) {
    /** Host and port of RFC 3986 §3.2, without user information. */
    private static final Pattern AUTHORITY =
            Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._~!$&'()*+,;=%-]+)(:[0-9]{1,5})?");

    public GrpcTarget {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("no address");
        }
    }

    /** One that the configuration names. */
    public GrpcTarget(List<Address> addresses, Optional<String> authority, Optional<GrpcTls> tls, GrpcLimits limits) {
        this(addresses, authority, tls, limits, false);
    }

    /** Whether it can stand in {@code :authority}. */
    public static boolean isAuthority(String text) {
        return AUTHORITY.matcher(text).matches();
    }

    /** A server's name or IP address, and its port. */
    public record Address(String host, int port) {
        @Override
        public String toString() {
            return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
        }
    }

    public static GrpcTarget plain(String host, int port) {
        return new GrpcTarget(
                List.of(new Address(host, port)), Optional.empty(), Optional.empty(), GrpcLimits.defaults());
    }
}
