package io.polyport.store;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A claim that is renewed until it is given back or lost. Lost: another has it, or it could not be renewed in time, which
 * this process knows by its own clock before the database gives it away.
 */
public final class HeldClaim {
    private final Vertx vertx;
    private final Records records;
    private final Claim claim;
    private final Duration time;
    private final Promise<Void> lost = Promise.promise();
    private long until;
    private long timer;
    private boolean over;

    private HeldClaim(Vertx vertx, Records records, Claim claim, Duration time, long asked) {
        this.vertx = vertx;
        this.records = records;
        this.claim = claim;
        this.time = time;
        this.until = asked + time.toNanos();
        schedule();
    }

    /** Takes the record for as long as this process lives and reaches the database; empty when somebody else has it. */
    public static Future<Optional<HeldClaim>> take(Vertx vertx, Records records, String id, Duration time) {
        long asked = System.nanoTime();
        return records.claim(id, time)
                .map(taken -> taken.map(claim -> new HeldClaim(vertx, records, claim, time, asked)));
    }

    /** Creates a record and has it from the beginning; empty when there is one of this id already. */
    public static Future<Optional<HeldClaim>> create(
            Vertx vertx, Records records, Duration time, String id, String owner, Instant due, JsonObject body) {
        long asked = System.nanoTime();
        return records.createClaimed(id, owner, Optional.of(due), body, time)
                .map(taken -> taken.map(claim -> new HeldClaim(vertx, records, claim, time, asked)));
    }

    public Claim claim() {
        return claim;
    }

    /** Succeeds when the claim is lost; then the work has to end without another write. Not called after release. */
    public Future<Void> lost() {
        return lost.future();
    }

    /** Also when nothing has told it yet: a process that was frozen looks here before its timers run. */
    public boolean isLost() {
        return lost.future().isComplete() || (!over && System.nanoTime() - until >= 0);
    }

    /** Gives it back, so that another can go on at once. Never fails: what can't be given back runs out. */
    public Future<Void> release() {
        boolean hadLost = isLost();
        end();
        return hadLost
                ? Future.succeededFuture()
                : records.release(claim).<Void>mapEmpty().otherwiseEmpty();
    }

    /** Stops renewing: the record is gone, or the claim is to run out. */
    public void end() {
        over = true;
        vertx.cancelTimer(timer);
    }

    /** Never later than its end: after failed renewals it has to be noticed as lost at once. */
    private void schedule() {
        long left = (until - System.nanoTime()) / 1_000_000;
        timer = vertx.setTimer(Math.max(1, Math.min(left, time.toMillis() / 4)), ignored -> renew());
    }

    private void renew() {
        long asked = System.nanoTime();
        if (asked - until >= 0) {
            lose();
            return;
        }
        // An answer that comes too late is none.
        long deadline = vertx.setTimer(Math.max(1, (until - asked) / 1_000_000), ignored -> lose());
        records.renew(claim, time).onComplete(renewed -> {
            vertx.cancelTimer(deadline);
            if (over) {
                return;
            }
            if (renewed.succeeded() && !renewed.result()) {
                lose();
                return;
            }
            if (renewed.succeeded()) {
                until = asked + time.toNanos();
            }
            schedule();
        });
    }

    private void lose() {
        if (!over) {
            end();
            lost.tryComplete();
        }
    }
}
