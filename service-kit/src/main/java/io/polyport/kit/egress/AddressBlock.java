package io.polyport.kit.egress;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;

/** Addresses with one prefix, as in {@code 10.0.0.0/8} or {@code fd00::/8} (RFC 4632, RFC 4291 §2.3). */
public record AddressBlock(InetAddress network, int prefix) {
    private static final Pattern V6 = Pattern.compile("[0-9a-fA-F]*:[0-9a-fA-F:.]+");
    private static final Pattern V4 = Pattern.compile("(?:0|[1-9]\\d{0,2})(?:\\.(?:0|[1-9]\\d{0,2})){3}");

    /** @throws IllegalArgumentException when it is not a block; host bits must be zero */
    public static AddressBlock parse(String text) {
        int slash = text.indexOf('/');
        var network = literal(slash < 0 ? text : text.substring(0, slash));
        int bits = network.getAddress().length * 8;
        int prefix = slash < 0 ? bits : prefix(text.substring(slash + 1), bits);
        var block = new AddressBlock(network, prefix);
        if (!Arrays.equals(block.masked(network.getAddress()), network.getAddress())) {
            throw new IllegalArgumentException("has bits behind its prefix");
        }
        return block;
    }

    private static int prefix(String text, int bits) {
        if (!text.matches("\\d{1,3}") || Integer.parseInt(text) > bits) {
            throw new IllegalArgumentException("needs a prefix length of 0 to " + bits);
        }
        return Integer.parseInt(text);
    }

    /**
     * An address from its usual written form, never by asking anyone.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static InetAddress literal(String text) {
        try {
            if (V6.matcher(text).matches()) {
                // In brackets the JDK takes it as a literal or refuses it; it does not resolve.
                return InetAddress.getAllByName("[" + text + "]")[0];
            }
            if (V4.matcher(text).matches() && NetUtil.isValidIpV4Address(text)) {
                return InetAddress.getByAddress(NetUtil.createByteArrayFromIpAddressString(text));
            }
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("is not an IP address", e);
        }
        throw new IllegalArgumentException("is not an IP address");
    }

    static boolean looksLikeV4(String text) {
        return V4.matcher(text).matches();
    }

    public boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == network.getAddress().length && Arrays.equals(masked(bytes), network.getAddress());
    }

    /** Whether every address of the other is one of this. */
    boolean contains(AddressBlock other) {
        return other.prefix >= prefix && contains(other.network);
    }

    private byte[] masked(byte[] address) {
        var masked = address.clone();
        for (int i = 0; i < masked.length; i++) {
            int bits = Math.max(0, Math.min(8, prefix - i * 8));
            masked[i] &= (byte) (0xFF << (8 - bits));
        }
        return masked;
    }

    @Override
    public String toString() {
        return network.getHostAddress() + "/" + prefix;
    }
}
