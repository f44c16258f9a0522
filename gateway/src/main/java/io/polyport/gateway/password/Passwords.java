package io.polyport.gateway.password;

import io.polyport.gateway.identity.Credentials;
import io.polyport.gateway.identity.IdentityProblems;
import io.polyport.gateway.identity.Refusal;
import io.polyport.gateway.identity.VerifiedToken;
import io.polyport.kit.config.ConfigException;
import io.polyport.kit.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * From a user name and a password to a principal (GW-13); fails closed. One for the whole program, shared by all its event
 * loops. Hashing is done on threads of its own, of which there are few, and what waits for them is bounded.
 */
public final class Passwords {
    private static final int RETRY_AFTER_SECONDS = 2;

    private final Vertx vertx;
    private final UsersConfig config;
    private final InstantSource clock;
    private final Fingerprints fingerprints;
    private final FailureThrottle throttle;
    private final WorkerExecutor workers;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Map<Login, Future<VerifiedToken>> underWay = new ConcurrentHashMap<>();
    private final Optional<UsersWatch> watch;

    /** Logins that are the same are checked once: a client begins with many requests at a time. */
    private record Login(Users users, Fingerprints.Fingerprint shown, String address) {}

    private Passwords(
            Vertx vertx,
            UsersConfig config,
            InstantSource clock,
            Fingerprints fingerprints,
            Optional<UsersWatch> watch) {
        this.vertx = vertx;
        this.config = config;
        // A quarter of the places is left to others.
        this.throttle = new FailureThrottle(Math.max(1, (config.workers() + config.queue()) * 3 / 4));
        this.clock = clock;
        this.fingerprints = fingerprints;
        this.watch = watch;
        this.workers = vertx.createSharedWorkerExecutor(
                "polyport-passwords-" + System.identityHashCode(this), config.workers());
    }

    /**
     * Reads the users file on a worker, and begins to look whether it changes. Fails with {@code gateway.users-unusable},
     * which names each fault of the file with its line.
     */
    public static Future<Passwords> create(Vertx vertx, UsersConfig config, InstantSource clock) {
        var fingerprints = new Fingerprints(new SecureRandom());
        return vertx.executeBlocking(() -> {
                    try {
                        return config.file().map(file -> UsersWatch.begin(vertx, file, config, fingerprints));
                    } catch (ConfigException unusable) {
                        throw PasswordProblems.USERS_UNUSABLE.toException(unusable.getMessage());
                    }
                })
                .map(watch -> new Passwords(vertx, config, clock, fingerprints, watch));
    }

    /**
     * Who shows these credentials, which {@link Credentials#isPassword are a password}. Fails with {@code
     * gateway.unauthenticated}, {@code gateway.too-many-failures} or {@code gateway.passwords-busy}. Completes on the
     * context it was called on.
     *
     * @param address of the client, as text
     * @param unreadable whether nobody between the client and us can have read the password
     */
    public Future<VerifiedToken> verify(Credentials credentials, String address, boolean unreadable) {
        try {
            if (!takenFrom(unreadable)) {
                throw IdentityProblems.refused(Refusal.UNPROTECTED_PASSWORD);
            }
            var given = BasicPassword.of(credentials.onlyHeader());
            Instant now = clock.instant();
            // Before what is remembered is looked at: a right guess must not be told from a wrong one while one has to
            // wait.
            throttle.require(given.user(), address, now);
            Users users = watch.map(UsersWatch::users).orElseThrow(() -> IdentityProblems.refused(Refusal.PASSWORD));
            var shown = fingerprints.of(given);
            return users.remembered(shown, now)
                    .map(Future::succeededFuture)
                    .orElseGet(() -> check(given, new Login(users, shown, address), now));
        } catch (RuntimeException refused) {
            return Future.failedFuture(refused);
        }
    }

    /** Whether a connection is one that passwords are taken from; elsewhere they are not asked for either. */
    public boolean takenFrom(boolean unreadable) {
        return unreadable || config.basicOverPlainHttp();
    }

    private Future<VerifiedToken> check(BasicPassword given, Login login, Instant now) {
        Promise<VerifiedToken> done = Promise.promise();
        Future<VerifiedToken> same = underWay.putIfAbsent(login, done.future());
        if (same != null) {
            return here(same);
        }
        done.future().onComplete(ignored -> underWay.remove(login));
        try {
            hash(given, login, now).onComplete(done);
        } catch (RuntimeException refused) {
            done.fail(refused);
        }
        return here(done.future());
    }

    /** The place in the queue comes first: what is refused without being looked at leaves nothing behind. */
    private Future<VerifiedToken> hash(BasicPassword given, Login login, Instant now) {
        if (waiting.incrementAndGet() > config.workers() + config.queue()) {
            waiting.decrementAndGet();
            throw Problem.of(PasswordProblems.BUSY)
                    .retryAfter(RETRY_AFTER_SECONDS)
                    .toException();
        }
        Future<VerifiedToken> hashed;
        try {
            hashed = attempt(given, login, now);
        } catch (RuntimeException refused) {
            waiting.decrementAndGet();
            throw refused;
        }
        return hashed.onComplete(ignored -> waiting.decrementAndGet());
    }

    private Future<VerifiedToken> attempt(BasicPassword given, Login login, Instant now) {
        var attempt = throttle.begin(given.user(), login.address(), now);
        Future<Optional<VerifiedToken>> checked;
        try {
            checked = workers.executeBlocking(() -> login.users().check(given, now), false);
        } catch (RuntimeException programEnds) {
            throttle.undecided(attempt);
            throw programEnds;
        }
        return checked.onFailure(ignored -> throttle.undecided(attempt)).map(found -> {
            if (found.isEmpty()) {
                throttle.failed(attempt, clock.instant());
                throw IdentityProblems.refused(Refusal.PASSWORD);
            }
            throttle.succeeded(attempt);
            return found.get();
        });
    }

    /** A shared check completes where the first one was asked for; each caller goes on where he was. */
    private Future<VerifiedToken> here(Future<VerifiedToken> shared) {
        if (shared.isComplete()) {
            return shared;
        }
        var context = vertx.getOrCreateContext();
        Promise<VerifiedToken> mine = Promise.promise();
        shared.onComplete(result -> context.runOnContext(_go -> mine.handle(result)));
        return mine.future();
    }

    /** Looks at the file no more. */
    public Future<Void> close() {
        return watch.map(UsersWatch::close).orElse(Future.succeededFuture()).eventually(workers::close);
    }
}
