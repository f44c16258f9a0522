package io.polyport.ftp.exchanges;

import io.polyport.ftp.ExchangeSettings.After;
import io.polyport.ftp.ExchangeSettings.Ready;
import io.polyport.ftp.ExchangeSettings.Upload;
import io.polyport.ftp.FtpPath;
import io.polyport.ftp.files.NamePattern;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Brings reports from our side to the server (FT-32). The steps, and what a crash in each of them comes to, stand in
 * docs/exchanges.md.
 */
final class Send extends FileTask<Found> {
    static final String GAVE_UP = "gaveUp";

    private final Upload plan;
    private final boolean once;

    /**
     * @param once whether a report that could not be sent is left alone until it changes, or a caller asks
     * @param pause as in {@link FileTask.Rules}
     */
    Send(FtpFolder remote, LocalSide local, Journal journal, String name, Upload plan, boolean once, Duration pause) {
        super(remote, local, journal, new Rules(name, plan.ready(), plan.after(), "rename", pause));
        this.plan = plan;
        this.once = once;
    }

    @Override
    Found found(Found candidate) {
        return candidate;
    }

    @Override
    Future<List<Found>> candidates() {
        return reports().map(there -> {
            var names = there.stream().map(Found::name).toList();
            List.copyOf(part.getJsonObject(GAVE_UP, new JsonObject()).fieldNames()).stream()
                    .filter(name -> !names.contains(name))
                    .forEach(this::tryAgain);
            return there;
        });
    }

    /** It was sent, or is gone: what comes under its name is a new one. */
    private void tryAgain(String name) {
        JsonObject givenUp = part.getJsonObject(GAVE_UP, new JsonObject());
        givenUp.remove(name);
        if (givenUp.isEmpty()) {
            part.remove(GAVE_UP);
        }
    }

    private Future<List<Found>> reports() {
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

    @Override
    Future<Result> visit(Found one, Set<String> settled) {
        return hasGivenUp(one)
                ? Future.succeededFuture(Result.of(
                        Result.Outcome.GAVE_UP,
                        "'" + one.name() + "' could not be sent and is not tried again by itself: upload-period is 0s"))
                : super.visit(one, settled);
    }

    private boolean hasGivenUp(Found one) {
        return once
                && !Asked.isSet(part)
                && one.stamp()
                        .equals(part.getJsonObject(GAVE_UP, new JsonObject()).getString(one.name()));
    }

    @Override
    Future<Boolean> hasDoneFile(Found one) {
        return local.isThere(one.name() + plan.ready().doneSuffix());
    }

    @Override
    Future<Result> bring(Found one) {
        var open = new JsonObject()
                .put("phase", "send")
                .put("file", one.toJson())
                .put("piece", Piece.of(target(one).toString()).toJson());
        return begin(open, () -> transfer(one, open));
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

    @Override
    Future<Void> undo(JsonObject open, Throwable failure) {
        if (once && !journal.isStopped()) {
            Found file = Found.of(open.getJsonObject("file"));
            part.put(GAVE_UP, part.getJsonObject(GAVE_UP, new JsonObject()).put(file.name(), file.stamp()));
        }
        return super.undo(open, failure);
    }

    @Override
    Future<Void> discard(JsonObject open) {
        return remote.delete(spare(open));
    }

    @Override
    Future<Result> finish(JsonObject open) {
        Found file = Found.of(open.getJsonObject("file"));
        FtpPath spare = spare(open);
        FtpPath old = spare.parent().child(Piece.of(open.getJsonObject("piece")).spare() + ".old");
        return journal.step(() -> remote.replace(spare, target(file), old))
                .compose(there -> {
                    Unfinished.place(open);
                    return clear(file);
                })
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

    @Override
    Future<Result> over(JsonObject open, Found seen) {
        tryAgain(seen.name());
        return super.over(open, seen);
    }
}
