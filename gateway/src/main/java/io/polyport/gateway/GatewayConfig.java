package io.polyport.gateway;

import io.polyport.gateway.identity.IdentityConfig;
import io.polyport.gateway.identity.Way;
import io.polyport.gateway.password.UsersConfig;
import io.polyport.gateway.policy.PolicyConfig;
import io.polyport.gateway.publication.PublicationConfig;
import io.polyport.gateway.route.Grants;
import io.polyport.gateway.route.Publications;
import io.polyport.gateway.tls.TlsConfig;
import io.polyport.kit.config.ByteSize;
import io.polyport.kit.config.ConfigFault;
import io.polyport.kit.config.Default;
import io.polyport.kit.config.Doc;
import io.polyport.kit.config.Rules;
import io.polyport.kit.egress.AddressBlock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** The gateway: where it listens, whom it believes, who may do what. */
public record GatewayConfig(
        @Doc("Plain HTTP.") Http http,
        @Doc("HTTP over TLS.") Https https,
        @Doc("Who is believed.") IdentityConfig identity,
        @Doc("Who may do what.") PolicyConfig policy,

        @Doc("Scheme and authority of every URL that is returned, as https://api.example.org; else those of the"
                + " request.")
        Optional<String> externalUrl,

        @Doc(
                "Addresses or networks of proxies whose headers about a request's way are believed (docs/publications.md); a"
                        + " proxy on this machine has to stand here, too.")
        List<String> trustedProxies,

        @Doc(
                "In which headers trusted-proxies tell: x-forwarded (X-Forwarded-For, -Proto, -Host) or forwarded (RFC 7239)."
                        + " The others are never read, as a caller may have sent them.")
        @Default("x-forwarded")
        ProxyHeaders proxyHeaders,

        @Doc("Path prefixes beyond /api/v1/<service>, each with the service that may serve it.")
        Map<String, String> prefixes,

        @Doc("What is published under base paths of its own, by name (docs/publications.md).")
        Map<String, PublicationConfig> publications,

        @Doc("Users with passwords, for publications that take HTTP Basic.")
        UsersConfig users,

        @Doc("Time to the head of an answer, where the service's contract does not say otherwise.") @Default("30s")
        Duration timeout,

        @Doc("WebSockets.") WebSocketConfig webSockets,

        @Doc("Where the generated certificate, the development key and its token are kept.") @Default("polyport-data")
        Path dataFolder) {

    /** The plain listener. */
    public record Http(
            @Doc("Whether plain HTTP is served.") @Default("true")
            boolean enabled,

            @Doc("Address to listen on.") @Default("127.0.0.1")
            String host,

            @Doc("Port to listen on; 0 takes any free one.") @Default("8080")
            int port,

            @Doc("A connection on which nothing moves for so long is closed.") @Default("90s")
            Duration idleTimeout,

            @Doc("Longest request line.") @Default("32KiB") ByteSize requestLine,

            @Doc("Most bytes of request headers.") @Default("32KiB")
            ByteSize headers) {
        public Http {
            Rules.of()
                    .notBlank("host", host)
                    .between("port", port, 0, 65_535)
                    .positive("idle-timeout", idleTimeout)
                    .done();
        }
    }

    /** The TLS listener; sizes and times are those of the plain one. */
    public record Https(
            @Doc("Whether HTTPS is served.") @Default("true")
            boolean enabled,

            @Doc("Address to listen on.") @Default("127.0.0.1")
            String host,

            @Doc("Port to listen on; 0 takes any free one.") @Default("8443")
            int port,

            @Doc("Certificate and key; without files a self-signed certificate is generated.")
            TlsConfig tls) {
        public Https {
            Rules.of().notBlank("host", host).between("port", port, 0, 65_535).done();
        }
    }

    public GatewayConfig {
        trustedProxies = List.copyOf(trustedProxies);
        prefixes = Map.copyOf(prefixes);
        publications = Map.copyOf(publications);
        proxyRules(trustedProxies)
                .positive("timeout", timeout)
                .that(http.enabled() || https.enabled(), "http.enabled", "must be true when https.enabled is false")
                .that(
                        webSockets.pingEvery().compareTo(http.idleTimeout()) < 0,
                        "web-sockets.ping-every",
                        "must be less than http.idle-timeout")
                .that(
                        externalUrl.map(url -> url.matches("https?://[^/?#]+")).orElse(true),
                        "external-url",
                        "must be a scheme and an authority, such as https://api.example.org")
                .done();
        publicationRules(publications, users).done();
        try {
            grants(prefixes, publications);
        } catch (IllegalArgumentException fault) {
            throw new ConfigFault("prefixes", fault.getMessage());
        }
    }

    private static Rules proxyRules(List<String> proxies) {
        var rules = Rules.of();
        for (String proxy : proxies) {
            try {
                AddressBlock.parse(proxy);
            } catch (IllegalArgumentException fault) {
                rules.that(false, "trusted-proxies", "has the entry \"" + proxy + "\", which " + fault.getMessage());
            }
        }
        return rules;
    }

    private static Rules publicationRules(Map<String, PublicationConfig> publications, UsersConfig users) {
        var rules = Rules.of();
        Map<List<String>, String> paths = new TreeMap<>(Comparator.comparing(List::toString));
        for (String name : new TreeSet<>(publications.keySet())) {
            PublicationConfig publication = publications.get(name);
            String key = "publications." + name;
            rules.that(
                    !name.isBlank() && !PublicationConfig.isOwn(name),
                    key,
                    "needs another name, none of " + PublicationConfig.ownNames());
            String other = paths.putIfAbsent(publication.segments(), name);
            rules.that(other == null, key + ".path", "is the path of the publication '" + other + "', too");
            rules.that(
                    !publication.authentication().contains(Way.BASIC)
                            || users.file().isPresent(),
                    key + ".authentication",
                    "may name basic only with a users.file");
        }
        return rules;
    }

    Grants grants() {
        return grants(prefixes, publications);
    }

    private static Grants grants(Map<String, String> prefixes, Map<String, PublicationConfig> publications) {
        return new Grants(prefixes, new Publications(publications));
    }

    /** Whether anybody can be believed. */
    public boolean hasAuthentication() {
        return !identity.issuers().isEmpty() || users.file().isPresent();
    }

    /** The addresses on which requests are taken. */
    public List<String> hosts() {
        return java.util.stream.Stream.of(
                        http.enabled() ? Optional.of(http.host()) : Optional.<String>empty(),
                        https.enabled() ? Optional.of(https.host()) : Optional.<String>empty())
                .flatMap(Optional::stream)
                .toList();
    }
}
