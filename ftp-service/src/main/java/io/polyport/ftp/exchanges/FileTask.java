package io.polyport.ftp.exchanges;

import io.polyport.ftp.ExchangeSettings.After;
import io.polyport.ftp.ExchangeSettings.Ready;
import io.polyport.ftp.logins.Uses;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
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

    final FtpFolder remote;
    final LocalSide local;
    final Journal journal;
    final JsonObject part;
    private final String name;
    private final Ready ready;
    private final After after;
    private final String lastPhase;

    /**
     * @param name as in the record
     * @param lastPhase of the record, in which all of a file is on the other side
     */
    FileTask(
            FtpFolder remote,
            LocalSide local,
            Journal journal,
            String name,
            Ready ready,
            After after,
            String lastPhase) {
        this.remote = remote;
        this.local = local;
        this.journal = journal;
        this.part = journal.part(name);
        this.name = name;
        this.ready = ready;
        this.after = after;
        this.lastPhase = lastPhase;
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
        JsonObject open = part.getJsonObject("open");
        if (open == null) {
            return look();
        }
        if (lastPhase.equals(open.getString("phase"))) {
            return finish(open)
                    .compose(result -> result.outcome() == Result.Outcome.DONE
                            ? look().map(result::or)
                            : Future.succeededFuture(result));
        }
        return journal.step(() -> discard(open)).compose(gone -> {
            part.remove("open");
            return look();
        });
    }

    private Future<Result> look() {
        return candidates().compose(all -> {
            if (all.size() > MOST_FILES) {
                throw ExchangeProblems.TOO_MANY.toException(all.size() + " files fit, at most " + MOST_FILES + " may.");
            }
            Kept.retain(part, all.stream().map(this::found).toList());
            List<C> fresh =
                    all.stream().filter(one -> !Kept.isDone(part, found(one))).toList();
            Set<String> settled = ready.when() == Ready.When.UNCHANGED
                    ? Looks.settled(part, fresh.stream().map(this::found).toList(), ready.settle(), Instant.now())
                    : Set.of();
            return each(fresh, 0, settled, Result.NOTHING, new Setbacks());
        });
    }

    /** A file that can't be brought is in no other's way; the look fails with the first such in the end. */
    private Future<Result> each(List<C> all, int index, Set<String> settled, Result so, Setbacks setbacks) {
        if (index == all.size()) {
            return setbacks.any() ? Future.failedFuture(setbacks.failure()) : Future.succeededFuture(so);
        }
        C one = all.get(index);
        return Uses.guarded(() -> visit(one, settled)).transform(done -> {
            if (done.succeeded()) {
                return each(all, index + 1, settled, so.or(done.result()), setbacks);
            }
            if (done.cause() instanceof Stopped || journal.isStopped()) {
                return Future.failedFuture(done.cause());
            }
            boolean goesOn = setbacks.note(found(one).name(), done.cause());
            // What is open still has to be gone on with, or undone, before another is begun: there is one record of it.
            return goesOn && !part.containsKey("open")
                    ? each(all, index + 1, settled, so, setbacks)
                    : Future.failedFuture(setbacks.failure());
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
        return switch (ready.when()) {
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
                    open.put("phase", lastPhase);
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
        Looks.forget(part, seen);
        if (after.action() == After.Action.KEEP) {
            Kept.add(part, seen);
        }
        History.done(journal.body(), name, file, Instant.ofEpochMilli(open.getLong("began")));
        part.put("lastSuccess", Instant.now().toString());
        return journal.write().map(Result.of(Result.Outcome.DONE, "'" + file.name() + "'"));
    }
}
