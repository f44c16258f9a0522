package io.polyport.kit.egress;

import java.net.IDN;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A host as a caller wrote it, brought to one form: ASCII, lower case, no trailing dot, no brackets.
 *
 * @param literal the address, when the host is one
 */
record HostName(String text, Optional<InetAddress> literal) {
    private static final Pattern NAME =
            Pattern.compile("(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\\.)*[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?");
    /** Many resolvers read a last part like these as a number and the whole as an IPv4 address: 127.1, 0x7f000001. */
    private static final Pattern NUMBER = Pattern.compile("(?:.*\\.)?(?:\\d+|0x[0-9a-f]*)");

    /** @throws IllegalArgumentException that says what is wrong, without repeating the host */
    static HostName parse(String written) {
        if (written.isEmpty() || written.length() > 255) {
            throw new IllegalArgumentException("a host has 1 to 255 characters");
        }
        if (written.startsWith("[") && written.endsWith("]")) {
            return v6(written.substring(1, written.length() - 1));
        }
        if (written.indexOf(':') >= 0) {
            return v6(written);
        }
        var plain = withoutDot(ascii(written).toLowerCase(Locale.ROOT));
        if (NUMBER.matcher(plain).matches()) {
            return v4(plain, written);
        }
        if (!NAME.matcher(plain).matches() || plain.length() > 253) {
            throw new IllegalArgumentException("a host is a name or an address, nothing else");
        }
        return new HostName(plain, Optional.empty());
    }

    private static HostName v6(String text) {
        if (text.indexOf('%') >= 0) {
            throw new IllegalArgumentException("an address has no zone here");
        }
        if (text.indexOf(':') < 0) {
            throw new IllegalArgumentException("only an IPv6 address stands in brackets");
        }
        return of(AddressBlock.literal(text));
    }

    private static HostName v4(String plain, String written) {
        if (!plain.equals(written) || !AddressBlock.looksLikeV4(plain)) {
            throw new IllegalArgumentException("write an IPv4 address as four decimal numbers");
        }
        return of(AddressBlock.literal(plain));
    }

    private static HostName of(InetAddress address) {
        return new HostName(address.getHostAddress(), Optional.of(address));
    }

    private static String ascii(String written) {
        boolean plain = written.chars().allMatch(c -> c > ' ' && c < 127);
        if (plain) {
            return written;
        }
        if (written.chars().anyMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c))) {
            throw new IllegalArgumentException("a host has no spaces or control characters");
        }
        return IDN.toASCII(written, IDN.USE_STD3_ASCII_RULES);
    }

    private static String withoutDot(String text) {
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }
}
