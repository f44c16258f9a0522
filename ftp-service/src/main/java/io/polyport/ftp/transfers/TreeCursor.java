package io.polyport.ftp.transfers;

import io.polyport.ftp.FtpConfig;
import io.polyport.ftp.FtpEntry;
import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpProblems;
import io.polyport.ftp.files.Failures;
import io.polyport.ftp.files.TreeWalk;
import io.polyport.ftp.listing.EntryName;
import io.polyport.ftp.listing.ListingProblems;
import io.polyport.ftp.logins.SessionUse;
import io.polyport.kit.bus.BusProblems;
import io.polyport.kit.problem.ProblemException;
import io.polyport.kit.problem.Problems;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Predicate;

/**
 * The files and directories of a tree in an order that depends on their names only: each directory's by their bytes, a
 * directory's content right behind itself. So a path says where a walk stands, and another can go on there later. Of a
 * directory at most {@link #BATCH} entries are kept; it is listed again for the next ones. Links are left out.
 */
final class TreeCursor {
    private static final int BATCH = 5_000;
    /** Of all directories between the start and where the walk stands. */
    private static final int MOST_KEPT = 2 * BATCH;

    private static final int MOST_LEVELS = 64;

    /**
     * What stands next in the tree.
     *
     * @param path below the start, with raw names
     * @param directory what is in it comes next
     * @param size of a file, -1 when the listing does not say
     * @param modified null when unknown
     * @param problem why it can't be copied, and nothing that is in it; null when it can
     * @param nameless no path can name it, so this is the path of the directory that it is in
     * @param after what was given last of a directory that can't be listed any further; null when nothing was
     */
    record Found(
            FtpPath path,
            boolean directory,
            long size,
            Instant modified,
            ProblemException problem,
            boolean nameless,
            FtpPath after) {}

    /**
     * What to walk.
     *
     * @param entered whether a directory below the start may be read
     * @param wanted which names of files
     */
    record Plan(
            FtpPath start,
            boolean recursive,
            Predicate<FtpPath> entered,
            Predicate<String> wanted,
            FtpConfig.Listings limits) {}

    @SuppressWarnings("ArrayRecordComponent") // never leaves this class
    private record Item(byte[] name, boolean directory, long size, Instant modified) {}

    private static final class Level {
        final FtpPath path;
        byte[] after;
        ArrayDeque<Item> kept = new ArrayDeque<>();
        boolean exhausted;

        Level(FtpPath path, byte[] after) {
            this.path = path;
            this.after = after;
        }
    }

    private final Vertx vertx;
    private final SessionUse use;
    private final Plan plan;
    private final ArrayDeque<Level> levels = new ArrayDeque<>();
    private final ArrayDeque<Found> odd = new ArrayDeque<>();

    /**
     * @param top the directory to walk, which is given first unless it is the start itself
     * @param after where in it to go on, null for the beginning; what it names is not given again, nor what is in it
     */
    TreeCursor(Vertx vertx, SessionUse use, Plan plan, FtpPath top, FtpPath after) {
        this.vertx = vertx;
        this.use = use;
        this.plan = plan;
        if (after != null) {
            goOn(top, after);
        } else if (top.isEmpty()) {
            levels.push(new Level(top, null));
        } else {
            odd.add(directory(top, null));
        }
    }

    private void goOn(FtpPath top, FtpPath after) {
        int above = top.segments().size();
        FtpPath path = FtpPath.here();
        for (byte[] name : after.segments()) {
            if (above-- <= 0) {
                levels.push(new Level(path, name));
            }
            path = path.child(name);
        }
    }

    /** Empty at the end. Fails when the session ends. */
    Future<Optional<Found>> next() {
        while (true) {
            if (!odd.isEmpty()) {
                return Future.succeededFuture(Optional.of(odd.poll()));
            }
            Level level = levels.peek();
            if (level == null) {
                return Future.succeededFuture(Optional.empty());
            }
            Item item = level.kept.poll();
            if (item != null) {
                level.after = item.name();
                return Future.succeededFuture(Optional.of(found(level, item)));
            }
            if (!level.exhausted) {
                return list(level).compose(listed -> next(), failure -> unreadable(level, failure));
            }
            levels.pop();
        }
    }

    /** Leaves the directory that was given last without looking into it. */
    void skip(Found directory) {
        if (!levels.isEmpty() && levels.peek().path.equals(directory.path())) {
            levels.pop();
        }
    }

    private Found found(Level level, Item item) {
        FtpPath path = level.path.child(item.name());
        return item.directory()
                ? directory(path, item.modified())
                : new Found(path, false, item.size(), item.modified(), null, false, null);
    }

    private Found directory(FtpPath path, Instant modified) {
        ProblemException problem = null;
        if (!plan.entered().test(path)) {
            problem = BusProblems.FORBIDDEN_OBJECT.toException();
        } else if (path.segments().size() > MOST_LEVELS) {
            problem = ListingProblems.TOO_LARGE.toException("The tree is deeper than " + MOST_LEVELS
                    + " directories: the FTP server may show a link as a directory that leads back.");
        } else {
            levels.push(new Level(path, null));
            forget();
        }
        return new Found(path, true, -1, modified, problem, false, null);
    }

    /** What upper directories keep can be listed again. */
    private void forget() {
        int kept = levels.stream().mapToInt(level -> level.kept.size()).sum();
        if (kept > MOST_KEPT) {
            levels.forEach(level -> {
                level.exhausted = level.exhausted && level.kept.isEmpty();
                level.kept = new ArrayDeque<>();
            });
        }
    }

    private Future<Void> list(Level level) {
        var smallest = new PriorityQueue<Item>(
                Comparator.comparing(Item::name, Names::compare).reversed());
        boolean[] more = new boolean[1];
        var listing = new TreeWalk.Plan(
                plan.start().resolve(level.path),
                below -> false,
                entry -> isWanted(level, entry),
                plan.limits().entries(),
                plan.limits().size().bytes());
        return TreeWalk.begin(vertx, use, listing)
                .compose(walk -> {
                    Promise<Void> done = Promise.promise();
                    walk.exceptionHandler(done::tryFail);
                    walk.endHandler(end -> done.tryComplete());
                    walk.handler(located -> {
                        FtpEntry entry = located.entry();
                        smallest.add(new Item(
                                entry.rawName(),
                                entry.type() == FtpEntry.Type.DIRECTORY,
                                entry.size(),
                                entry.modified()));
                        if (smallest.size() > BATCH) {
                            smallest.poll();
                            more[0] = true;
                        }
                    });
                    walk.resume();
                    return done.future();
                })
                .onSuccess(all -> {
                    var sorted = new ArrayList<Item>(smallest);
                    sorted.sort(Comparator.comparing(Item::name, Names::compare));
                    level.kept = new ArrayDeque<>(sorted);
                    level.exhausted = !more[0];
                });
    }

    private boolean isWanted(Level level, FtpEntry entry) {
        boolean directory = entry.type() == FtpEntry.Type.DIRECTORY && plan.recursive();
        boolean file = entry.type() == FtpEntry.Type.FILE
                && plan.wanted().test(entry.name())
                && !Names.isTemporary(entry.name());
        // A name that leads elsewhere is shown in listings as something other than a file.
        if (!EntryName.isFollowable(entry)) {
            if (level.after == null) {
                odd.add(new Found(
                        level.path,
                        false,
                        -1,
                        null,
                        FtpProblems.PROTOCOL_ERROR.toException(
                                "The FTP server names something '" + entry.name() + "', which no command can say."),
                        true,
                        null));
            }
            return false;
        }
        return (directory || file) && (level.after == null || Names.compare(entry.rawName(), level.after) > 0);
    }

    private Future<Optional<Found>> unreadable(Level level, Throwable failure) {
        ProblemException problem = Problems.of(failure);
        if (use.session().ended().isComplete() || !Refusals.isDefinite(problem)) {
            return Future.failedFuture(problem);
        }
        levels.remove(level);
        // It was removed since it was seen.
        return Failures.is(problem, FtpProblems.NOT_FOUND) && !level.path.isEmpty()
                ? next()
                : Future.succeededFuture(Optional.of(new Found(
                        level.path,
                        true,
                        -1,
                        null,
                        problem,
                        false,
                        level.after == null ? null : level.path.child(level.after))));
    }
}
