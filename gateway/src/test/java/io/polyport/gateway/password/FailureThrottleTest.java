package io.polyport.gateway.password;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.problem.ProblemException;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class FailureThrottleTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String HOME = "192.0.2.1";
    private static final String ELSEWHERE = "198.51.100.7";

    private final FailureThrottle throttle = new FailureThrottle();

    /** Seconds to wait; 0 when the login may begin. */
    private int attempt(String user, String address, Instant now) {
        try {
            throttle.begin(user, address, now);
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
    @DisplayName("GW-13 many at once are counted before any of them has failed")
    void atOnce() {
        long begun = IntStream.range(0, 1000)
                .filter(i -> attempt("ivan", HOME, NOW) == 0)
                .count();
        assertThat(begun).isEqualTo(6);
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
        assertThat(attempt("ivan", "fe80::1%eth0", NOW)).isZero();
        assertThat(attempt("ivan", "", NOW)).isZero();
    }
}
