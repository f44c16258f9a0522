package io.polyport.kit.egress;

import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Addresses that are not simply somewhere on the Internet, after the IANA special-purpose registries (RFC 6890), and
 * those public ones where clouds keep the metadata of a machine.
 */
final class SpecialAddresses {
    record Special(AddressBlock block, String what) {}

    private static final List<Special> ALL = List.of(
            of("0.0.0.0/8", "this host (RFC 1122)"),
            of("10.0.0.0/8", "private (RFC 1918)"),
            of("100.64.0.0/10", "carrier's private (RFC 6598)"),
            of("100.100.100.200/32", "cloud metadata"),
            of("127.0.0.0/8", "loopback (RFC 1122)"),
            of("168.63.129.16/32", "cloud metadata"),
            of("169.254.0.0/16", "link-local (RFC 3927)"),
            of("169.254.169.254/32", "cloud metadata"),
            of("172.16.0.0/12", "private (RFC 1918)"),
            of("192.0.0.0/24", "protocol assignments (RFC 6890)"),
            of("192.0.2.0/24", "documentation (RFC 5737)"),
            of("192.88.99.0/24", "6to4 relay (RFC 7526)"),
            of("192.168.0.0/16", "private (RFC 1918)"),
            of("198.18.0.0/15", "benchmarking (RFC 2544)"),
            of("198.51.100.0/24", "documentation (RFC 5737)"),
            of("203.0.113.0/24", "documentation (RFC 5737)"),
            of("224.0.0.0/4", "multicast (RFC 5771)"),
            of("240.0.0.0/4", "reserved or broadcast (RFC 1112)"),
            // Everything in IPv6 beyond 2000::/3 is special; the narrower entries say in what way.
            of("::/3", "reserved (RFC 4291)"),
            of("4000::/2", "reserved (RFC 4291)"),
            of("8000::/1", "reserved (RFC 4291)"),
            of("::/96", "IPv4-compatible (RFC 4291)"),
            of("::/128", "unspecified (RFC 4291)"),
            of("::1/128", "loopback (RFC 4291)"),
            of("::ffff:0:0:0/96", "IPv4-translated (RFC 2765)"),
            of("64:ff9b::/96", "NAT64 (RFC 6052)"),
            of("64:ff9b:1::/48", "NAT64 (RFC 8215)"),
            of("100::/64", "discard-only (RFC 6666)"),
            of("2001::/23", "protocol assignments, Teredo (RFC 2928)"),
            of("2001:db8::/32", "documentation (RFC 3849)"),
            of("2002::/16", "6to4 (RFC 3056)"),
            of("3fff::/20", "documentation (RFC 9637)"),
            of("fc00::/7", "private (RFC 4193)"),
            of("fd00:ec2::254/128", "cloud metadata"),
            of("fe80::/10", "link-local (RFC 4291)"),
            of("fec0::/10", "site-local (RFC 3879)"),
            of("ff00::/8", "multicast (RFC 4291)"));

    private SpecialAddresses() {}

    private static Special of(String block, String what) {
        return new Special(AddressBlock.parse(block), what);
    }

    /** The narrowest entry that the address belongs to; empty for an ordinary address. */
    static Optional<Special> of(InetAddress address) {
        return ALL.stream()
                .filter(special -> special.block().contains(address))
                .max(Comparator.comparingInt(special -> special.block().prefix()));
    }
}
