package io.polyport.gateway.password;

import io.polyport.kit.egress.AddressBlock;
import io.polyport.kit.problem.Problem;
import io.polyport.kit.problem.ProblemException;
import java.net.Inet6Address;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes guessing slow: counts logins that failed, by user at an address, by address, and by user, and lets those wait who
 * have too many, twice as long with each further one. Who guesses at one address locks nobody out elsewhere; and where a
 * user has logged in before, neither his neighbours' failures nor those of the whole world keep him out.
 *
 * <p>A login counts as failed from its beginning until it has turned out right, so that many at once are no way around.
 */
final class FailureThrottle {
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
    /** So often one failure is forgotten: a program with an old password does not lock its whole office out in a day. */
    private static final Duration FORGOTTEN_EVERY = Duration.ofMinutes(1);

    private static final int MOST_KEPT = 20_000;
    /** An IPv6 network of one customer; its addresses are free. */
    private static final int NETWORK_BYTES = 8;

    /** What is counted apart, and how many failures are nobody's business. */
    enum Tier {
        USER_AT_ADDRESS(5),
        ADDRESS(30),
        USER(100);

        private final int free;

        Tier(int free) {
            this.free = free;
        }
    }

    /** What is counted; an empty text where it does not matter. */
    record Key(Tier tier, String user, String address) {}

    private static final class Count {
        private double failures;
        private Instant at = Instant.EPOCH;
        private Instant blockedUntil = Instant.EPOCH;
        private boolean succeeded;
    }

    /** A login that has begun, and where it was counted. */
    record Attempt(Key own, List<Key> counted) {}

    private final Map<Key, Count> counts = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Count> _eldest) {
            return size() > MOST_KEPT;
        }
    };

    /** Fails with {@code gateway.too-many-failures} when this user has to wait at this address. */
    synchronized void require(String user, String address, Instant now) {
        String network = network(address);
        for (Key key : keys(user, network)) {
            Count count = counts.get(key);
            if (count != null && now.isBefore(count.blockedUntil)) {
                throw refused(Duration.between(now, count.blockedUntil));
            }
        }
    }

    /** As {@link #require}, and counts a failure until {@link #succeeded} or {@link #undecided} takes it back. */
    synchronized Attempt begin(String user, String address, Instant now) {
        require(user, address, now);
        String network = network(address);
        List<Key> counted = keys(user, network);
        for (Key key : counted) {
            Count count = counts.computeIfAbsent(key, ignored -> new Count());
            forget(count, now);
            count.failures++;
            double tooMany = count.failures - key.tier().free;
            if (tooMany > 0) {
                double seconds = Math.min((double) LONGEST_WAIT.toSeconds(), Math.pow(2, tooMany - 1));
                count.blockedUntil = now.plusMillis((long) (seconds * 1000));
            }
        }
        return new Attempt(ownKey(user, network), counted);
    }

    /** The password was right: what this user did wrong at this address is forgotten. */
    synchronized void succeeded(Attempt attempt) {
        takeBack(attempt);
        Count own = counts.computeIfAbsent(attempt.own(), ignored -> new Count());
        own.failures = 0;
        own.blockedUntil = Instant.EPOCH;
        own.succeeded = true;
    }

    /** Nobody has looked whether the password was right. */
    synchronized void undecided(Attempt attempt) {
        takeBack(attempt);
    }

    private void takeBack(Attempt attempt) {
        for (Key key : attempt.counted()) {
            Count count = counts.get(key);
            if (count != null && count.failures > 0) {
                count.failures = Math.max(0, count.failures - 1);
                if (count.failures <= key.tier().free) {
                    count.blockedUntil = Instant.EPOCH;
                }
            }
        }
    }

    /** Where the user has logged in before, only what goes wrong there in his name counts. */
    private List<Key> keys(String user, String network) {
        Key own = ownKey(user, network);
        Count count = counts.get(own);
        return count != null && count.succeeded ? List.of(own) : allKeys(user, network);
    }

    private static List<Key> allKeys(String user, String network) {
        return List.of(ownKey(user, network), new Key(Tier.ADDRESS, "", network), new Key(Tier.USER, user, ""));
    }

    private static Key ownKey(String user, String network) {
        return new Key(Tier.USER_AT_ADDRESS, user, network);
    }

    private static void forget(Count count, Instant now) {
        double forgotten = (double) Duration.between(count.at, now).toMillis() / FORGOTTEN_EVERY.toMillis();
        count.failures = Math.max(0, count.failures - Math.max(0, forgotten));
        count.at = now;
    }

    private static String network(String address) {
        int scope = address.indexOf('%');
        try {
            var literal = AddressBlock.literal(scope < 0 ? address : address.substring(0, scope));
            return literal instanceof Inet6Address
                    ? HexFormat.of().formatHex(Arrays.copyOf(literal.getAddress(), NETWORK_BYTES))
                    : literal.getHostAddress();
        } catch (IllegalArgumentException noAddress) {
            return address;
        }
    }

    private static ProblemException refused(Duration left) {
        return Problem.of(PasswordProblems.TOO_MANY_FAILURES)
                .retryAfter((int) Math.max(1, left.plusMillis(999).toSeconds()))
                .toException();
    }
}
