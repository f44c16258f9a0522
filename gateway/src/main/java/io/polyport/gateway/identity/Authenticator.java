package io.polyport.gateway.identity;

import io.polyport.kit.bus.Principal;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * From credentials to a principal (GW-10, GW-11); fails closed. One for the whole program, shared by all its event loops.
 * A token that was seen before costs a hash; a new one 50 to 100 µs for its signature, which is short enough to be done
 * on the caller's event loop.
 */
public final class Authenticator {
    /** All that belongs to one issuer. */
    private record Trusted(IssuerConfig config, KeySource keys, ClaimChecks checks) {}

    private final Vertx vertx;
    private final IdentityConfig config;
    private final InstantSource clock;
    private final Map<String, Trusted> issuers;
    private final TokenCache cache;

    private Authenticator(Vertx vertx, IdentityConfig config, InstantSource clock, Map<String, Trusted> issuers) {
        this.vertx = vertx;
        this.config = config;
        this.clock = clock;
        this.issuers = issuers;
        this.cache = new TokenCache(config.rememberedTokens());
    }

    /**
     * Reads key files on a worker and begins to fetch keys, without waiting for them. Fails with
     * {@code gateway.keys-unusable} when a file is missing or holds something odd.
     */
    public static Future<Authenticator> create(Vertx vertx, IdentityConfig config, InstantSource clock) {
        return vertx.executeBlocking(() -> {
            var issuers = new LinkedHashMap<String, Trusted>();
            // Files first: a fault in one must not leave fetching ones behind.
            for (var issuer : config.issuers()) {
                KeySource keys =
                        issuer.keys().remote() ? new RemoteKeys(vertx, issuer, clock) : StaticKeys.read(issuer);
                issuers.put(issuer.issuer(), new Trusted(issuer, keys, new ClaimChecks(issuer)));
            }
            issuers.values().forEach(issuer -> {
                if (issuer.keys() instanceof RemoteKeys remote) {
                    remote.start();
                }
            });
            return new Authenticator(vertx, config, clock, Map.copyOf(issuers));
        });
    }

    /**
     * Who asks. Fails with {@code gateway.unauthenticated}, or {@code gateway.keys-unavailable} when the issuer's keys
     * cannot be had. Completes on the context it was called on.
     */
    public Future<Principal> authenticate(Credentials credentials) {
        return verify(credentials).map(VerifiedToken::principal);
    }

    /** As {@link #authenticate}, with the moment at which the token ends. */
    public Future<VerifiedToken> verify(Credentials credentials) {
        try {
            var text = BearerToken.of(credentials, config.maximumToken().toInt());
            var now = clock.instant();
            var known = cache.find(text, now);
            if (known.isPresent()) {
                return Future.succeededFuture(known.get());
            }
            var token = CompactToken.parse(text);
            var issuer = issuer(token);
            var keys = keysFor(issuer, token);
            if (keys.isComplete()) {
                return keys.map(there -> accept(text, token, issuer, there));
            }
            // Thousands may have waited for one fetch with one token: the first of an event loop verifies it for all of
            // them.
            return keys.map(
                    fetched -> cache.find(text, clock.instant()).orElseGet(() -> accept(text, token, issuer, fetched)));
        } catch (ProblemException refused) {
            return Future.failedFuture(refused);
        }
    }

    /** What two ways of saying who one is fail with. */
    public static ProblemException severalWays() {
        return IdentityProblems.refused(Refusal.SEVERAL);
    }

    /** What a token that has ended fails with. */
    public static ProblemException expired() {
        return IdentityProblems.refused(Refusal.EXPIRED);
    }

    private Trusted issuer(CompactToken token) {
        var issuer = token.claims().getValue("iss") instanceof String name ? issuers.get(name) : null;
        if (issuer == null) {
            throw IdentityProblems.refused(Refusal.ISSUER);
        }
        if (!issuer.config().algorithms().contains(token.algorithm())) {
            throw IdentityProblems.refused(Refusal.ALGORITHM);
        }
        return issuer;
    }

    private Future<KeySet> keysFor(Trusted issuer, CompactToken token) {
        var now = issuer.keys().now();
        if (now.isPresent() && !now.get().lacks(token)) {
            return Future.succeededFuture(now.get());
        }
        return onThisContext(
                now.isPresent()
                        ? issuer.keys().another().map(again -> again.orElse(now.get()))
                        : issuer.keys().current());
    }

    /** A shared fetch completes on its own thread; each caller goes on where it was. */
    private <T> Future<T> onThisContext(Future<T> shared) {
        if (shared.isComplete()) {
            return shared;
        }
        var context = vertx.getOrCreateContext();
        Promise<T> mine = Promise.promise();
        shared.onComplete(result -> context.runOnContext(_go -> mine.handle(result)));
        return mine.future();
    }

    private VerifiedToken accept(String text, CompactToken token, Trusted issuer, KeySet keys) {
        var candidates = keys.candidates(token);
        if (candidates.isEmpty()) {
            throw IdentityProblems.refused(Refusal.KEY);
        }
        var key = candidates.stream()
                .filter(candidate -> candidate.verifies(token))
                .findFirst();
        if (key.isEmpty()) {
            throw IdentityProblems.refused(Refusal.SIGNATURE);
        }
        var verified = issuer.checks().check(token, clock.instant());
        cache.put(text, entry(verified, issuer, key.get()));
        return verified;
    }

    private static TokenCache.Remembered entry(VerifiedToken verified, Trusted issuer, VerificationKey key) {
        Instant usableUntil = verified.expiresAt().plus(issuer.config().clockSkew());
        return new TokenCache.Remembered(verified, usableUntil, issuer.keys(), key.fingerprint());
    }

    /** Whether every issuer's keys are there; names one that has none, for readiness. */
    public Optional<String> issuerWithoutKeys() {
        return issuers.values().stream()
                .filter(issuer -> issuer.keys().now().isEmpty())
                .map(issuer -> issuer.config().issuer())
                .findFirst();
    }

    /** Ends the fetching of keys. */
    public Future<Void> close() {
        return Future.join(issuers.values().stream()
                        .map(issuer -> issuer.keys().close())
                        .toList())
                .mapEmpty();
    }
}
