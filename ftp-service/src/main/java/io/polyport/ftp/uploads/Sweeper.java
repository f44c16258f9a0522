package io.polyport.ftp.uploads;

import io.polyport.ftp.UploadSettings;
import io.polyport.ftp.files.Failures;
import io.polyport.ftp.logins.Sessions;
import io.polyport.ftp.logins.Uses;
import io.polyport.ftp.uploads.UploadRecord.State;
import io.polyport.kit.bus.BusProblems;
import io.polyport.store.Records;
import io.polyport.store.StateStore;
import io.polyport.store.WorkQueue;
import io.polyport.store.WorkQueue.Job;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes at the servers what uploads have left: those that nobody went on with, and those whose process died. */
public final class Sweeper {
    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);
    private static final int AT_ONCE = 4;
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(30);
    private static final int MOST_DOUBLINGS = 12;

    private final Sessions sessions;
    private final UploadSettings settings;
    private final Records uploads;
    private final Records leftovers;
    private final WorkQueue ofUploads;
    private final WorkQueue ofLeftovers;

    private Sweeper(Vertx vertx, UploadSettings settings, Sessions sessions, StateStore state) {
        this.sessions = sessions;
        this.settings = settings;
        this.uploads = state.records(UploadRecords.KIND);
        this.leftovers = state.records(Leftovers.KIND);
        var pace = new WorkQueue.Settings(settings.sweepEvery(), AT_ONCE, settings.claim(), settings.sweepEvery());
        this.ofUploads = new WorkQueue(vertx, uploads, pace, this::sweepUpload);
        this.ofLeftovers = new WorkQueue(vertx, leftovers, pace, this::sweepLeftover);
    }

    /** One that works from now on, on this event loop. */
    public static Sweeper start(Vertx vertx, UploadSettings settings, Sessions sessions, StateStore state) {
        var sweeper = new Sweeper(vertx, settings, sessions, state);
        sweeper.ofUploads.start();
        sweeper.ofLeftovers.start();
        return sweeper;
    }

    /** Takes nothing more; succeeds when what was under way has ended. */
    public Future<Void> close() {
        return Future.join(ofUploads.close(), ofLeftovers.close()).mapEmpty();
    }

    private Future<Void> sweepUpload(Job job) {
        var held = HeldUpload.of(uploads, job.claim(), job.entry());
        var upload = held.upload();
        return switch (upload.state()) {
            case DONE, CLEANED -> held.remove();
            case OPEN, RENAMING, DISCARDED ->
                clean(job, upload.connection(), Cleaning.of(upload))
                        .compose(gone -> held.remove(), failure -> later(held, upload.failedOnceMore(), failure));
            case SPOILED ->
                clean(job, upload.connection(), Cleaning.of(upload))
                        .compose(
                                gone -> held.write(
                                                upload.as(State.CLEANED),
                                                Instant.now().plus(settings.keep()))
                                        .mapEmpty(),
                                failure -> later(held, upload.failedOnceMore(), failure));
        };
    }

    private Future<Void> later(HeldUpload held, UploadRecord next, Throwable failure) {
        return isPointless(failure)
                ? dropped(next.connection(), next.temporary().toString(), failure)
                        .compose(done -> held.remove())
                : held.write(next, pause(next.connection(), next.temporary().toString(), next.attempts(), failure))
                        .mapEmpty();
    }

    private Future<Void> sweepLeftover(Job job) {
        var body = job.entry().body();
        long fence = job.claim().claim().fence();
        if (body.getLong("suspected", -1L) + 1 != fence) {
            // Its process may live, and only the database have been away: then it takes it back before this is over.
            // Had
            // somebody had it since the last suspicion, that would be no reason any more.
            return change(
                    job, body.copy().put("suspected", fence), Instant.now().plus(settings.claim()));
        }
        var connection = body.getString("connection");
        var cleaning = Leftovers.cleaning(body);
        int attempts = body.getInteger("attempts", 0) + 1;
        return clean(job, connection, cleaning)
                .compose(
                        gone -> leftovers.remove(job.claim().claim()).mapEmpty(),
                        failure -> isPointless(failure)
                                ? dropped(connection, cleaning.temporary().toString(), failure)
                                        .compose(done ->
                                                leftovers.remove(job.claim().claim()))
                                        .mapEmpty()
                                : change(
                                        job,
                                        body.copy().put("attempts", attempts).put("suspected", fence),
                                        pause(connection, cleaning.temporary().toString(), attempts, failure)));
    }

    private Future<Void> change(Job job, JsonObject body, Instant due) {
        return leftovers
                .replace(job.claim().claim(), job.entry(), Optional.of(due), body)
                .mapEmpty();
    }

    private Future<Void> clean(Job job, String connection, Cleaning cleaning) {
        return Uses.guarded(() -> sessions.forWork(connection))
                .compose(use -> Uses.during(use, () -> Uses.until(job.stop(), use, cleaning.run(use))))
                .onSuccess(gone -> LOG.info("swept {} of connection {}", cleaning.temporary(), connection));
    }

    /** The connection is no longer configured: nobody will ever get there. */
    private static boolean isPointless(Throwable failure) {
        return Failures.is(failure, BusProblems.UNKNOWN_ID);
    }

    private static Future<Void> dropped(String connection, String file, Throwable failure) {
        LOG.warn("{} of connection {} stays at its server: {}", file, connection, failure.getMessage());
        return Future.succeededFuture();
    }

    private Instant pause(String connection, String file, int attempts, Throwable failure) {
        LOG.warn("{} of connection {} can't be swept now: {}", file, connection, failure.getMessage());
        var pause = settings.sweepEvery().multipliedBy(1L << Math.min(attempts - 1, MOST_DOUBLINGS));
        return Instant.now().plus(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause);
    }
}
