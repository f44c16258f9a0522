package io.polyport.ftp.files;

import io.polyport.ftp.FtpEntry;
import io.polyport.ftp.FtpListing;
import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpProblems;
import io.polyport.ftp.FtpSession;
import io.polyport.ftp.listing.EntryName;
import io.polyport.ftp.listing.ListingProblems;
import io.polyport.ftp.listing.ListingSettings;
import io.polyport.ftp.listing.ListingStream;
import io.polyport.ftp.logins.SessionUse;
import io.polyport.kit.stream.Demand;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.streams.ReadStream;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.function.Predicate;

/**
 * The entries of a directory, or of a whole tree: each directory is listed once, links are shown and never followed, and
 * names that lead elsewhere are shown and never walked into. Starts paused, on the session's event loop.
 */
public final class TreeWalk implements ReadStream<TreeWalk.Located> {
    /** An entry and the directory in which it stands, as the caller would name it. */
    public record Located(FtpPath directory, FtpEntry entry) {}

    /** What to walk: {@code entered} decides which directories are walked, {@code wanted} which entries are shown. */
    public record Plan(
            FtpPath start, Predicate<FtpPath> entered, Predicate<FtpEntry> wanted, int mostEntries, long mostBytes) {}

    private static final int MOST_LEVELS = 64;

    private final Vertx vertx;
    private final SessionUse use;
    private final Plan plan;
    private final ArrayDeque<FtpPath> toDo = new ArrayDeque<>();
    private Handler<Located> handler;
    private Handler<Throwable> exceptionHandler;
    private Handler<Void> endHandler;
    private FtpListing bytes;
    private ListingStream current;
    private final Demand demand = Demand.none();
    private final Promise<Void> ended = Promise.promise();
    private int found;
    private boolean over;

    private TreeWalk(Vertx vertx, SessionUse use, Plan plan) {
        this.vertx = vertx;
        this.use = use;
        this.plan = plan;
    }

    /** Succeeds when the server has agreed to list the first directory. */
    public static Future<TreeWalk> begin(Vertx vertx, SessionUse use, Plan plan) {
        var walk = new TreeWalk(vertx, use, plan);
        return requireDirectory(use, plan.start())
                .compose(there -> walk.list(plan.start()))
                .map(walk);
    }

    /** Some servers answer MLSD of a file with the file itself, as if it were in a directory of its own name. */
    private static Future<Void> requireDirectory(SessionUse use, FtpPath start) {
        boolean tells = use.session().info().features().stream().anyMatch(feature -> feature.startsWith("MLST"));
        if (!tells || start.isEmpty()) {
            return Future.succeededFuture();
        }
        return use.session()
                .stat(use.onServer(start))
                .compose(entry -> entry.type() == FtpEntry.Type.FILE
                        ? Future.failedFuture(FtpProblems.WRONG_KIND.toException())
                        : Future.succeededFuture());
    }

    /** Succeeds when the walk is over, however it ended: the session is no longer needed. */
    public Future<Void> over() {
        return ended.future();
    }

    /** All entries at once, within the plan's limits. */
    public Future<java.util.List<Located>> all() {
        Promise<java.util.List<Located>> done = Promise.promise();
        var entries = new java.util.ArrayList<Located>();
        exceptionHandler(done::tryFail);
        endHandler(ignored -> done.tryComplete(entries));
        handler(entries::add);
        resume();
        return done.future();
    }

    /** Stops; the session has ended then. */
    public void abort() {
        if (!over) {
            over = true;
            if (bytes != null) {
                bytes.lines().abort();
            } else {
                // The next listing is on its way: nobody would read it, and the session would stay busy.
                use.session().abort();
            }
            ended.complete();
        }
    }

    private Future<Void> list(FtpPath directory) {
        FtpSession session = use.session();
        return session.list(use.onServer(directory)).map(listing -> {
            bytes = listing;
            var settings = ListingSettings.of(
                            listing, session.info().system(), session.info().charset())
                    .withZone(use.place().zone())
                    .withNow(Instant.now())
                    .withLimits(plan.mostEntries(), plan.mostBytes());
            current = new ListingStream(vertx, listing.lines(), settings);
            current.exceptionHandler(this::fail);
            current.endHandler(ignored -> next());
            current.handler(entry -> show(directory, entry));
            if (demand.isThere()) {
                current.fetch(demand.pieces());
            }
            return null;
        });
    }

    private void show(FtpPath directory, FtpEntry entry) {
        if (over) {
            return;
        }
        if (++found > plan.mostEntries()) {
            bytes.lines().abort();
            fail(ListingProblems.TOO_LARGE.toException());
            return;
        }
        if (entry.type() == FtpEntry.Type.DIRECTORY && EntryName.isFollowable(entry)) {
            FtpPath below = directory.child(entry.rawName());
            if (plan.entered().test(below)) {
                if (below.segments().size() - plan.start().segments().size() > MOST_LEVELS) {
                    fail(ListingProblems.TOO_LARGE.toException("The tree is deeper than " + MOST_LEVELS
                            + " directories: the FTP server may show a link as a directory that leads back. "
                            + ListingProblems.TOO_LARGE.advice()));
                    return;
                }
                toDo.add(below);
            }
        }
        if (plan.wanted().test(entry)) {
            demand.take();
            handler.handle(new Located(directory, entry));
        } else if (demand.pieces() != Long.MAX_VALUE) {
            current.fetch(1);
        }
    }

    private void next() {
        if (over) {
            return;
        }
        bytes = null;
        FtpPath directory = toDo.poll();
        if (directory != null) {
            list(directory).onFailure(this::fail);
        } else {
            over = true;
            ended.complete();
            if (endHandler != null) {
                endHandler.handle(null);
            }
        }
    }

    private void fail(Throwable failure) {
        if (!over) {
            over = true;
            if (bytes != null) {
                bytes.lines().abort();
            }
            ended.complete();
            if (exceptionHandler != null) {
                exceptionHandler.handle(failure);
            }
        }
    }

    @Override
    public TreeWalk exceptionHandler(Handler<Throwable> newHandler) {
        exceptionHandler = newHandler;
        return this;
    }

    @Override
    public TreeWalk handler(Handler<Located> newHandler) {
        handler = newHandler;
        return this;
    }

    @Override
    public TreeWalk endHandler(Handler<Void> newHandler) {
        endHandler = newHandler;
        return this;
    }

    @Override
    public TreeWalk pause() {
        demand.stop();
        if (current != null) {
            current.pause();
        }
        return this;
    }

    @Override
    public TreeWalk resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public TreeWalk fetch(long amount) {
        demand.add(amount);
        if (current != null) {
            current.fetch(amount);
        }
        return this;
    }
}
