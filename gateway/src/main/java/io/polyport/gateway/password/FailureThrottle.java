package io.polyport.gateway.password;

import io.polyport.kit.problem.Problem;
import io.polyport.kit.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes guessing slow: counts logins that failed, by user at an address, by address, by IPv6 site, and by user, and lets
 * those wait who have too many, twice as long with each further one. Who guesses at one address locks nobody out elsewhere;
 * and where a user has logged in before, neither his neighbours' failures nor those of the whole world keep him out.
 *
 * <p>A login that is under way has not failed yet, so it keeps no neighbour waiting. That many at once are no way around,
 * one user at one address may have so many under way as he could still let fail, and where there were too many failures
 * already, one login at a time is tried.
 */
final class FailureThrottle {
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
    /** So often one failure is forgotten: a program with an old password does not lock its whole office out in a day. */
    private static final Duration FORGOTTEN_EVERY = Duration.ofMinutes(1);
    /** How long a login should wait for one that is under way. */
    private static final Duration WHILE_UNDER_WAY = Duration.ofSeconds(1);

    private static final int MOST_KEPT = 20_000;
    private static final int MOST_KNOWN = 20_000;
    /** Of so many that were not asked for longest, the one with the fewest failures is given up when there is no room. */
    private static final int LOOKED_AT = 16;

    /** What is counted apart, and how many failures are nobody's business. */
    enum Tier {
        USER_AT_ADDRESS(5),
        ADDRESS(30),
        SITE(120),
        USER(100);

        private final int free;

        Tier(int free) {
            this.free = free;
        }

        /** How many logins may be under way at a time, of one address no more than its share. */
        private int atOnce(double failures, int share) {
            return switch (this) {
                case USER_AT_ADDRESS -> Math.max(1, free + 1 - (int) Math.ceil(failures));
                case ADDRESS -> failures > free ? 1 : share;
                case SITE, USER -> failures > free ? 1 : Integer.MAX_VALUE;
            };
        }
    }

    /** What is counted; an empty text where it does not matter. */
    record Key(Tier tier, String user, String place) {}

    private static final class Count {
        private double failures;
        private int underWay;
        private Instant at = Instant.EPOCH;
        private Instant blockedUntil = Instant.EPOCH;

        void forget(Instant now) {
            double forgotten = (double) Duration.between(at, now).toMillis() / FORGOTTEN_EVERY.toMillis();
            failures = Math.max(0, failures - Math.max(0, forgotten));
            at = now;
        }
    }

    /** A login that has begun, and where it is counted; one of the methods below has to end it. */
    record Attempt(Key own, List<Key> counted) {}

    private final int share;

    /** In the order in which they were asked for. */
    private final Map<Key, Count> counts = new LinkedHashMap<>(16, 0.75f, true);

    /** Which users have logged in where; apart, so that only right passwords move anybody out of it. */
    private final Set<Key> known = Collections.newSetFromMap(new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Boolean> _eldest) {
            return size() > MOST_KNOWN;
        }
    });

    /** @param share how many logins one address may have under way, so that it can't keep all others out */
    FailureThrottle(int share) {
        this.share = share;
    }

    /** Fails with {@code gateway.too-many-failures} when this user has to wait at this address. */
    synchronized void require(String user, String address, Instant now) {
        require(keys(user, ClientNetwork.of(address)), now);
    }

    private void require(List<Key> keys, Instant now) {
        for (Key key : keys) {
            Count count = counts.get(key);
            if (count != null && now.isBefore(count.blockedUntil)) {
                throw refused(Duration.between(now, count.blockedUntil));
            }
        }
    }

    /** As {@link #require}, and begins a login; fails, too, when too many of its kind are under way. */
    synchronized Attempt begin(String user, String address, Instant now) {
        List<Key> counted = keys(user, ClientNetwork.of(address));
        require(counted, now);
        for (Key key : counted) {
            Count count = counts.get(key);
            if (count != null) {
                count.forget(now);
                if (count.underWay >= key.tier().atOnce(count.failures, share)) {
                    throw refused(WHILE_UNDER_WAY);
                }
            }
        }
        counted.forEach(key -> count(key, now).underWay++);
        return new Attempt(counted.getFirst(), counted);
    }

    /** The password was wrong. */
    synchronized void failed(Attempt attempt, Instant now) {
        for (Key key : attempt.counted()) {
            Count count = count(key, now);
            count.underWay = Math.max(0, count.underWay - 1);
            count.forget(now);
            count.failures++;
            double tooMany = count.failures - key.tier().free;
            if (tooMany > 0) {
                double seconds = Math.min((double) LONGEST_WAIT.toSeconds(), Math.pow(2, tooMany - 1));
                count.blockedUntil = now.plusMillis((long) (seconds * 1000));
            }
        }
    }

    /** The password was right: what this user did wrong at this address is forgotten. */
    synchronized void succeeded(Attempt attempt) {
        Count own = counts.get(attempt.own());
        if (own != null) {
            own.failures = 0;
            own.blockedUntil = Instant.EPOCH;
        }
        undecided(attempt);
        known.add(attempt.own());
    }

    /** Nobody has looked whether the password was right. */
    synchronized void undecided(Attempt attempt) {
        for (Key key : attempt.counted()) {
            Count count = counts.get(key);
            if (count != null) {
                count.underWay = Math.max(0, count.underWay - 1);
                if (count.underWay == 0 && count.failures == 0) {
                    counts.remove(key);
                }
            }
        }
    }

    /** How much is kept, for tests. */
    synchronized int size() {
        return counts.size();
    }

    private Count count(Key key, Instant now) {
        Count count = counts.get(key);
        if (count == null) {
            makeRoom(now);
            count = new Count();
            count.at = now;
            counts.put(key, count);
        }
        return count;
    }

    /** Who fails under thousands of names has one failure for each; those who are attacked have many. */
    private void makeRoom(Instant now) {
        if (counts.size() < MOST_KEPT) {
            return;
        }
        Key least = null;
        double fewest = Double.MAX_VALUE;
        Iterator<Map.Entry<Key, Count>> eldest = counts.entrySet().iterator();
        for (int i = 0; i < LOOKED_AT && eldest.hasNext(); i++) {
            var entry = eldest.next();
            Count count = entry.getValue();
            count.forget(now);
            if (count.underWay == 0 && count.failures < fewest) {
                least = entry.getKey();
                fewest = count.failures;
            }
        }
        if (least != null) {
            counts.remove(least);
        }
    }

    /** Where the user has logged in before, only what goes wrong there in his name counts. The first is the user's own. */
    private List<Key> keys(String user, ClientNetwork network) {
        Key own = new Key(Tier.USER_AT_ADDRESS, user, network.address());
        List<Key> keys = new ArrayList<>(List.of(own));
        if (!known.contains(own)) {
            keys.add(new Key(Tier.ADDRESS, "", network.address()));
            network.site().ifPresent(site -> keys.add(new Key(Tier.SITE, "", site)));
            keys.add(new Key(Tier.USER, user, ""));
        }
        return List.copyOf(keys);
    }

    private static ProblemException refused(Duration left) {
        return Problem.of(PasswordProblems.TOO_MANY_FAILURES)
                .retryAfter((int) Math.max(1, left.plusMillis(999).toSeconds()))
                .toException();
    }
}
