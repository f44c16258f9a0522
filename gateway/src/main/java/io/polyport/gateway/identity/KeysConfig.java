package io.polyport.gateway.identity;

import io.polyport.kit.config.ByteSize;
import io.polyport.kit.config.ConfigFault;
import io.polyport.kit.config.Default;
import io.polyport.kit.config.Doc;
import io.polyport.kit.config.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Where an issuer's keys come from: exactly one of the first five; the rest is for keys that come over the network. */
public record KeysConfig(
        @Doc("Public keys or certificates in PEM.") Optional<Path> pemFile,

        @Doc("Public keys as a JWK or a JWK set (RFC 7517).")
        Optional<Path> jwkFile,

        @Doc("Shared secret for HS…, at least as long as the hash.")
        Optional<Secret> secret,

        @Doc("Address of the issuer's JWK set.") Optional<String> jwksUrl,

        @Doc("Find the JWK set by OpenID Connect discovery under the issuer's name.") @Default("false")
        boolean discovery,

        @Doc("How often the JWK set is fetched; a key that the issuer takes out dies within this time.") @Default("5m")
        Duration refreshEvery,

        @Doc("Least time between two fetches for a key that is not known.") @Default("30s")
        Duration unknownKeyEvery,

        @Doc("How long fetched keys are used while the issuer cannot be reached.") @Default("24h")
        Duration staleFor,

        @Doc("Limit of one fetch, from connecting to the last byte.") @Default("5s")
        Duration timeout,

        @Doc("Certificates (PEM) that the issuer's TLS is checked with instead of the platform's.")
        Optional<Path> trustFile,

        @Doc("Largest answer that is read.") @Default("512KiB")
        ByteSize maximumSize,

        @Doc("Most keys that are taken from one set.") @Default("100")
        int maximumKeys) {
    public KeysConfig {
        var ways = Stream.of(
                        pemFile.isPresent(), jwkFile.isPresent(), secret.isPresent(), jwksUrl.isPresent(), discovery)
                .filter(chosen -> chosen)
                .count();
        require(ways == 1, "", "needs exactly one of pem-file, jwk-file, secret, jwks-url, discovery");
        jwksUrl.ifPresent(url -> require(isSafe(url), "jwks-url", SAFE));
        require(!refreshEvery.isZero() && !refreshEvery.isNegative(), "refresh-every", "must be more than 0s");
        require(
                !unknownKeyEvery.isZero() && !unknownKeyEvery.isNegative(),
                "unknown-key-every",
                "must be more than 0s");
        require(staleFor.compareTo(refreshEvery) >= 0, "stale-for", "must be at least refresh-every");
        require(!timeout.isZero() && !timeout.isNegative(), "timeout", "must be more than 0s");
        require(
                maximumSize.bytes() >= 1024 && maximumSize.bytes() <= 16 << 20,
                "maximum-size",
                "must be 1KiB to 16MiB");
        require(maximumKeys >= 1 && maximumKeys <= 10_000, "maximum-keys", "must be 1 to 10000");
    }

    static final String SAFE = "must be an https address (http only to a loopback address):"
            + " whoever can change the keys on the way can make tokens";

    /** https, or http to this very machine; no user info, no fragment. */
    static boolean isSafe(String url) {
        try {
            var uri = URI.create(url);
            if (uri.getHost() == null || uri.getUserInfo() != null || uri.getFragment() != null) {
                return false;
            }
            return switch (String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT)) {
                case "https" -> true;
                case "http" -> LoopbackOnly.isLoopback(uri.getHost());
                default -> false;
            };
        } catch (IllegalArgumentException _notAnAddress) {
            return false;
        }
    }

    boolean remote() {
        return jwksUrl.isPresent() || discovery;
    }

    private static void require(boolean holds, String key, String rule) {
        if (!holds) {
            throw new ConfigFault(key, rule);
        }
    }
}
