package io.polyport.gateway.http;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** An address, or a range of addresses in CIDR notation. */
final class Network {
    private final byte[] address;
    private final int bits;

    private Network(byte[] address, int bits) {
        this.address = address;
        this.bits = bits;
    }

    /** @throws IllegalArgumentException when the text is no address or range */
    static Network of(String text) {
        String[] parts = text.split("/", 2);
        byte[] address = bytes(parts[0]);
        int bits = parts.length == 2 ? Integer.parseInt(parts[1]) : address.length * 8;
        if (bits < 0 || bits > address.length * 8) {
            throw new IllegalArgumentException("'" + text + "' has a prefix that is too long");
        }
        return new Network(address, bits);
    }

    boolean contains(String literal) {
        byte[] other = bytes(literal);
        if (other.length != address.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >>> (bit % 8);
            if ((address[bit / 8] & mask) != (other[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    private static byte[] bytes(String literal) {
        if (!literal.matches("[0-9a-fA-F.:]*[.:][0-9a-fA-F.:]*")) {
            throw new IllegalArgumentException("'" + literal + "' is no IP address");
        }
        try {
            // A literal: no look-up happens.
            return InetAddress.getByName(literal).getAddress();
        } catch (UnknownHostException notAnAddress) {
            throw new IllegalArgumentException("'" + literal + "' is no IP address", notAnAddress);
        }
    }
}
