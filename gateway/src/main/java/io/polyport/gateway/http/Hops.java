package io.polyport.gateway.http;

import io.polyport.gateway.ProxyHeaders;
import io.polyport.kit.egress.AddressBlock;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is written in a request of the way that it came by. Each proxy writes at the end, so it is believed from the end on:
 * what stands before the first address that is no trusted proxy is the caller's own invention.
 *
 * @param all the nearest proxy's word last; empty when nothing can be read
 */
record Hops(List<Hop> all) {
    private static final Pattern WITH_PORT = Pattern.compile("\\[([^\\]]+)\\](?::[0-9]+)?|([0-9.]+)(?::[0-9]+)?");

    /** What one proxy says of the connection that it took a request from; empty texts for what it does not say. */
    record Hop(String client, String scheme, String authority) {
        /** The address in plain text; empty when it is hidden or none. */
        Optional<String> address() {
            Matcher matcher = WITH_PORT.matcher(client);
            String bare = !matcher.matches() ? client : matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
            try {
                return Optional.of(AddressBlock.literal(bare).getHostAddress());
            } catch (IllegalArgumentException hidden) {
                return Optional.empty();
            }
        }
    }

    Hops {
        all = List.copyOf(all);
    }

    static Hops of(ProxyHeaders written, MultiMap headers) {
        return new Hops(
                switch (written) {
                    case FORWARDED -> forwarded(String.join(",", headers.getAll("forwarded")));
                    case X_FORWARDED ->
                        aligned(
                                list(headers, "x-forwarded-for"),
                                list(headers, "x-forwarded-proto"),
                                list(headers, "x-forwarded-host"));
                });
    }

    /** Whether there is anything of this kind in a request, readable or not. */
    static boolean areTold(ProxyHeaders written, MultiMap headers) {
        return switch (written) {
            case FORWARDED -> headers.contains("forwarded");
            case X_FORWARDED ->
                headers.contains("x-forwarded-for")
                        || headers.contains("x-forwarded-proto")
                        || headers.contains("x-forwarded-host");
        };
    }

    private static List<Hop> forwarded(String text) {
        return ForwardedHeader.read(text).orElse(List.of()).stream()
                .map(element -> new Hop(said(element, "for"), said(element, "proto"), said(element, "host")))
                .toList();
    }

    private static String said(Map<String, String> element, String name) {
        return element.getOrDefault(name, "");
    }

    private static List<String> list(MultiMap headers, String name) {
        return headers.getAll(name).stream()
                .flatMap(line -> Arrays.stream(line.split(",", -1)))
                .map(String::strip)
                .toList();
    }

    /** Of scheme and authority some proxies keep one value only: it is that of the first of them, and holds for all. */
    private static List<Hop> aligned(List<String> clients, List<String> schemes, List<String> authorities) {
        int hops = Math.max(clients.size(), Math.max(schemes.size(), authorities.size()));
        List<Hop> all = new ArrayList<>();
        for (int fromEnd = hops - 1; fromEnd >= 0; fromEnd--) {
            all.add(new Hop(
                    fromEnd < clients.size() ? clients.get(clients.size() - 1 - fromEnd) : "",
                    orFirst(schemes, fromEnd),
                    orFirst(authorities, fromEnd)));
        }
        return all;
    }

    private static String orFirst(List<String> values, int fromEnd) {
        return values.isEmpty() ? "" : values.get(Math.max(0, values.size() - 1 - fromEnd));
    }

    /** The last address on the way that is no trusted proxy; {@code nearest} when the nearest proxy names none. */
    String client(String nearest, Predicate<String> trusted) {
        String client = nearest;
        for (Hop hop : all.reversed()) {
            Optional<String> address = hop.address();
            if (address.isEmpty()) {
                return client;
            }
            client = address.get();
            if (!trusted.test(client)) {
                return client;
            }
        }
        return client;
    }

    /** What the first of the trusted proxies says: of the connection from the one who is none. */
    Optional<Hop> outermost(Predicate<String> trusted) {
        Hop outermost = null;
        for (Hop hop : all.reversed()) {
            outermost = hop;
            if (!hop.address().map(trusted::test).orElse(false)) {
                break;
            }
        }
        return Optional.ofNullable(outermost);
    }

    /** Whether the first trusted proxy has taken the request by TLS, and no other says that it has not. */
    boolean areAllSecure(Predicate<String> trusted) {
        return outermost(trusted).filter(hop -> isSecure(hop.scheme())).isPresent()
                && all.stream().allMatch(hop -> hop.scheme().isEmpty() || isSecure(hop.scheme()));
    }

    private static boolean isSecure(String scheme) {
        return scheme.equalsIgnoreCase("https");
    }
}
