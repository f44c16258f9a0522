package io.polyport.kit.egress;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One line of the allow-list: {@code host:port}. The host is a name, {@code *.example.com} (any depth, not the domain
 * itself), {@code *}, an address or a block ({@code 10.1.0.0/16}, {@code [fd00::/8]}); the port a number, a range
 * {@code 1024-65535} or {@code *}.
 *
 * @param block when the pattern is about addresses
 * @param name else, in the form of {@link HostName}; begins with {@code *} for a wildcard
 */
record TargetPattern(String text, Optional<AddressBlock> block, String name, int firstPort, int lastPort) {
    private static final Pattern FORM =
            Pattern.compile("(?:\\[([^\\]]+)\\]|([^:\\[\\]]+)):(\\*|\\d{1,5})(?:-(\\d{1,5}))?");

    /** @throws IllegalArgumentException that says what is wrong with it */
    static TargetPattern parse(String text) {
        var match = FORM.matcher(text);
        if (!match.matches()) {
            throw new IllegalArgumentException(
                    "must be host:port, such as ftp.example.com:21, *.example.com:1024-65535, 10.1.0.0/16:*, [fd00::/8]:21");
        }
        boolean anyPort = match.group(3).equals("*");
        int first = anyPort ? 1 : Integer.parseInt(match.group(3));
        int last = anyPort ? 65_535 : match.group(4) == null ? first : Integer.parseInt(match.group(4));
        if (first < 1 || last > 65_535 || last < first || (anyPort && match.group(4) != null)) {
            throw new IllegalArgumentException("the port must be *, 1 to 65535, or a range of them");
        }
        if (match.group(1) != null) {
            return new TargetPattern(text, Optional.of(AddressBlock.parse(match.group(1))), "", first, last);
        }
        var host = match.group(2);
        if (host.indexOf('/') >= 0 || AddressBlock.looksLikeV4(host)) {
            return new TargetPattern(text, Optional.of(AddressBlock.parse(host)), "", first, last);
        }
        return new TargetPattern(text, Optional.empty(), name(host), first, last);
    }

    private static String name(String host) {
        if (host.equals("*")) {
            return host;
        }
        boolean wild = host.startsWith("*.");
        var parsed = HostName.parse(wild ? host.substring(2) : host);
        if (parsed.literal().isPresent()) {
            throw new IllegalArgumentException("addresses are allowed as blocks (10.1.0.0/16), not with *");
        }
        return (wild ? "*." : "") + parsed.text().toLowerCase(Locale.ROOT);
    }

    boolean hasPort(int port) {
        return port >= firstPort && port <= lastPort;
    }

    /** Whether the pattern names this host; blocks name none. */
    boolean names(HostName host) {
        if (block.isPresent()) {
            return false;
        }
        if (name.equals("*")) {
            return true;
        }
        return host.literal().isEmpty()
                && (name.startsWith("*.")
                        ? host.text().endsWith(name.substring(1))
                        : host.text().equals(name));
    }

    boolean covers(InetAddress address) {
        return block.isPresent() && block.get().contains(address);
    }

    /** Whether the pattern was written for just this special block, not for half of the Internet around it. */
    boolean isMeantFor(AddressBlock special) {
        return block.isPresent() && special.contains(block.get());
    }
}
