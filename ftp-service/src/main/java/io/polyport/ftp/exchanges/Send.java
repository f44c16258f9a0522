package io.polyport.ftp.exchanges;

import io.polyport.ftp.ExchangeSettings.After;
import io.polyport.ftp.ExchangeSettings.Ready;
import io.polyport.ftp.ExchangeSettings.Upload;
import io.polyport.ftp.FtpPath;
import io.polyport.ftp.files.NamePattern;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Brings reports from our side to the server (FT-32). The steps, and what a crash in each of them comes to, stand in
 * docs/exchanges.md.
 */
final class Send implements Task {
    static final String GAVE_UP = "gaveUp";
    private static final int MOST_FILES = 5_000;
    private static final String RENAME = "rename";

    private final FtpFolder remote;
    private final LocalSide local;
    private final Journal journal;
    private final String name;
    private final Upload plan;
    private final boolean once;
    private final JsonObject part;

    /** @param once whether a report that could not be sent is left alone until it changes, or a caller asks */
    Send(FtpFolder remote, LocalSide local, Journal journal, String name, Upload plan, boolean once) {
        this.remote = remote;
        this.local = local;
        this.journal = journal;
        this.name = name;
        this.plan = plan;
        this.once = once;
        this.part = journal.part(name);
    }

    @Override
    public Future<Result> run() {
        JsonObject open = part.getJsonObject("open");
        if (open == null) {
            return look();
        }
        if (RENAME.equals(open.getString("phase"))) {
            return finish(open).compose(done -> look().map(done::or));
        }
        return journal.step(() -> remote.delete(spare(open))).compose(gone -> {
            part.remove("open");
            return look();
        });
    }

    private Future<Result> look() {
        return candidates().compose(all -> {
            if (all.size() > MOST_FILES) {
                throw ExchangeProblems.TOO_MANY.toException(all.size() + " files fit, at most " + MOST_FILES + " may.");
            }
            Kept.retain(part, all);
            List<Found> fresh =
                    all.stream().filter(one -> !Kept.isDone(part, one)).toList();
            Set<String> settled = plan.ready().when() == Ready.When.UNCHANGED
                    ? Looks.settled(part, fresh, plan.ready().settle(), Instant.now())
                    : Set.of();
            return each(fresh, 0, settled, Result.NOTHING);
        });
    }

    private Future<List<Found>> candidates() {
        if (!plan.isPattern()) {
            return journal.step(() -> local.look(plan.local()))
                    .map(found -> found.stream().toList());
        }
        return journal.step(() -> local.find(new NamePattern(plan.local())))
                .map(found -> found.stream()
                        .filter(one -> plan.ready().when() != Ready.When.DONE_FILE
                                || !one.name().endsWith(plan.ready().doneSuffix()))
                        .filter(one -> plan.uploadFlag()
                                .map(flag -> !flag.equals(one.name()))
                                .orElse(true))
                        .toList());
    }

    private Future<Result> each(List<Found> all, int index, Set<String> settled, Result so) {
        if (index == all.size()) {
            return Future.succeededFuture(so);
        }
        Found one = all.get(index);
        if (hasGivenUp(one)) {
            return each(
                    all,
                    index + 1,
                    settled,
                    so.or(Result.of(
                            Result.Outcome.GAVE_UP,
                            "'" + one.name()
                                    + "' could not be sent and is not tried again by itself: upload-period is 0s")));
        }
        return ready(one, settled)
                .compose(ready -> ready
                        ? begin(one)
                        : Future.succeededFuture(
                                Result.of(Result.Outcome.SETTLING, "'" + one.name() + "' may not be whole yet")))
                .compose(result -> each(all, index + 1, settled, so.or(result)));
    }

    private boolean hasGivenUp(Found one) {
        return once
                && !Asked.isSet(part)
                && one.stamp()
                        .equals(part.getJsonObject(GAVE_UP, new JsonObject()).getString(one.name()));
    }

    private Future<Boolean> ready(Found one, Set<String> settled) {
        return switch (plan.ready().when()) {
            case AT_ONCE -> Future.succeededFuture(true);
            case UNCHANGED -> Future.succeededFuture(settled.contains(one.name()));
            case DONE_FILE ->
                journal.step(() -> local.isThere(one.name() + plan.ready().doneSuffix()));
        };
    }

    private Future<Result> begin(Found one) {
        FtpPath target = target(one);
        var open = new JsonObject()
                .put("phase", "send")
                .put("began", Instant.now().toEpochMilli())
                .put("file", one.toJson())
                .put("piece", Piece.of(target.toString()).toJson());
        part.put("open", open);
        return journal.write()
                .compose(written -> journal.step(() -> transfer(one, open)))
                .recover(failure -> undo(open, failure))
                .compose(whole -> {
                    open.put("phase", RENAME);
                    return journal.write();
                })
                .compose(written -> finish(open));
    }

    private FtpPath target(Found one) {
        return plan.isPattern() ? FtpPath.ofText(plan.remote()).child(one.name()) : FtpPath.ofText(plan.remote());
    }

    private FtpPath spare(JsonObject open) {
        return target(Found.of(open.getJsonObject("file")))
                .parent()
                .child(Piece.of(open.getJsonObject("piece")).spare());
    }

    private Future<Void> transfer(Found one, JsonObject open) {
        return local.reading(one, content -> remote.store(spare(open), content))
                .compose(sent ->
                        (one.size() < 0 || sent == one.size() ? local.isSame(one) : Future.succeededFuture(false)))
                .compose(same ->
                        same ? Future.succeededFuture() : Future.failedFuture(ExchangeProblems.CHANGED.toException()));
    }

    /** What is left of it is removed now where that can be, else by the next run. */
    private Future<Void> undo(JsonObject open, Throwable failure) {
        if (once && !journal.isStopped()) {
            Found file = Found.of(open.getJsonObject("file"));
            part.put(GAVE_UP, part.getJsonObject(GAVE_UP, new JsonObject()).put(file.name(), file.stamp()));
        }
        return (journal.isStopped() ? Future.<Void>succeededFuture() : remote.delete(spare(open))).transform(done -> {
            if (done.succeeded() && !journal.isStopped()) {
                part.remove("open");
            }
            return Future.failedFuture(failure);
        });
    }

    /** All of it is at the server, under a spare name. May be done again, from its begin. */
    private Future<Result> finish(JsonObject open) {
        Found file = Found.of(open.getJsonObject("file"));
        FtpPath spare = spare(open);
        FtpPath old = spare.parent().child(Piece.of(open.getJsonObject("piece")).spare() + ".old");
        return journal.step(() -> remote.replace(spare, target(file), old))
                .compose(there -> clear(file))
                .compose(cleared -> over(open, file));
    }

    /** A report of another size or time is a new one, and stays. */
    private Future<Void> clear(Found file) {
        if (plan.after().action() == After.Action.KEEP) {
            return Future.succeededFuture();
        }
        return journal.step(() -> local.isSame(file)).compose(same -> {
            if (!same) {
                return Future.succeededFuture();
            }
            // First: a done-file that is left alone would vouch for the next report.
            Future<Void> undone = plan.ready().when() == Ready.When.DONE_FILE
                    ? journal.step(() ->
                            local.remove(new Found(file.name() + plan.ready().doneSuffix(), -1, "")))
                    : Future.succeededFuture();
            return undone.compose(ok -> journal.step(() -> plan.after().action() == After.Action.MOVE
                    ? local.setAside(file.name(), plan.after().directory().orElseThrow())
                    : local.remove(file)));
        });
    }

    private Future<Result> over(JsonObject open, Found file) {
        part.remove("open");
        Looks.forget(part, file);
        part.remove(GAVE_UP);
        if (plan.after().action() == After.Action.KEEP) {
            Kept.add(part, file);
        }
        History.done(journal.body(), name, file, Instant.ofEpochMilli(open.getLong("began")));
        part.put("lastSuccess", Instant.now().toString());
        return journal.write().map(Result.of(Result.Outcome.DONE, "'" + file.name() + "'"));
    }
}
