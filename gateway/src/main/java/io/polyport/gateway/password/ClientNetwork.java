package io.polyport.gateway.password;

import io.polyport.kit.egress.AddressBlock;
import java.net.Inet6Address;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What of an address is counted: of IPv6 the /64 of one customer, whose addresses are free, and the /48 that one customer may
 * have to make such networks of (RFC 6177).
 *
 * @param address or the /64
 * @param site the /48; empty for IPv4
 */
record ClientNetwork(String address, Optional<String> site) {
    private static final int NETWORK_BYTES = 8;
    private static final int SITE_BYTES = 6;

    /** @param address as text; what is none stands for itself */
    static ClientNetwork of(String address) {
        int scope = address.indexOf('%');
        try {
            var literal = AddressBlock.literal(scope < 0 ? address : address.substring(0, scope));
            return literal instanceof Inet6Address
                    ? new ClientNetwork(
                            prefix(literal.getAddress(), NETWORK_BYTES),
                            Optional.of(prefix(literal.getAddress(), SITE_BYTES)))
                    : new ClientNetwork(literal.getHostAddress(), Optional.empty());
        } catch (IllegalArgumentException noAddress) {
            return new ClientNetwork(address, Optional.empty());
        }
    }

    private static String prefix(byte[] address, int bytes) {
        return HexFormat.of().formatHex(Arrays.copyOf(address, bytes));
    }
}
