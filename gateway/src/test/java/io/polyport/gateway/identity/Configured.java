package io.polyport.gateway.identity;

import io.polyport.kit.config.ByteSize;
import io.polyport.kit.config.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Configurations for tests. */
final class Configured {
    static final List<String> PUBLIC =
            List.of("ES256", "ES384", "RS256", "PS256", "EdDSA", "RS384", "RS512", "PS384", "PS512", "ES512");

    private Configured() {}

    static KeysConfig url(String url, Duration refresh, Duration unknown, Duration stale) {
        return keys(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(url), false, refresh, unknown, stale);
    }

    static KeysConfig url(String url) {
        return url(url, Duration.ofMinutes(5), Duration.ofSeconds(30), Duration.ofHours(24));
    }

    static KeysConfig trusting(String url, Path trustFile) {
        var plain = url(url);
        return changed(plain, plain.timeout(), Optional.of(trustFile));
    }

    /** With an issuer that a test lets wait for as long as it takes. */
    static KeysConfig patient(KeysConfig plain) {
        return changed(plain, Duration.ofMinutes(2), plain.trustFile());
    }

    private static KeysConfig changed(KeysConfig plain, Duration timeout, Optional<Path> trustFile) {
        return new KeysConfig(
                plain.pemFile(),
                plain.jwkFile(),
                plain.secret(),
                plain.jwksUrl(),
                plain.discovery(),
                plain.refreshEvery(),
                plain.unknownKeyEvery(),
                plain.staleFor(),
                timeout,
                trustFile,
                plain.maximumSize(),
                plain.maximumKeys());
    }

    static KeysConfig discovery() {
        return keys(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                true,
                Duration.ofMinutes(5),
                Duration.ofSeconds(30),
                Duration.ofHours(24));
    }

    static KeysConfig secret(String secret) {
        return fixed(Optional.empty(), Optional.empty(), Optional.of(Secret.of(secret)));
    }

    static KeysConfig pem(Path file) {
        return fixed(Optional.of(file), Optional.empty(), Optional.empty());
    }

    static KeysConfig jwk(Path file) {
        return fixed(Optional.empty(), Optional.of(file), Optional.empty());
    }

    private static KeysConfig fixed(Optional<Path> pem, Optional<Path> jwk, Optional<Secret> secret) {
        return keys(
                pem,
                jwk,
                secret,
                Optional.empty(),
                false,
                Duration.ofMinutes(5),
                Duration.ofSeconds(30),
                Duration.ofHours(24));
    }

    private static KeysConfig keys(
            Optional<Path> pem,
            Optional<Path> jwk,
            Optional<Secret> secret,
            Optional<String> url,
            boolean discovery,
            Duration refresh,
            Duration unknown,
            Duration stale) {
        return new KeysConfig(
                pem,
                jwk,
                secret,
                url,
                discovery,
                refresh,
                unknown,
                stale,
                Duration.ofSeconds(4),
                Optional.empty(),
                new ByteSize(64 << 10),
                20);
    }

    static IssuerConfig issuer(String name, List<String> algorithms, KeysConfig keys) {
        return new IssuerConfig(
                name,
                List.of(Forge.AUDIENCE, "other-name"),
                algorithms,
                Duration.ofSeconds(30),
                Duration.ofHours(24),
                List.of("JWT", "JWS", "at+jwt"),
                List.of(),
                Optional.empty(),
                List.of("scope", "scp"),
                List.of("department"),
                keys);
    }

    static IdentityConfig identity(IssuerConfig... issuers) {
        return new IdentityConfig("polyport", new ByteSize(16 << 10), 1000, List.of(issuers));
    }

    static Credentials bearer(String token) {
        return new Credentials(List.of("Bearer " + token), null, false);
    }
}
