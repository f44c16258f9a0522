package io.polyport.gateway.identity;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An issuer's keys over the network. Fetched when the gateway starts, then every {@code refresh-every}, and for a key
 * that is not known at most once per {@code unknown-key-every}; whoever asks meanwhile shares the fetch that is under
 * way. While the issuer is down the last keys stay for {@code stale-for} and it is asked again after 1 s, 2 s, 4 s … 30 s.
 */
final class RemoteKeys implements KeySource {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteKeys.class);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LAST_RETRY = Duration.ofSeconds(30);

    private final Vertx vertx;
    private final IssuerConfig issuer;
    private final InstantSource clock;
    private final JwksFetch fetch;
    private final Object lock = new Object();

    /** What is known and what is going on; all of it is read and changed under {@link #lock} only, never for long. */
    private KeySet keys;

    private Instant usableUntil = Instant.MIN;
    private Instant nextUnknown = Instant.MIN;
    private Promise<Optional<KeySet>> underWay;
    private int failures;
    private long timer = -1;
    private boolean closed;

    RemoteKeys(Vertx vertx, IssuerConfig issuer, InstantSource clock) {
        this.vertx = vertx;
        this.issuer = issuer;
        this.clock = clock;
        this.fetch = new JwksFetch(vertx, issuer);
    }

    /** Begins to fetch; does not wait, so that an issuer that is down keeps nobody else from being served. */
    RemoteKeys start() {
        refresh();
        return this;
    }

    @Override
    public Optional<KeySet> now() {
        synchronized (lock) {
            return usable();
        }
    }

    private Optional<KeySet> usable() {
        return Optional.ofNullable(keys).filter(_keys -> clock.instant().isBefore(usableUntil));
    }

    @Override
    public Future<KeySet> current() {
        Future<Optional<KeySet>> wait;
        synchronized (lock) {
            var now = usable();
            if (now.isPresent()) {
                return Future.succeededFuture(now.get());
            }
            wait = underWay == null ? Future.succeededFuture(Optional.empty()) : underWay.future();
        }
        return wait.compose(fetched -> fetched.map(Future::succeededFuture)
                .orElseGet(() -> Future.failedFuture(IdentityProblems.keysUnavailable())));
    }

    @Override
    public Future<Optional<KeySet>> another() {
        synchronized (lock) {
            if (underWay != null) {
                return underWay.future();
            }
            var now = clock.instant();
            if (closed || now.isBefore(nextUnknown)) {
                return Future.succeededFuture(usable());
            }
            nextUnknown = now.plus(issuer.keys().unknownKeyEvery());
        }
        return refresh();
    }

    /** Fetches, or joins the fetch that is under way. */
    private Future<Optional<KeySet>> refresh() {
        Promise<Optional<KeySet>> mine;
        synchronized (lock) {
            if (underWay != null || closed) {
                return closed ? Future.succeededFuture(usable()) : underWay.future();
            }
            mine = Promise.promise();
            underWay = mine;
            vertx.cancelTimer(timer);
        }
        fetch.run().compose(this::read).onComplete(result -> {
            Optional<KeySet> outcome;
            synchronized (lock) {
                if (result.succeeded()) {
                    accept(result.result());
                } else {
                    failures++;
                }
                underWay = null;
                schedule();
                outcome = usable();
            }
            if (result.failed()) {
                tell(result.cause(), outcome.isPresent());
            }
            mine.complete(outcome);
        });
        return mine.future();
    }

    private void accept(KeySet fetched) {
        keys = fetched;
        usableUntil = clock.instant().plus(issuer.keys().staleFor());
        failures = 0;
    }

    private Future<KeySet> read(JsonObject document) {
        if (!(document.getValue("keys") instanceof JsonArray list)) {
            return Future.failedFuture("the answer has no 'keys'");
        }
        if (list.size() > issuer.keys().maximumKeys()) {
            return Future.failedFuture("more than " + issuer.keys().maximumKeys() + " keys");
        }
        var read = JwkReader.of(document);
        if (!read.leftOut().isEmpty()) {
            LOG.atWarn()
                    .addKeyValue("issuer", issuer.issuer())
                    .log("keys of the issuer's set are not used: {}", read.leftOut());
        }
        return read.keys().isEmpty()
                ? Future.failedFuture("no usable key in the set")
                : Future.succeededFuture(new KeySet(read.keys()));
    }

    private void schedule() {
        if (!closed) {
            timer = vertx.setTimer(Math.max(1, nextDelay().toMillis()), _id -> refresh());
        }
    }

    /** Up to a tenth earlier, so that the replicas of a gateway do not all ask at once. */
    private Duration nextDelay() {
        var every = issuer.keys().refreshEvery();
        if (failures > 0) {
            var retry = FIRST_RETRY.multipliedBy(1L << Math.min(failures - 1, 5));
            every = min(every, min(retry, LAST_RETRY));
        }
        return every.multipliedBy(ThreadLocalRandom.current().nextInt(90, 101)).dividedBy(100);
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    private void tell(Throwable cause, boolean haveKeys) {
        LOG.atWarn()
                .addKeyValue("issuer", issuer.issuer())
                .addKeyValue("staleKeys", haveKeys)
                .log("the issuer's keys cannot be fetched, trying again: {}", cause.getMessage());
    }

    @Override
    public Future<Void> close() {
        synchronized (lock) {
            closed = true;
            vertx.cancelTimer(timer);
        }
        return fetch.close();
    }
}
