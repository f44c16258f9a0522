package io.polyport.ftp;

import java.util.Objects;

/**
 * A proxy for control and data connections. Prints without its password.
 *
 * @param host name or address, without brackets
 * @param port 1 to 65535
 * @param user empty: no login
 * @param password may be empty; SOCKS 4 has none
 */
public record FtpProxy(Kind kind, String host, int port, String user, String password) {
    /** What it speaks. */
    public enum Kind {
        /** CONNECT (RFC 9110 §9.3.6), login as Basic. */
        HTTP,
        /** The server's name is resolved here, to an IPv4 address. */
        SOCKS4,
        /** The proxy resolves the server's name. */
        SOCKS4A,
        /** RFC 1928, login of RFC 1929; the proxy resolves the server's name. */
        SOCKS5
    }

    public FtpProxy {
        Objects.requireNonNull(kind, "kind");
        if (host.isBlank() || port < 1 || port > 65_535) {
            throw new IllegalArgumentException("not a host and port: " + host + ":" + port);
        }
    }

    @Override
    public String toString() {
        return kind + "://" + host + ":" + port;
    }
}
