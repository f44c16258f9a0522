package io.polyport.ftp.uploads;

import io.polyport.ftp.UploadSettings;
import io.polyport.store.HeldClaim;
import io.polyport.store.Records;
import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * Says for as long as an upload lives that it does. When the database was away for too long to be told, it is told as soon as
 * it is back: before the file is suspected to be a dead process's.
 */
final class Watch {
    private static final Duration AGAIN = Duration.ofMillis(500);

    private final Vertx vertx;
    private final Records records;
    private final UploadSettings settings;
    private final String id;
    private HeldClaim claim;
    private boolean over;

    Watch(Vertx vertx, Records records, UploadSettings settings, HeldClaim claim) {
        this.vertx = vertx;
        this.records = records;
        this.settings = settings;
        this.id = claim.claim().id();
        hold(claim);
    }

    private void hold(HeldClaim held) {
        claim = held;
        held.lost().onSuccess(lost -> takeBack());
    }

    private void takeBack() {
        if (over) {
            return;
        }
        HeldClaim.take(vertx, records, id, settings.claim()).onComplete(taken -> {
            var back = taken.succeeded() ? taken.result() : null;
            if (back != null && back.isPresent()) {
                if (over) {
                    back.get().release();
                } else {
                    hold(back.get());
                }
            } else {
                vertx.setTimer(AGAIN.toMillis(), ignored -> takeBack());
            }
        });
    }

    /** Nothing is left to be swept. A record that stays nevertheless names a file that isn't there. */
    void gone() {
        over = true;
        claim.end();
        records.remove(id);
    }

    /** What is left is the sweeper's. */
    void abandon() {
        over = true;
        claim.release();
    }
}
