package io.polyport.ftp.files;

import io.polyport.ftp.FtpConfig;
import io.polyport.ftp.FtpEntry;
import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpProblems;
import io.polyport.ftp.OperationProblems;
import io.polyport.ftp.listing.EntryName;
import io.polyport.ftp.logins.SessionUse;
import io.polyport.kit.bus.BusProblems;
import io.polyport.kit.bus.Call;
import io.polyport.kit.problem.Problem;
import io.polyport.kit.problem.ProblemException;
import io.polyport.kit.problem.Problems;
import io.polyport.kit.stream.StreamProblems;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;

/**
 * Empties a directory, depth first: links are deleted, never followed. What can't be removed is remembered with its
 * reason and the rest goes on; a caller who leaves stops it.
 */
public final class TreeRemoval {
    private static final int MOST_TOLD = 1_000;

    private final Vertx vertx;
    private final Call call;
    private final SessionUse use;
    private final FtpConfig.Listings limits;
    private final ArrayDeque<Step> steps = new ArrayDeque<>();
    private final JsonArray failed = new JsonArray();
    private int failures;
    private int removed;

    private sealed interface Step {
        FtpPath path();

        record Open(FtpPath path) implements Step {}

        record RemoveDirectory(FtpPath path) implements Step {}

        record DeleteFile(FtpPath path) implements Step {}
    }

    public TreeRemoval(Vertx vertx, Call call, SessionUse use, FtpConfig.Listings limits) {
        this.vertx = vertx;
        this.call = call;
        this.use = use;
        this.limits = limits;
    }

    public boolean isComplete() {
        return failures == 0;
    }

    /** Fails with {@code ftp.not-all-removed}, which names every path that is left and why. */
    public void requireComplete() {
        if (failures > 0) {
            throw Problem.of(
                            OperationProblems.NOT_ALL_REMOVED,
                            removed + " were removed, " + failures + " could not be; 'failed' names them.")
                    .with("removed", removed)
                    .with("failed", failed)
                    .toException();
        }
    }

    /** Removes everything in the directory. Fails only when it can't be listed, the session ends, or the caller leaves. */
    public Future<Void> empty(FtpPath directory) {
        Promise<Void> done = Promise.promise();
        open(directory).onSuccess(ready -> next(done)).onFailure(done::tryFail);
        return done.future();
    }

    private Future<Void> open(FtpPath directory) {
        var plan = new TreeWalk.Plan(
                directory,
                nowhere -> false,
                entry -> true,
                limits.entries(),
                limits.size().bytes());
        return TreeWalk.begin(vertx, use, plan).compose(TreeWalk::all).map(entries -> {
            for (var located : entries.reversed()) {
                add(directory, located.entry());
            }
            return null;
        });
    }

    private void add(FtpPath directory, FtpEntry entry) {
        if (!EntryName.isFollowable(entry)) {
            remember(
                    directory + "/" + entry.name(),
                    FtpProblems.DENIED.toException("The name leads elsewhere; it was left."));
            return;
        }
        FtpPath path = directory.child(entry.rawName());
        if (!use.allows(call, path)) {
            remember(path.toString(), BusProblems.FORBIDDEN_OBJECT.toException());
        } else if (entry.type() == FtpEntry.Type.DIRECTORY) {
            steps.push(new Step.RemoveDirectory(path));
            steps.push(new Step.Open(path));
        } else {
            steps.push(new Step.DeleteFile(path));
        }
    }

    private void next(Promise<Void> done) {
        Step step = steps.poll();
        if (step == null) {
            done.tryComplete();
        } else if (call.isGone()) {
            done.tryFail(StreamProblems.CANCELLED.toException());
        } else {
            run(step).onComplete(result -> {
                if (result.failed()) {
                    ProblemException problem = Problems.of(result.cause());
                    if (!use.session().ended().isComplete()) {
                        remember(step.path().toString(), problem);
                    } else {
                        done.tryFail(problem);
                        return;
                    }
                }
                next(done);
            });
        }
    }

    private Future<Void> run(Step step) {
        return switch (step) {
            case Step.Open open -> open(open.path());
            case Step.RemoveDirectory directory ->
                use.session().removeDirectory(use.onServer(directory.path())).onSuccess(gone -> removed++);
            case Step.DeleteFile file ->
                use.session().delete(use.onServer(file.path())).onSuccess(gone -> removed++);
        };
    }

    private void remember(String path, ProblemException problem) {
        failures++;
        if (failed.size() < MOST_TOLD) {
            failed.add(new JsonObject()
                    .put("path", path)
                    .put("code", problem.problem().code())
                    .put("detail", problem.problem().detail()));
        }
    }
}
