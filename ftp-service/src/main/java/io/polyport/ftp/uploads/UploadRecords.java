package io.polyport.ftp.uploads;

import io.polyport.ftp.UploadSettings;
import io.polyport.ftp.logins.SessionUse;
import io.polyport.ftp.logins.Uses;
import io.polyport.kit.bus.Call;
import io.polyport.kit.problem.Problem;
import io.polyport.store.Entry;
import io.polyport.store.HeldClaim;
import io.polyport.store.Owner;
import io.polyport.store.Records;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.function.Function;

/** The kept uploads, each for its own caller, and for one call at a time. */
final class UploadRecords {
    static final String KIND = "uploads";
    private static final int RETRY_SECONDS = 2;
    private static final String ENDED = "ended-";

    private final Vertx vertx;
    private final Records records;
    private final UploadSettings settings;

    UploadRecords(Vertx vertx, Records records, UploadSettings settings) {
        this.vertx = vertx;
        this.records = records;
        this.settings = settings;
    }

    Records records() {
        return records;
    }

    /** Who has those that have ended, which don't count as begun. */
    static String endedOf(String owner) {
        return owner.startsWith(ENDED) ? owner : ENDED + owner;
    }

    /** The caller's own one; fails with {@code ftp.upload-unknown}, or when the policy does not allow its path. */
    Future<Entry> find(Call call) {
        return records.find(call.rawArgument("id"))
                .map(found -> found.filter(entry -> isOwn(call, entry)).orElseThrow(UploadRecords::unknown))
                .map(entry -> {
                    var upload = UploadRecord.of(entry.body());
                    call.requireGrant("write", upload.connection(), SessionUse.objectOf(upload.path()));
                    return entry;
                });
    }

    private static boolean isOwn(Call call, Entry entry) {
        String owner = Owner.of(call.principal());
        return (entry.owner().equals(owner) || entry.owner().equals(endedOf(owner)))
                && UploadRecord.of(entry.body()).state() != UploadRecord.State.DISCARDED;
    }

    private static RuntimeException unknown() {
        return UploadProblems.UNKNOWN.toException();
    }

    /** Works on it alone, from its state now; fails with {@code ftp.upload-busy} when another call does. */
    <T> Future<T> alone(Call call, Function<HeldUpload, Future<T>> work) {
        return find(call)
                .compose(seen -> HeldClaim.take(vertx, records, seen.id(), settings.claim()))
                .compose(taken -> taken.map(claim -> find(call)
                                .compose(entry -> Uses.guarded(() -> work.apply(HeldUpload.of(records, claim, entry))))
                                .eventually(claim::release))
                        .orElseGet(() -> Future.failedFuture(Problem.of(UploadProblems.BUSY)
                                .retryAfter(RETRY_SECONDS)
                                .toException())));
    }

    /** The state of one that is not open is a problem to whoever wants to go on with it. */
    static Optional<RuntimeException> notOpen(UploadRecord upload) {
        return switch (upload.state()) {
            case OPEN -> Optional.empty();
            case RENAMING, DONE -> Optional.of(UploadProblems.ENDED.toException());
            case SPOILED, CLEANED -> Optional.of(UploadProblems.SPOILED.toException());
            case DISCARDED -> Optional.of(unknown());
        };
    }
}
