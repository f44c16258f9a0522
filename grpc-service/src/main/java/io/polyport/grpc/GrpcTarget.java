package io.polyport.grpc;

import java.util.List;
import java.util.Optional;

/**
 * Where calls go. Calls to equal targets share connections.
 *
 * @param addresses of which each call gets one; at least one
 * @param authority what {@code :authority} says; empty: the address that the call goes to
 * @param tls empty: plain HTTP/2 with prior knowledge (h2c)
 */
public record GrpcTarget(
        List<Address> addresses, Optional<String> authority, Optional<GrpcTls> tls, GrpcLimits limits) {
    public GrpcTarget {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("no address");
        }
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
