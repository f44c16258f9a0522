package io.polyport.ftp.uploads;

import io.polyport.store.Entry;
import io.polyport.store.HeldClaim;
import io.polyport.store.Records;
import io.polyport.store.StateProblems;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Optional;

/**
 * An upload that nobody else works on.
 *
 * @param entry the record as it is now
 */
record HeldUpload(Records records, HeldClaim claim, Entry entry, UploadRecord upload) {
    static HeldUpload of(Records records, HeldClaim claim, Entry entry) {
        return new HeldUpload(records, claim, entry, UploadRecord.of(entry.body()));
    }

    /** Writes what it is now; fails with {@code state.changed} when the claim was lost. */
    Future<HeldUpload> write(UploadRecord next, Instant due) {
        return write(next, entry.owner(), due);
    }

    /** The same; it no longer counts as one that its owner has begun. */
    Future<HeldUpload> writeEnded(UploadRecord next, Instant due) {
        return write(next, UploadRecords.endedOf(entry.owner()), due);
    }

    private Future<HeldUpload> write(UploadRecord next, String owner, Instant due) {
        var written = new Entry(entry.id(), owner, entry.version() + 1, Optional.of(due), entry.changed(), next.json());
        return records.handOver(claim.claim(), entry, owner, Optional.of(due), written.body())
                .compose(done -> done
                        ? Future.succeededFuture(new HeldUpload(records, claim, written, next))
                        : Future.failedFuture(StateProblems.CHANGED.toException()));
    }

    /** The record is gone then. */
    Future<Void> remove() {
        return records.remove(claim.claim()).onSuccess(done -> claim.end()).mapEmpty();
    }
}
