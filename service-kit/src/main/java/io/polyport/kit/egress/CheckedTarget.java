package io.polyport.kit.egress;

import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * A far end that may be connected to.
 *
 * @param host the name that was asked for, without trailing dot and in ASCII: for SNI, certificate and Host header
 * @param address what to connect to; the name must not be resolved again
 */
public record CheckedTarget(String host, InetAddress address, int port) {
    /** The numeric address for {@code connect}; Vert.x has nothing to resolve in it. */
    public SocketAddress socketAddress() {
        return SocketAddress.inetSocketAddress(new InetSocketAddress(address, port));
    }
}
