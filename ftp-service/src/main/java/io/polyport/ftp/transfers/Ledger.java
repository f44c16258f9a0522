package io.polyport.ftp.transfers;

import io.polyport.store.Entry;
import io.polyport.store.HeldClaim;
import io.polyport.store.Records;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.Optional;

/**
 * Writes a transfer to its record, as the holder of its claim; one write at a time. When its caller has written into the
 * record meanwhile, his wish is taken over.
 */
final class Ledger {
    /** The record is another's by now, or gone; nothing more is written. */
    static final class Lost extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Lost() {
            super("the transfer is no longer this worker's", null, false, false);
        }
    }

    private final Records records;
    private final HeldClaim claim;
    private final Transfer transfer;
    private final Runnable whenWished;
    private Entry seen;
    private Optional<Instant> due = Optional.empty();
    private Future<Void> writing = Future.succeededFuture();
    private Promise<Void> waiting;
    private boolean lost;

    /** @param whenWished runs when the caller wants something else than before */
    Ledger(Records records, HeldClaim claim, Entry seen, Transfer transfer, Runnable whenWished) {
        this.records = records;
        this.claim = claim;
        this.seen = seen;
        this.transfer = transfer;
        this.whenWished = whenWished;
    }

    boolean isWriting() {
        return !writing.isComplete();
    }

    /**
     * Succeeds when all that the transfer is now is in the record. Calls that come while a write is under way share the next
     * one. Fails with {@link Lost} or {@code state.unavailable}.
     */
    Future<Void> save(Optional<Instant> nextDue) {
        if (lost) {
            return Future.failedFuture(new Lost());
        }
        due = nextDue;
        if (!isWriting()) {
            return begin();
        }
        if (waiting == null) {
            Promise<Void> promise = Promise.promise();
            waiting = promise;
            writing.onComplete(done -> {
                waiting = null;
                begin().onComplete(promise);
            });
        }
        return waiting.future();
    }

    private Future<Void> begin() {
        Promise<Void> done = Promise.promise();
        writing = done.future();
        write().onComplete(done);
        return done.future();
    }

    private Future<Void> write() {
        Entry before = seen;
        Optional<Instant> wanted = due;
        return records.replace(claim.claim(), before, wanted, transfer.toJson()).compose(written -> {
            if (written) {
                seen = new Entry(
                        before.id(), before.owner(), before.version() + 1, wanted, before.changed(), before.body());
                return Future.succeededFuture();
            }
            // Unchanged, but not ours to write: another has the claim.
            return look().compose(now -> now.version() == before.version() ? lose() : write());
        });
    }

    /** Reads what the caller has written. */
    Future<Entry> look() {
        return records.find(seen.id()).compose(now -> {
            if (now.isEmpty()) {
                return lose();
            }
            if (now.get().version() != seen.version()) {
                seen = now.get();
                take(Transfer.of(seen.body()));
            }
            return Future.succeededFuture(now.get());
        });
    }

    private void take(Transfer now) {
        transfer.grants = now.grants;
        boolean settled = now.state == Transfer.State.PAUSED || now.state.isEnded();
        if (settled && now.state != transfer.state) {
            // It was nobody's at that moment, and the caller has settled it without asking.
            lost = true;
            throw new Lost();
        }
        if (now.wish != transfer.wish) {
            transfer.wish = now.wish;
            whenWished.run();
        }
    }

    private <T> Future<T> lose() {
        lost = true;
        return Future.failedFuture(new Lost());
    }

    boolean isLost() {
        return lost || claim.isLost();
    }

    /** Removes the record unless its caller has written into it meanwhile: then there is something to be done again. */
    Future<Void> remove() {
        return records.remove(claim.claim(), seen).mapEmpty();
    }

    /** Says when to look again at what rests, unless its caller has written into it meanwhile. */
    Future<Void> rest(Optional<Instant> until) {
        return records.replace(claim.claim(), seen, until, seen.body()).mapEmpty();
    }
}
