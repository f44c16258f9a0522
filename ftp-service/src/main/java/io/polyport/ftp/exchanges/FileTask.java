package io.polyport.ftp.exchanges;

import io.polyport.ftp.ExchangeSettings.After;
import io.polyport.ftp.ExchangeSettings.Ready;
import io.polyport.ftp.logins.Uses;
import io.polyport.kit.problem.Problems;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Brings files from one side to the other: what both directions do alike. First what a crash has left is gone on with, or
 * undone; then there is a look, and every file that is whole and new is brought.
 *
 * @param <C> a file that a look has found
 */
abstract sealed class FileTask<C> implements Task permits Fetch, Send {
    private static final int MOST_FILES = 5_000;
    private static final String FULL =
            Unfinished.MOST + " files were begun and can't be finished; nothing is begun before";

    final FtpFolder remote;
    final LocalSide local;
    final Journal journal;
    final JsonObject part;
    private final Rules rules;

    /**
     * How a task goes.
     *
     * @param name as in the record
     * @param lastPhase of the record, in which all of a file is on the other side
     * @param pause before what was begun and could not be finished is tried again, the first time
     */
    record Rules(String name, Ready ready, After after, String lastPhase, Duration pause) {}

    FileTask(FtpFolder remote, LocalSide local, Journal journal, Rules rules) {
        this.remote = remote;
        this.local = local;
        this.journal = journal;
        this.part = journal.part(rules.name());
        this.rules = rules;
    }

    /** The files that there are now, new or not. */
    abstract Future<List<C>> candidates();

    abstract Found found(C candidate);

    abstract Future<Boolean> hasDoneFile(C candidate);

    /** Brings a file that is whole, from its begin. */
    abstract Future<Result> bring(C candidate);

    /** All of it is on the other side, under a spare name. May be done again, from its begin. */
    abstract Future<Result> finish(JsonObject open);

    /** Removes the spare files of what was begun. */
    abstract Future<Void> discard(JsonObject open);

    @Override
    public Future<Result> run() {
        // Of a crash.
        Unfinished.takeOpen(part);
        var setbacks = new Setbacks();
        return goOn(Unfinished.due(part, Asked.isSet(part)).iterator(), Result.NOTHING, setbacks)
                .compose(so -> setbacks.goesOnWithNew() ? look(so, setbacks) : ended(so, setbacks));
    }

    /** Fails only when all work has to end. */
    private Future<Result> goOn(Iterator<JsonObject> begun, Result so, Setbacks setbacks) {
        if (!begun.hasNext() || !setbacks.goesOn()) {
            return Future.succeededFuture(so);
        }
        JsonObject open = begun.next();
        return Uses.guarded(() -> isWhole(open) ? finish(open) : forget(open)).transform(done -> {
            if (isOver(done)) {
                return Future.failedFuture(done.cause());
            }
            // It is not when its end only could not be written.
            if (Unfinished.all(part).stream().anyMatch(one -> Unfinished.isSame(one, open))) {
                putAside(open, done);
            }
            if (done.failed()) {
                setbacks.note(Unfinished.seen(open).name(), done.cause(), true);
            }
            return goOn(begun, done.succeeded() ? so.or(done.result()) : so, setbacks);
        });
    }

    /** Whether all of it is on the other side, be it under a temporary name. */
    final boolean isWhole(JsonObject open) {
        return rules.lastPhase().equals(open.getString("phase"));
    }

    private Future<Result> forget(JsonObject open) {
        return journal.step(() -> discard(open)).map(gone -> {
            Unfinished.remove(part, open);
            return Result.NOTHING;
        });
    }

    /** Whether all work has to end, without another write. */
    private boolean isOver(AsyncResult<?> done) {
        return done.failed() && (done.cause() instanceof Stopped || journal.isStopped());
    }

    private void putAside(JsonObject open, AsyncResult<Result> done) {
        if (done.succeeded()) {
            Unfinished.hold(part, open);
        } else {
            Unfinished.fail(
                    part,
                    open,
                    Problems.of(done.cause(), "exchange, task " + rules.name()).problem(),
                    rules.pause());
        }
    }

    private static Future<Result> ended(Result so, Setbacks setbacks) {
        if (!setbacks.any()) {
            return Future.succeededFuture(so);
        }
        return setbacks.areOnlyOfTheirOwn()
                ? Future.succeededFuture(so.with(setbacks.failure()))
                : Future.failedFuture(setbacks.failure());
    }

    private Future<Result> look(Result so, Setbacks setbacks) {
        return candidates().compose(all -> {
            if (all.size() > MOST_FILES) {
                throw ExchangeProblems.TOO_MANY.toException(all.size() + " files fit, at most " + MOST_FILES + " may.");
            }
            Kept.retain(part, all.stream().map(this::found).toList());
            // Whatever has such a name now is the same file, or comes after it.
            Set<String> begun = Unfinished.names(part);
            List<C> fresh = all.stream()
                    .filter(one -> !Kept.isDone(part, found(one)))
                    .filter(one -> !begun.contains(found(one).name()))
                    .toList();
            Set<String> settled = rules.ready().when() == Ready.When.UNCHANGED
                    ? Looks.settled(
                            part,
                            fresh.stream().map(this::found).toList(),
                            rules.ready().settle(),
                            Instant.now())
                    : Set.of();
            return each(fresh, 0, settled, so, setbacks);
        });
    }

    /** A file that can't be brought is in no other's way; the look fails with the first such in the end. */
    private Future<Result> each(List<C> all, int index, Set<String> settled, Result so, Setbacks setbacks) {
        if (index == all.size() || !setbacks.goesOn()) {
            return ended(so, setbacks);
        }
        if (Unfinished.isFull(part)) {
            return ended(so.or(Result.of(Result.Outcome.WAITING, FULL)), setbacks);
        }
        C one = all.get(index);
        return Uses.guarded(() -> visit(one, settled)).transform(done -> {
            if (isOver(done)) {
                return Future.failedFuture(done.cause());
            }
            JsonObject open = part.getJsonObject("open");
            if (open != null) {
                putAside(open, done);
            }
            if (done.failed()) {
                setbacks.note(found(one).name(), done.cause(), open != null && isWhole(open));
            }
            return each(all, index + 1, settled, done.succeeded() ? so.or(done.result()) : so, setbacks);
        });
    }

    /** @param settled the keys of those that did not change since an earlier look */
    Future<Result> visit(C one, Set<String> settled) {
        return isReady(one, settled).compose(whole -> whole ? bring(one) : settling(one));
    }

    final Future<Result> settling(C one) {
        return Future.succeededFuture(
                Result.of(Result.Outcome.SETTLING, "'" + found(one).name() + "' may not be whole yet"));
    }

    private Future<Boolean> isReady(C one, Set<String> settled) {
        return switch (rules.ready().when()) {
            case AT_ONCE -> Future.succeededFuture(true);
            case UNCHANGED -> Future.succeededFuture(settled.contains(found(one).key()));
            case DONE_FILE -> journal.step(() -> hasDoneFile(one));
        };
    }

    /** Writes down what is begun, does it, and finishes it. */
    final Future<Result> begin(JsonObject open, Supplier<Future<Void>> transfer) {
        part.put("open", open.put("began", Instant.now().toEpochMilli()));
        return journal.write()
                .compose(written -> journal.step(transfer))
                .recover(failure -> undo(open, failure))
                .compose(whole -> {
                    open.put("phase", rules.lastPhase());
                    return journal.write();
                })
                .compose(written -> finish(open));
    }

    /** What is left of it is removed now where that can be, else by the next run. */
    Future<Void> undo(JsonObject open, Throwable failure) {
        return (journal.isStopped() ? Future.<Void>succeededFuture() : discard(open)).transform(done -> {
            if (done.succeeded() && !journal.isStopped()) {
                part.remove("open");
            }
            return Future.failedFuture(failure);
        });
    }

    /** @param seen the file as the look has found it */
    Future<Result> over(JsonObject open, Found seen) {
        Found file = Found.of(open.getJsonObject("file"));
        part.remove("open");
        Unfinished.remove(part, open);
        Looks.forget(part, seen);
        if (rules.after().action() == After.Action.KEEP) {
            Kept.add(part, seen);
        }
        History.done(journal.body(), rules.name(), file, Instant.ofEpochMilli(open.getLong("began")));
        part.put("lastSuccess", Instant.now().toString());
        return journal.write().map(Result.of(Result.Outcome.DONE, "'" + file.name() + "'"));
    }
}
