package io.polyport.ftp.exchanges;

import io.polyport.ftp.ExchangeSettings.After;
import io.polyport.ftp.ExchangeSettings.Ready;
import io.polyport.ftp.FtpPath;
import io.polyport.ftp.files.NamePattern;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Brings files from the server to our side: downloads (FT-30, FT-31) and request flags (FT-33). The steps, and what a crash
 * in each of them comes to, stand in docs/exchanges.md.
 */
final class Fetch extends FileTask<Fetch.Candidate> {
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

    /**
     * A file on the server, and its name on our side.
     *
     * @param exact whether its time is as exact as that of a look
     */
    record Candidate(Found found, FtpPath path, String name, boolean exact) {}

    private final Vertx vertx;
    private final Plan plan;

    /** @param pause as in {@link FileTask.Rules} */
    Fetch(Vertx vertx, FtpFolder remote, LocalSide local, Journal journal, String name, Plan plan, Duration pause) {
        super(remote, local, journal, new Rules(name, plan.ready(), plan.after(), "place", pause));
        this.vertx = vertx;
        this.plan = plan;
    }

    @Override
    Found found(Candidate candidate) {
        return candidate.found();
    }

    @Override
    Future<List<Candidate>> candidates() {
        if (!plan.pattern()) {
            FtpPath path = plan.path();
            return journal.step(() -> remote.look(path))
                    .map(found -> found.stream()
                            .map(one -> new Candidate(one, path, plan.local().orElse(plan.lastName()), true))
                            .toList());
        }
        return journal.step(() -> remote.find(plan.directory(), new NamePattern(plan.lastName())))
                .map(listed -> listed.stream()
                        .map(one -> new Candidate(
                                one.found(), one.path(), one.found().name(), one.exact()))
                        .filter(one -> plan.ready().when() != Ready.When.DONE_FILE
                                || !one.name().endsWith(plan.ready().doneSuffix()))
                        .toList());
    }

    @Override
    Future<Boolean> hasDoneFile(Candidate one) {
        return remote.isThere(doneFile(one.path()));
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

    /** The name of what nobody has taken yet; {@code owing} may still have to make the flag. */
    private Future<Optional<String>> unconsumed(String name, List<JsonObject> owing) {
        return local.isThere(name).compose(there -> {
            if (there || plan.flag().isEmpty()) {
                return Future.succeededFuture(there ? Optional.of(name) : Optional.empty());
            }
            return local.isThere(plan.flag().get())
                    .compose(flag -> flag ? Future.succeededFuture(true) : isOwed(owing.iterator()))
                    .map(flag -> flag ? plan.flag() : Optional.empty());
        });
    }

    /** A file that has got its name and whose flag could not be made: as long as that is so, the flag is as good as there. */
    private Future<Boolean> isOwed(Iterator<JsonObject> owing) {
        if (!owing.hasNext()) {
            return Future.succeededFuture(false);
        }
        JsonObject open = owing.next();
        if (!isWhole(open) || !open.containsKey("flag") || Unfinished.isPlaced(open)) {
            return isOwed(owing);
        }
        return local.isThere(Piece.of(open.getJsonObject("flag")).spare())
                .compose(flag -> flag
                        ? local.isThere(Piece.of(open.getJsonObject("piece")).spare())
                                .map(file -> !file)
                        : Future.succeededFuture(false))
                .compose(owed -> owed ? Future.succeededFuture(true) : isOwed(owing));
    }

    @Override
    Future<Result> bring(Candidate one) {
        return journal.step(() -> unconsumed(one.name(), Unfinished.all(part)))
                .compose(there -> there.isPresent() ? waiting(there.get()) : fetch(one));
    }

    private static Future<Result> waiting(String name) {
        return Future.succeededFuture(
                Result.of(Result.Outcome.WAITING, "'" + name + "' on our side is not consumed yet"));
    }

    private Future<Result> fetch(Candidate one) {
        // What a listing tells of times may be coarser.
        Future<Optional<Found>> exact = plan.pattern()
                ? journal.step(() -> remote.look(one.path()))
                : Future.succeededFuture(Optional.of(one.found()));
        return exact.compose(now -> {
            if (now.isEmpty()) {
                return Future.succeededFuture(Result.NOTHING);
            }
            return hasChanged(one, now.get()) ? settling(one) : begin(one, now.get());
        });
    }

    /** Since it was listed, which may be long ago: what was unchanged then says nothing of what is there now. */
    private boolean hasChanged(Candidate one, Found now) {
        Found listed = one.found();
        boolean sizes = remote.tellsSizes() && listed.size() >= 0 && now.size() >= 0;
        boolean times = one.exact() && !listed.time().isEmpty() && !now.time().isEmpty();
        return plan.ready().when() == Ready.When.UNCHANGED
                && ((sizes && listed.size() != now.size())
                        || (times && !inSeconds(listed.time()).equals(inSeconds(now.time()))));
    }

    private static Instant inSeconds(String time) {
        return Instant.parse(time).truncatedTo(ChronoUnit.SECONDS);
    }

    private Future<Result> begin(Candidate one, Found exact) {
        var open = new JsonObject()
                .put("phase", "fetch")
                .put("listed", one.found().toJson())
                .put("file", exact.toJson())
                .put("piece", Piece.of(one.name()).toJson());
        if (plan.pattern()) {
            open.put("raw", HexFormat.of().formatHex(one.path().segments().getLast()));
        }
        if (plan.makesFlag()) {
            open.put("flag", Piece.of(plan.flag().orElseThrow()).toJson());
        }
        return begin(open, () -> transfer(one, exact, open));
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

    @Override
    Future<Void> discard(JsonObject open) {
        return local.discard(Piece.of(open.getJsonObject("piece")))
                .compose(gone -> open.containsKey("flag")
                        ? local.discard(Piece.of(open.getJsonObject("flag")))
                        : Future.succeededFuture());
    }

    @Override
    Future<Result> finish(JsonObject open) {
        Piece piece = Piece.of(open.getJsonObject("piece"));
        return journal.step(() -> blocked(open, piece))
                .compose(blocked -> blocked.isPresent()
                        ? waiting(blocked.get())
                        : journal.step(() -> local.publish(piece))
                                .compose(shown -> open.containsKey("flag")
                                        ? journal.step(() -> local.publish(Piece.of(open.getJsonObject("flag"))))
                                        : Future.succeededFuture())
                                .compose(shown -> {
                                    Unfinished.place(open);
                                    return clear(open);
                                })
                                .compose(cleared -> over(open, Found.of(open.getJsonObject("listed")))));
    }

    /** What has come in our way while we fetched, or since; once the file has its name nothing is. */
    private Future<Optional<String>> blocked(JsonObject open, Piece piece) {
        List<JsonObject> others = Unfinished.all(part).stream()
                .filter(one -> !Unfinished.isSame(one, open))
                .toList();
        return unconsumed(piece.name(), others)
                .compose(there -> there.isEmpty()
                        ? Future.succeededFuture(there)
                        : local.isThere(piece.spare()).map(ours -> ours ? there : Optional.empty()));
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
}
