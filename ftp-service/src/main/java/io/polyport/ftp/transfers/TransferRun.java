package io.polyport.ftp.transfers;

import io.polyport.ftp.FtpConfig;
import io.polyport.ftp.logins.Sessions;
import io.polyport.ftp.logins.Uses;
import io.polyport.ftp.transfers.Transfer.State;
import io.polyport.ftp.transfers.Transfer.Wish;
import io.polyport.kit.problem.ProblemException;
import io.polyport.kit.problem.Problems;
import io.polyport.store.Records;
import io.polyport.store.WorkQueue;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One attempt at a transfer: from where it stands to its end, to a pause, or to the loss of a server. */
final class TransferRun {
    private static final Duration SAVED_EVERY = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final int MOST_DOUBLINGS = 6;

    private final Vertx vertx;
    private final FtpConfig config;
    private final Sessions sessions;
    private final TransferMeters meters;
    private final WorkQueue.Job job;
    private final Transfer transfer;
    private final Ledger ledger;
    private final Instant due = Instant.now();
    private Ends ends;
    private final Promise<Ends> connecting = Promise.promise();
    private boolean stopped;
    private long timer = -1;
    private long savedBytes;
    private long savedAt;

    TransferRun(
            Vertx vertx,
            FtpConfig config,
            Sessions sessions,
            TransferMeters meters,
            Records records,
            WorkQueue.Job job) {
        this.vertx = vertx;
        this.config = config;
        this.sessions = sessions;
        this.meters = meters;
        this.job = job;
        this.transfer = Transfer.of(job.entry().body());
        this.ledger = new Ledger(records, job.claim(), job.entry(), transfer, this::stop);
    }

    /** Succeeds when the record says what is next, or is another's. */
    Future<Void> run() {
        if (transfer.state.isEnded()) {
            Instant until = transfer.ended.plus(config.transfers().keep());
            // By the database's clock, which has handed it out; this one's may be behind.
            boolean over = job.entry()
                    .due()
                    .filter(at -> !at.isBefore(until.minusSeconds(1)))
                    .isPresent();
            return over ? forget() : ledger.rest(Optional.of(until));
        }
        if (transfer.state == State.PAUSED && transfer.wish == Wish.NONE) {
            return ledger.rest(Optional.empty());
        }
        if (transfer.wish != Wish.NONE) {
            return settle();
        }
        job.stop().onSuccess(told -> stop());
        meters.began();
        return attempt()
                .transform(done -> {
                    vertx.cancelTimer(timer);
                    if (ends != null) {
                        ends.close();
                    }
                    return after(done.cause());
                })
                .onComplete(over -> meters.ended());
    }

    private Future<Void> attempt() {
        transfer.state = State.RUNNING;
        transfer.started = transfer.started == null ? Instant.now() : transfer.started;
        transfer.attempts++;
        transfer.next = null;
        transfer.rate = 0;
        savedBytes = transfer.bytesSent;
        savedAt = System.nanoTime();
        return save().compose(running -> {
                    timer = vertx.setPeriodic(SAVED_EVERY.toMillis(), tick -> tick());
                    return connect();
                })
                .compose(opened -> {
                    ends = opened;
                    transfer.refusedLogins = 0;
                    return new TreeCopy(
                                    vertx,
                                    job.entry().id(),
                                    transfer,
                                    ends,
                                    config.listings(),
                                    this::save,
                                    this::sent,
                                    () -> stopped)
                            .run();
                })
                .onFailure(failure -> transfer.stuck += ends == null ? 0 : 1);
    }

    /** Who is told to stop does not wait for a server that does not answer. */
    private Future<Ends> connect() {
        if (stopped) {
            return Future.failedFuture(new Ledger.Lost());
        }
        Uses.guarded(() -> Ends.open(sessions, transfer.order))
                .onSuccess(open -> {
                    if (!connecting.tryComplete(open)) {
                        open.abort();
                    }
                })
                .onFailure(connecting::tryFail);
        return connecting.future();
    }

    private void sent(long bytes) {
        meters.sent(bytes);
    }

    private Future<Void> save() {
        return ledger.save(Optional.of(due));
    }

    private void tick() {
        long now = System.nanoTime();
        double seconds = (now - savedAt) / 1e9;
        double latest = (transfer.bytesSent - savedBytes) / seconds;
        transfer.rate = Math.round(transfer.rate == 0 ? latest : transfer.rate * 0.6 + latest * 0.4);
        boolean moved = transfer.bytesSent != savedBytes;
        savedBytes = transfer.bytesSent;
        savedAt = now;
        if (!ledger.isWriting() && !stopped) {
            // Which also tells what the caller wants meanwhile. What can't be written now can be in a second.
            (moved ? save() : ledger.look()).onFailure(failure -> {
                if (failure instanceof Ledger.Lost) {
                    stop();
                }
            });
        }
    }

    private void stop() {
        stopped = true;
        connecting.tryFail(new Ledger.Lost());
        if (ends != null) {
            ends.abort();
        }
    }

    /** @param failure null when all is copied that can be */
    private Future<Void> after(Throwable failure) {
        if (ledger.isLost()) {
            return Future.succeededFuture();
        }
        if (failure == null) {
            return finish();
        }
        if (transfer.wish != Wish.NONE) {
            return settle();
        }
        if (stopped) {
            transfer.state = State.WAITING;
            return ledger.save(Optional.of(Instant.now()));
        }
        if (failure instanceof Ledger.Lost) {
            return Future.succeededFuture();
        }
        return postpone(Problems.of(failure));
    }

    private Future<Void> settle() {
        if (transfer.wish == Wish.PAUSE) {
            transfer.wish = Wish.NONE;
            transfer.state = State.PAUSED;
            transfer.problem = null;
            transfer.next = null;
            // He may have changed his mind about that, too.
            return ledger.save(Optional.empty())
                    .compose(paused -> transfer.wish == Wish.NONE ? Future.succeededFuture() : settle());
        }
        return cleanUp(transfer.temporaries()).compose(clean -> end(State.CANCELLED));
    }

    private Future<Void> finish() {
        boolean all = transfer.walked && transfer.retry.isEmpty();
        return cleanUp(all ? transfer.temporaries() : transfer.leftovers).compose(clean -> {
            if (all) {
                // A file that was gone when its turn came again.
                transfer.current = null;
            }
            return end(transfer.filesFailed == 0 ? State.DONE : State.FAILED);
        });
    }

    private Future<Void> end(State state) {
        transfer.wish = Wish.NONE;
        transfer.state = state;
        transfer.ended = Instant.now();
        transfer.next = null;
        if (state != State.FAILED) {
            transfer.problem = null;
        }
        if (state != State.FAILED) {
            transfer.current = null;
        }
        return ledger.save(Optional.of(transfer.ended.plus(config.transfers().keep())));
    }

    private Future<Void> postpone(ProblemException problem) {
        Instant now = Instant.now();
        transfer.problem = told(problem);
        transfer.troubledSince = transfer.troubledSince == null ? now : transfer.troubledSince;
        boolean over = transfer.troubledSince.plus(config.transfers().giveUp()).isBefore(now);
        if (transfer.doubtful ? over || ends != null : over && !transfer.hasUnconfirmed()) {
            return end(State.FAILED);
        }
        if (over) {
            // Only a server that is there can tell what it has: it gets the same time once more to come back.
            transfer.doubtful = true;
            transfer.troubledSince = now;
        }
        if (ends == null && RefusedLogins.isOne(problem) && ++transfer.refusedLogins == RefusedLogins.MOST) {
            transfer.problem = told(RefusedLogins.last(problem));
            return end(State.FAILED);
        }
        transfer.state = State.WAITING;
        transfer.next = now.plusSeconds(pauseSeconds(problem));
        transfer.troubles++;
        return ledger.save(Optional.of(transfer.next))
                .compose(saved -> transfer.wish == Wish.NONE ? Future.succeededFuture() : settle());
    }

    private long pauseSeconds(ProblemException problem) {
        return ends == null && RefusedLogins.isOne(problem)
                ? RefusedLogins.pauseSeconds(transfer.refusedLogins)
                : Math.min(LONGEST_PAUSE.toSeconds(), 1L << Math.min(MOST_DOUBLINGS, transfer.troubles));
    }

    private static JsonObject told(ProblemException problem) {
        var json = new JsonObject()
                .put("code", problem.problem().code())
                .put("title", problem.problem().type().title())
                .put("detail", problem.problem().detail());
        List.of("reply", "connection").forEach(name -> {
            Object more = problem.problem().extensions().get(name);
            if (more != null) {
                json.put(name, more);
            }
        });
        return json;
    }

    /** Removes what nobody will go on with; what can't be removed stands in the record. In time, and never fails. */
    private Future<Void> cleanUp(List<Temporary> all) {
        return Cleaning.remove(sessions, transfer.order.to(), all).map(left -> {
            transfer.leftovers.clear();
            left.forEach(transfer::leave);
            return null;
        });
    }

    /** The transfer is forgotten, and with it what could still be gone on with. */
    private Future<Void> forget() {
        return Removal.clean(sessions, job.entry().id(), transfer).compose(clean -> ledger.remove());
    }
}
