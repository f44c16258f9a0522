package io.polyport.ftp.exchanges;

import io.polyport.ftp.ExchangeSettings.After;
import io.polyport.ftp.ExchangeSettings.Ready;
import io.polyport.ftp.FtpPath;
import io.polyport.ftp.files.NamePattern;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Brings files from the server to our side: downloads (FT-30, FT-31) and request flags (FT-33). The steps, and what a crash
 * in each of them comes to, stand in docs/exchanges.md.
 */
final class Fetch implements Task {
    private static final int MOST_FILES = 5_000;
    private static final String PLACE = "place";

    /**
     * What is fetched.
     *
     * @param remote the file, or the pattern in its last name
     * @param local the file's name on our side; empty: its own
     * @param makesFlag whether the flag is made
     * @param flag on our side; nothing is fetched while it is there
     */
    record Plan(
            String remote,
            boolean pattern,
            Optional<String> local,
            boolean makesFlag,
            Optional<String> flag,
            Ready ready,
            After after) {
        FtpPath path() {
            return FtpPath.ofText(remote);
        }

        FtpPath directory() {
            return path().parent();
        }

        String lastName() {
            return remote.substring(remote.lastIndexOf('/') + 1);
        }
    }

    /** A file on the server, and its name on our side. */
    private record Candidate(Found found, FtpPath path, String name) {}

    private final Vertx vertx;
    private final FtpFolder remote;
    private final LocalSide local;
    private final Journal journal;
    private final String name;
    private final Plan plan;
    private final JsonObject part;

    Fetch(Vertx vertx, FtpFolder remote, LocalSide local, Journal journal, String name, Plan plan) {
        this.vertx = vertx;
        this.remote = remote;
        this.local = local;
        this.journal = journal;
        this.name = name;
        this.plan = plan;
        this.part = journal.part(name);
    }

    @Override
    public Future<Result> run() {
        JsonObject open = part.getJsonObject("open");
        if (open == null) {
            return look();
        }
        if (PLACE.equals(open.getString("phase"))) {
            return finish(open)
                    .compose(result -> result.outcome() == Result.Outcome.DONE
                            ? look().map(result::or)
                            : Future.succeededFuture(result));
        }
        return discard(open).compose(gone -> {
            part.remove("open");
            return look();
        });
    }

    private Future<Result> look() {
        return candidates().compose(all -> {
            if (all.size() > MOST_FILES) {
                throw ExchangeProblems.TOO_MANY.toException(all.size() + " files fit, at most " + MOST_FILES + " may.");
            }
            Kept.retain(part, all.stream().map(Candidate::found).toList());
            List<Candidate> fresh =
                    all.stream().filter(one -> !Kept.isDone(part, one.found())).toList();
            Set<String> settled = plan.ready().when() == Ready.When.UNCHANGED
                    ? Looks.settled(
                            part,
                            fresh.stream().map(Candidate::found).toList(),
                            plan.ready().settle(),
                            Instant.now())
                    : Set.of();
            return each(fresh, 0, settled, Result.NOTHING);
        });
    }

    private Future<List<Candidate>> candidates() {
        if (!plan.pattern()) {
            FtpPath path = plan.path();
            return journal.step(() -> remote.look(path))
                    .map(found -> found.stream()
                            .map(one -> new Candidate(one, path, plan.local().orElse(plan.lastName())))
                            .toList());
        }
        return journal.step(() -> remote.find(plan.directory(), new NamePattern(plan.lastName())))
                .map(listed -> listed.stream()
                        .map(one -> new Candidate(
                                one.found(), one.path(), one.found().name()))
                        .filter(one -> plan.ready().when() != Ready.When.DONE_FILE
                                || !one.name().endsWith(plan.ready().doneSuffix()))
                        .toList());
    }

    private Future<Result> each(List<Candidate> all, int index, Set<String> settled, Result so) {
        if (index == all.size()) {
            return Future.succeededFuture(so);
        }
        Candidate one = all.get(index);
        return ready(one, settled)
                .compose(ready -> ready
                        ? journal.step(() -> unconsumed(one))
                                .compose(there -> there.isPresent()
                                        ? Future.succeededFuture(Result.of(
                                                Result.Outcome.WAITING,
                                                "'" + there.get() + "' on our side is not consumed yet"))
                                        : fetch(one))
                        : Future.succeededFuture(
                                Result.of(Result.Outcome.SETTLING, "'" + one.name() + "' may not be whole yet")))
                .compose(result -> each(all, index + 1, settled, so.or(result)));
    }

    private Future<Boolean> ready(Candidate one, Set<String> settled) {
        return switch (plan.ready().when()) {
            case AT_ONCE -> Future.succeededFuture(true);
            case UNCHANGED ->
                Future.succeededFuture(settled.contains(one.found().name()));
            case DONE_FILE -> journal.step(() -> remote.isThere(doneFile(one.path())));
        };
    }

    private FtpPath doneFile(FtpPath file) {
        byte[] raw = file.segments().getLast();
        byte[] suffix = plan.ready().doneSuffix().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        byte[] all = java.util.Arrays.copyOf(raw, raw.length + suffix.length);
        System.arraycopy(suffix, 0, all, raw.length, suffix.length);
        // A name of the configuration is text, in the server's charset; one out of a listing is bytes.
        return plan.pattern()
                ? file.parent().child(all)
                : file.parent().child(plan.lastName() + plan.ready().doneSuffix());
    }

    /** The name of what nobody has taken yet. */
    private Future<Optional<String>> unconsumed(Candidate one) {
        return local.isThere(one.name()).compose(there -> {
            if (there || plan.flag().isEmpty()) {
                return Future.succeededFuture(there ? Optional.of(one.name()) : Optional.empty());
            }
            return local.isThere(plan.flag().get()).map(flag -> flag ? plan.flag() : Optional.empty());
        });
    }

    private Future<Result> fetch(Candidate one) {
        // What a listing tells of times may be coarser.
        Future<Optional<Found>> exact = plan.pattern()
                ? journal.step(() -> remote.look(one.path()))
                : Future.succeededFuture(Optional.of(one.found()));
        return exact.compose(now -> now.isEmpty() ? Future.succeededFuture(Result.NOTHING) : begin(one, now.get()));
    }

    private Future<Result> begin(Candidate one, Found exact) {
        var open = new JsonObject()
                .put("phase", "fetch")
                .put("began", Instant.now().toEpochMilli())
                .put("listed", one.found().toJson())
                .put("file", exact.toJson())
                .put("piece", Piece.of(one.name()).toJson());
        if (plan.pattern()) {
            open.put("raw", HexFormat.of().formatHex(one.path().segments().getLast()));
        }
        if (plan.makesFlag()) {
            open.put("flag", Piece.of(plan.flag().orElseThrow()).toJson());
        }
        part.put("open", open);
        return journal.write()
                .compose(written -> journal.step(() -> transfer(one, exact, open)))
                .recover(failure -> undo(open, failure))
                .compose(whole -> {
                    open.put("phase", PLACE);
                    return journal.write();
                })
                .compose(written -> finish(open));
    }

    private Future<Void> transfer(Candidate one, Found exact, JsonObject open) {
        Piece piece = Piece.of(open.getJsonObject("piece"));
        return remote.reading(one.path(), content -> local.prepare(piece, exact, content))
                .compose(fetched -> remote.look(one.path()))
                .compose(now -> now.map(exact::same).orElse(false)
                        ? Future.<Void>succeededFuture()
                        : Future.failedFuture(ExchangeProblems.CHANGED.toException()))
                .compose(same -> open.containsKey("flag")
                        ? local.prepare(Piece.of(open.getJsonObject("flag")), exact, new NoBytes(vertx))
                        : Future.succeededFuture());
    }

    /** What is left of it is removed now where that can be, else by the next run. */
    private Future<Void> undo(JsonObject open, Throwable failure) {
        return (journal.isStopped() ? Future.<Void>succeededFuture() : discard(open)).transform(done -> {
            if (done.succeeded() && !journal.isStopped()) {
                part.remove("open");
            }
            return Future.failedFuture(failure);
        });
    }

    private Future<Void> discard(JsonObject open) {
        return local.discard(Piece.of(open.getJsonObject("piece")))
                .compose(gone -> open.containsKey("flag")
                        ? local.discard(Piece.of(open.getJsonObject("flag")))
                        : Future.succeededFuture());
    }

    /** All of it is on our side, under spare names. May be done again, from its begin. */
    private Future<Result> finish(JsonObject open) {
        Piece piece = Piece.of(open.getJsonObject("piece"));
        return journal.step(() -> blocked(piece))
                .compose(blocked -> blocked
                        ? Future.succeededFuture(Result.of(
                                Result.Outcome.WAITING, "'" + piece.name() + "' on our side is not consumed yet"))
                        : journal.step(() -> local.publish(piece))
                                .compose(shown -> open.containsKey("flag")
                                        ? journal.step(() -> local.publish(Piece.of(open.getJsonObject("flag"))))
                                        : Future.succeededFuture())
                                .compose(shown -> clear(open))
                                .compose(cleared -> over(open)));
    }

    /** Somebody has put a file in our way while we fetched. */
    private Future<Boolean> blocked(Piece piece) {
        return local.isThere(piece.name())
                .compose(there -> there ? local.isThere(piece.spare()) : Future.succeededFuture(false));
    }

    /** A file of another size or time is a new one, and stays. */
    private Future<Void> clear(JsonObject open) {
        Found file = Found.of(open.getJsonObject("file"));
        FtpPath path = open.containsKey("raw")
                ? plan.directory().child(HexFormat.of().parseHex(open.getString("raw")))
                : plan.path();
        if (plan.after().action() == After.Action.KEEP) {
            return Future.succeededFuture();
        }
        return journal.step(() -> remote.look(path)).compose(now -> {
            if (!now.map(file::same).orElse(false)) {
                return Future.succeededFuture();
            }
            // First: a done-file that is left alone would vouch for the next file.
            Future<Void> undone = plan.ready().when() == Ready.When.DONE_FILE
                    ? journal.step(() -> remote.delete(doneFile(path)))
                    : Future.succeededFuture();
            return undone.compose(ok -> journal.step(() -> plan.after().action() == After.Action.MOVE
                    ? remote.setAside(
                            path, FtpPath.ofText(plan.after().directory().orElseThrow()), file.name())
                    : remote.delete(path)));
        });
    }

    private Future<Result> over(JsonObject open) {
        part.remove("open");
        Looks.forget(part, Found.of(open.getJsonObject("listed")));
        if (plan.after().action() == After.Action.KEEP) {
            Kept.add(part, Found.of(open.getJsonObject("listed")));
        }
        History.done(
                journal.body(),
                name,
                Found.of(open.getJsonObject("file")),
                Instant.ofEpochMilli(open.getLong("began")));
        part.put("lastSuccess", Instant.now().toString());
        return journal.write()
                .map(Result.of(
                        Result.Outcome.DONE,
                        "'" + Found.of(open.getJsonObject("file")).name() + "'"));
    }
}
