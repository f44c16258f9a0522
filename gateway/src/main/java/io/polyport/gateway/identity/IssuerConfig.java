package io.polyport.gateway.identity;

import io.polyport.kit.config.ConfigFault;
import io.polyport.kit.config.Default;
import io.polyport.kit.config.Doc;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An issuer: what its tokens must look like, and where its keys come from. */
public record IssuerConfig(
        @Doc("The token's 'iss', compared exactly.") String issuer,

        @Doc("A token must name at least one of these in 'aud'.")
        List<String> audiences,

        @Doc("Signature algorithms that are taken, such as ES256; HS… only with a secret.")
        List<String> algorithms,

        @Doc("How far the issuer's clock may be off ours.") @Default("30s")
        Duration clockSkew,

        @Doc("Longest time between a token's making and its end.") @Default("24h")
        Duration maximumLifetime,

        @Doc("Values of 'typ' that are taken; a token without one counts as JWT.") @Default("[JWT, JWS, at+jwt]")
        List<String> types,

        @Doc("Claims that must be there besides iss, aud, sub and exp.")
        List<String> requiredClaims,

        @Doc("Claim that names the tenant; not set: no tenants.")
        Optional<String> tenantClaim,

        @Doc("Claims that hold scopes, as a string or an array; the first that is there counts.")
        @Default("[scope, scp]")
        List<String> scopeClaims,

        @Doc("Claims that services get for row rules.") List<String> passedClaims,
        @Doc("Where the issuer's keys come from.") KeysConfig keys) {
    private static final Set<String> SECRET_ALGORITHMS = Set.of("HS256", "HS384", "HS512");
    private static final Set<String> PUBLIC_ALGORITHMS =
            Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519");
    private static final Duration LONGEST_SKEW = Duration.ofMinutes(10);

    public IssuerConfig {
        audiences = List.copyOf(audiences);
        algorithms = List.copyOf(algorithms);
        types = List.copyOf(types);
        requiredClaims = List.copyOf(requiredClaims);
        scopeClaims = List.copyOf(scopeClaims);
        passedClaims = List.copyOf(passedClaims);
        require(!issuer.isBlank(), "issuer", "must not be empty");
        require(!audiences.isEmpty(), "audiences", "must name at least one; a token for anyone is taken nowhere");
        require(!algorithms.isEmpty(), "algorithms", "must name at least one");
        require(!types.isEmpty(), "types", "must name at least one");
        require(!clockSkew.isNegative() && clockSkew.compareTo(LONGEST_SKEW) <= 0, "clock-skew", "must be 0s to 10m");
        require(maximumLifetime.compareTo(Duration.ofSeconds(1)) >= 0, "maximum-lifetime", "must be at least 1s");
        requireFittingAlgorithms(algorithms, keys);
    }

    /** HS… next to a public key is the key confusion attack: the attacker signs with what everyone may read. */
    private static void requireFittingAlgorithms(List<String> algorithms, KeysConfig keys) {
        var fitting = keys.secret().isPresent() ? SECRET_ALGORITHMS : PUBLIC_ALGORITHMS;
        for (var algorithm : algorithms) {
            require(
                    fitting.contains(algorithm),
                    "algorithms",
                    "may hold, with this kind of keys, only "
                            + fitting.stream().sorted().toList());
        }
        keys.secret().ifPresent(secret -> {
            var needed =
                    algorithms.stream().mapToInt(IssuerConfig::hashBytes).max().orElse(0);
            var bytes = secret.reveal().getBytes(StandardCharsets.UTF_8);
            require(bytes.length >= needed, "keys.secret", "must have at least " + needed + " bytes (RFC 7518 §3.2)");
            require(distinct(bytes) >= 8, "keys.secret", "is too simple; make one with 'openssl rand -base64 48'");
        });
    }

    private static int hashBytes(String algorithm) {
        return Integer.parseInt(algorithm.substring(2)) / 8;
    }

    private static int distinct(byte[] bytes) {
        var seen = new HashSet<Byte>();
        for (var value : bytes) {
            seen.add(value);
        }
        return seen.size();
    }

    private static void require(boolean holds, String key, String rule) {
        if (!holds) {
            throw new ConfigFault(key, rule);
        }
    }
}
