package io.polyport.gateway.identity;

import io.polyport.kit.bus.Principal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What an issuer's tokens must say besides being signed; every check fails with a refusal. */
final class ClaimChecks {
    private static final long LAST_SECOND = 253_402_300_799L;
    private static final int MAX_NAME = 256;

    private final IssuerConfig issuer;

    ClaimChecks(IssuerConfig issuer) {
        this.issuer = issuer;
    }

    /** What the token proves at this moment. */
    VerifiedToken check(CompactToken token, Instant now) {
        checkType(token.type().orElse("JWT"));
        var claims = token.claims();
        checkAudience(claims.getValue("aud"));
        var expiry = checkTimes(claims, now);
        for (var name : issuer.requiredClaims()) {
            require(claims.getValue(name) != null);
        }
        return new VerifiedToken(principal(claims), expiry);
    }

    /** Case does not count and {@code application/} may stand before it (RFC 7515 §4.1.9). */
    private void checkType(String type) {
        var given = type.toLowerCase(Locale.ROOT);
        var bare = given.startsWith("application/") ? given.substring("application/".length()) : given;
        if (issuer.types().stream()
                .noneMatch(taken -> taken.toLowerCase(Locale.ROOT).equals(bare))) {
            throw IdentityProblems.refused(Refusal.TYPE);
        }
    }

    private void checkAudience(Object audience) {
        var named = audience instanceof String single ? List.of(single) : strings(audience);
        if (named.stream().noneMatch(issuer.audiences()::contains)) {
            throw IdentityProblems.refused(Refusal.AUDIENCE);
        }
    }

    private Instant checkTimes(JsonObject claims, Instant now) {
        var skew = issuer.clockSkew();
        var expiry = time(claims, "exp").orElseThrow(() -> IdentityProblems.refused(Refusal.CLAIM));
        if (!now.isBefore(expiry.plus(skew))) {
            throw IdentityProblems.refused(Refusal.EXPIRED);
        }
        var notBefore = time(claims, "nbf");
        var issuedAt = time(claims, "iat");
        if (notBefore.filter(start -> now.plus(skew).isBefore(start)).isPresent()
                || issuedAt.filter(start -> now.plus(skew).isBefore(start)).isPresent()) {
            throw IdentityProblems.refused(Refusal.NOT_YET_VALID);
        }
        var start = issuedAt.or(() -> notBefore).orElse(now);
        if (Duration.between(start, expiry).compareTo(issuer.maximumLifetime()) > 0) {
            throw IdentityProblems.refused(Refusal.LIFETIME);
        }
        return expiry;
    }

    /** NumericDate (RFC 7519 §2): a number, fractions allowed, between 1970 and the year 9999. */
    private static Optional<Instant> time(JsonObject claims, String name) {
        if (!claims.containsKey(name)) {
            return Optional.empty();
        }
        var value = claims.getValue(name);
        require(value != null);
        return switch (value) {
            case Integer seconds -> Optional.of(moment(seconds.longValue()));
            case Long seconds -> Optional.of(moment(seconds));
            case Double seconds -> Optional.of(moment(seconds.longValue()));
            default -> throw IdentityProblems.refused(Refusal.CLAIM);
        };
    }

    private static Instant moment(long seconds) {
        require(seconds > 0 && seconds <= LAST_SECOND);
        return Instant.ofEpochSecond(seconds);
    }

    private Principal principal(JsonObject claims) {
        var subject = name(claims.getValue("sub"));
        var tenant =
                issuer.tenantClaim().map(claim -> name(claims.getValue(claim))).orElse("");
        require(!claims.containsKey("jti") || claims.getValue("jti") instanceof String);
        var passed = new JsonObject();
        for (var claim : issuer.passedClaims()) {
            if (claims.containsKey(claim)) {
                passed.put(claim, claims.getValue(claim));
            }
        }
        return new Principal(subject, tenant, scopes(claims), passed);
    }

    /** A name that is safe to log and to compare: some text without control characters. */
    private static String name(Object value) {
        require(value instanceof String text
                && !text.isBlank()
                && text.length() <= MAX_NAME
                && text.codePoints().noneMatch(Character::isISOControl));
        return (String) value;
    }

    private Set<String> scopes(JsonObject claims) {
        for (var claim : issuer.scopeClaims()) {
            if (claims.containsKey(claim)) {
                return scopes(claims.getValue(claim));
            }
        }
        return Set.of();
    }

    private static Set<String> scopes(Object value) {
        var names = value instanceof String text ? List.of(text.split(" +", -1)) : strings(value);
        var scopes = new LinkedHashSet<String>();
        for (var name : names) {
            require(name.chars().allMatch(ClaimChecks::scopeCharacter));
            if (!name.isEmpty()) {
                scopes.add(name);
            }
        }
        return scopes;
    }

    /** RFC 6749 §3.3. */
    private static boolean scopeCharacter(int character) {
        return character > 0x20 && character < 0x7F && character != '"' && character != '\\';
    }

    private static List<String> strings(Object value) {
        require(value instanceof JsonArray);
        var array = (JsonArray) value;
        require(array.stream().allMatch(String.class::isInstance));
        return array.stream().map(String.class::cast).toList();
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw IdentityProblems.refused(Refusal.CLAIM);
        }
    }
}
