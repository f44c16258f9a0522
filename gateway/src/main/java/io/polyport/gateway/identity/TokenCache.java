package io.polyport.gateway.identity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Tokens that have been verified, by their SHA-256: never the token itself. The least recently used goes first; only
 * verified tokens come in, so that a flood of bad ones pushes nothing out. The lock is held for a look-up only.
 */
final class TokenCache {
    /** 256 bits as four numbers: compared and hashed without an array. */
    private record Digest(long a, long b, long c, long d) {
        static Digest of(String token) {
            try {
                var bytes = ByteBuffer.wrap(
                        MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII)));
                return new Digest(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }
    }

    /**
     * @param usableUntil the token's end, the clock skew counted in
     * @param fingerprint of the key that verified it: when the issuer takes the key out, the token dies with it
     */
    record Remembered(VerifiedToken token, Instant usableUntil, KeySource source, String fingerprint) {
        boolean usableAt(Instant now) {
            return now.isBefore(usableUntil)
                    && source.now().filter(keys -> keys.holds(fingerprint)).isPresent();
        }
    }

    private final Map<Digest, Remembered> entries;

    TokenCache(int capacity) {
        entries = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Digest, Remembered> _eldest) {
                return size() > capacity;
            }
        };
    }

    Optional<VerifiedToken> find(String token, Instant now) {
        var digest = Digest.of(token);
        Remembered entry;
        synchronized (entries) {
            entry = entries.get(digest);
        }
        if (entry == null) {
            return Optional.empty();
        }
        if (entry.usableAt(now)) {
            return Optional.of(entry.token());
        }
        synchronized (entries) {
            entries.remove(digest, entry);
        }
        return Optional.empty();
    }

    void put(String token, Remembered entry) {
        var digest = Digest.of(token);
        synchronized (entries) {
            entries.put(digest, entry);
        }
    }

    int size() {
        synchronized (entries) {
            return entries.size();
        }
    }
}
