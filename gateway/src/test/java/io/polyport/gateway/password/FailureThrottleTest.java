package io.polyport.gateway.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polyport.kit.problem.ProblemException;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class FailureThrottleTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String HOME = "192.0.2.1";
    private static final String ELSEWHERE = "198.51.100.7";

    private final FailureThrottle throttle = new FailureThrottle(1_000);

    /** Empty when the login may not begin. */
    private Optional<FailureThrottle.Attempt> begin(String user, String address) {
        try {
            return Optional.of(throttle.begin(user, address, NOW));
        } catch (ProblemException refused) {
            assertThat(refused.problem().retryAfterSeconds()).isPositive();
            return Optional.empty();
        }
    }

    /** Seconds to wait; 0 when the login may begin, and then it fails. */
    private int attempt(String user, String address, Instant now) {
        try {
            throttle.failed(throttle.begin(user, address, now), now);
            return 0;
        } catch (ProblemException refused) {
            assertThat(refused.problem().code()).isEqualTo("gateway.too-many-failures");
            return refused.problem().retryAfterSeconds();
        }
    }

    private void fail(int times, String user, String address) {
        for (int i = 0; i < times; i++) {
            assertThat(attempt(user, address, NOW)).isZero();
        }
    }

    @Test
    @DisplayName("GW-13 after five failures each further one doubles the wait, up to five minutes")
    void exponential() {
        fail(6, "ivan", HOME);
        Instant now = NOW;
        int last = attempt("ivan", HOME, now);
        assertThat(last).isEqualTo(1);
        for (int i = 0; i < 20; i++) {
            now = now.plusSeconds(last);
            assertThat(attempt("ivan", HOME, now)).isZero();
            int next = attempt("ivan", HOME, now);
            assertThat(next).isBetween(last, 300);
            last = next;
        }
        assertThat(last).isGreaterThanOrEqualTo(30);
    }

    @Test
    @DisplayName("GW-13 who guesses at one address locks nobody out at another")
    void otherAddress() {
        fail(6, "ivan", HOME);
        assertThat(attempt("ivan", HOME, NOW)).isPositive();
        assertThat(attempt("ivan", ELSEWHERE, NOW)).isZero();
        assertThat(attempt("olga", HOME, NOW)).isZero();
    }

    @Test
    @DisplayName("GW-13 trying many users from one address is slowed down, but not for who has logged in there before")
    void sprayed() {
        throttle.succeeded(throttle.begin("olga", HOME, NOW));
        IntStream.range(0, 31).forEach(i -> fail(1, "user" + i, HOME));
        assertThat(attempt("user99", HOME, NOW)).isPositive();
        assertThat(attempt("olga", HOME, NOW)).isZero();
        assertThat(attempt("user99", ELSEWHERE, NOW)).isZero();
    }

    @Test
    @DisplayName("GW-13 guessing one user from many addresses is slowed down, but not where he has logged in before")
    void distributed() {
        throttle.succeeded(throttle.begin("ivan", HOME, NOW));
        IntStream.range(0, 101).forEach(i -> fail(1, "ivan", "203.0.113." + i));
        assertThat(attempt("ivan", "203.0.113.200", NOW)).isPositive();
        assertThat(attempt("ivan", HOME, NOW)).isZero();
    }

    @Test
    @DisplayName("GW-13 an own account does not help to guess others': what succeeds pays for itself only")
    void noPayingBack() {
        throttle.succeeded(throttle.begin("mallory", HOME, NOW));
        IntStream.range(0, 31).forEach(i -> {
            fail(1, "user" + i, HOME);
            throttle.succeeded(throttle.begin("mallory", HOME, NOW));
        });
        assertThat(attempt("user99", HOME, NOW)).isPositive();
    }

    @Test
    @DisplayName("GW-13 many guesses at once are no way around: one user has so many under way as he may let fail")
    void atOnce() {
        long begun = IntStream.range(0, 1000)
                .filter(i -> begin("ivan", HOME).isPresent())
                .count();
        assertThat(begun).isEqualTo(6);
        assertThat(begin("ivan", ELSEWHERE)).isPresent();
    }

    @Test
    @DisplayName("GW-13 logins that are under way keep nobody else waiting, at the same address or in the same name")
    void underWay() {
        IntStream.range(0, 300).forEach(i -> {
            assertThat(begin("user" + i, HOME)).isPresent();
            assertThat(begin("olga", "203.0.113." + i % 250)).as("from %d", i).isPresent();
        });
        throttle.require("petr", HOME, NOW);
    }

    @Test
    @DisplayName("GW-13 one address has no more logins under way than its share, so that others get in beside it")
    void shareOfAnAddress() {
        var few = new FailureThrottle(3);
        var first = few.begin("user0", HOME, NOW);
        few.begin("user1", HOME, NOW);
        few.begin("user2", HOME, NOW);
        assertThatThrownBy(() -> few.begin("user3", HOME, NOW)).hasMessageContaining("Retry-After");
        few.begin("user3", ELSEWHERE, NOW);

        few.undecided(first);
        few.begin("user4", HOME, NOW);
    }

    @Test
    @DisplayName("GW-13 where too many have failed, one login at a time is tried when the wait is over")
    void oneAtATime() {
        IntStream.range(0, 31).forEach(i -> fail(1, "user" + i, HOME));
        Instant later = NOW.plusSeconds(2);
        var probe = throttle.begin("petr", HOME, later);
        assertThat(attempt("olga", HOME, later)).isEqualTo(1);
        throttle.undecided(probe);
        assertThat(attempt("olga", HOME, later)).isZero();
    }

    @Test
    @DisplayName("GW-13 a flood of logins that nobody looks at leaves nothing, and washes out no failures")
    void floodOfUndecided() {
        fail(6, "ivan", HOME);
        int before = throttle.size();
        IntStream.range(0, 50_000)
                .forEach(i -> throttle.undecided(
                        throttle.begin("user" + i, "2001:db8:" + Integer.toHexString(i % 60_000) + "::1", NOW)));
        assertThat(throttle.size()).isEqualTo(before);
        assertThat(attempt("ivan", HOME, NOW)).isPositive();
    }

    @Test
    @DisplayName(
            "GW-13 a flood of failures under invented names washes out neither those who are attacked nor who is known")
    void floodOfFailures() {
        throttle.succeeded(throttle.begin("olga", HOME, NOW));
        IntStream.range(0, 101).forEach(i -> fail(1, "ivan", "203.0.113." + i));
        fail(6, "petr", HOME);
        IntStream.range(0, 40_000)
                .forEach(i -> fail(1, "user" + i, "10." + i / 65_536 + "." + i / 256 % 256 + "." + i % 256));
        assertThat(throttle.size()).isLessThanOrEqualTo(20_010);
        assertThat(attempt("ivan", "198.51.100.1", NOW)).isPositive();
        assertThat(attempt("petr", HOME, NOW)).isPositive();
        IntStream.range(0, 31).forEach(i -> attempt("other" + i, HOME, NOW));
        assertThat(attempt("olga", HOME, NOW))
                .as("known where she has logged in")
                .isZero();
    }

    @Test
    @DisplayName("GW-13 a right password and a failure of ours leave nothing behind, and time forgets")
    void forgotten() {
        fail(4, "ivan", HOME);
        throttle.succeeded(throttle.begin("ivan", HOME, NOW));
        fail(5, "ivan", HOME);
        for (int i = 0; i < 50; i++) {
            throttle.undecided(throttle.begin("olga", HOME, NOW));
        }
        fail(6, "petr", HOME);
        assertThat(attempt("petr", HOME, NOW.plusSeconds(600))).isZero();
        assertThat(attempt("petr", HOME, NOW.plusSeconds(600))).isZero();
    }

    @Test
    @DisplayName("GW-13 the addresses of one IPv6 network count as one")
    void network() {
        IntStream.range(0, 6).forEach(i -> fail(1, "ivan", "2001:db8:1:2::" + i));
        assertThat(attempt("ivan", "2001:db8:1:2:ffff::9", NOW)).isPositive();
        assertThat(attempt("ivan", "2001:db8:1:3::9", NOW)).isZero();
        assertThat(attempt("ivan", "::ffff:192.0.2.1", NOW)).isZero();
        assertThat(attempt("ivan", "fe80::1%eth0", NOW)).isZero();
        assertThat(attempt("ivan", "", NOW)).isZero();
    }

    @Test
    @DisplayName("GW-13 all the networks of one IPv6 site count together, with a higher limit")
    void site() {
        IntStream.range(0, 121).forEach(i -> fail(1, "user" + i, "2001:db8:1:" + Integer.toHexString(i) + "::1"));
        assertThat(attempt("petr", "2001:db8:1:ffff::9", NOW)).isPositive();
        assertThat(attempt("petr", "2001:db8:2:1::9", NOW)).isZero();
    }
}
