package io.polyport.ftp.transfers;

import io.polyport.ftp.FtpConfig;
import io.polyport.ftp.FtpPath;
import io.polyport.ftp.files.MakingDirectories;
import io.polyport.ftp.files.NamePattern;
import io.polyport.ftp.logins.Uses;
import io.polyport.ftp.transfers.Failed.Kind;
import io.polyport.ftp.transfers.FileCopy.Source;
import io.polyport.ftp.transfers.TreeCursor.Found;
import io.polyport.kit.bus.BusProblems;
import io.polyport.kit.problem.ProblemException;
import io.polyport.kit.problem.Problems;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Copies what an order names, one file after the other, over one login at each side. Says in the transfer where it stands;
 * what a server refuses for good is noted there and the rest goes on. Fails with anything else.
 */
final class TreeCopy {
    /** So often a file may fail, both servers being there, before the others have their turn. */
    private static final int MOST_STUCK = 10;

    private final Vertx vertx;
    private final String id;
    private final Transfer transfer;
    private final Ends ends;
    private final FtpConfig.Listings limits;
    private final Supplier<Future<Void>> save;
    private final LongConsumer sent;
    private final BooleanSupplier stopped;
    private final Order order;
    private TreeCursor cursor;
    /** Walks the directory that is the first to be tried again. */
    private TreeCursor part;

    /** @param stopped whether nothing more is to be begun */
    TreeCopy(
            Vertx vertx,
            String id,
            Transfer transfer,
            Ends ends,
            FtpConfig.Listings limits,
            Supplier<Future<Void>> save,
            LongConsumer sent,
            BooleanSupplier stopped) {
        this.vertx = vertx;
        this.id = id;
        this.transfer = transfer;
        this.order = transfer.order;
        this.ends = ends;
        this.limits = limits;
        this.save = save;
        this.sent = sent;
        this.stopped = stopped;
    }

    Future<Void> run() {
        FtpPath top = order.isTree() ? ends.to() : ends.to().parent();
        return Cleaning.each(ends.target(), transfer.leftovers)
                .compose(cleaned -> count())
                .compose(counted -> makeTop(top))
                .compose(ready -> {
                    if (!ready) {
                        return Future.succeededFuture();
                    }
                    cursor = cursor(FtpPath.here(), transfer.last);
                    return each();
                });
    }

    /** Without the directory that everything goes into there is nothing to do. */
    private Future<Boolean> makeTop(FtpPath top) {
        return MakingDirectories.make(ends.target().session(), ends.target().onServer(top))
                .map(true)
                .recover(failure ->
                        refused(FtpPath.here(), Kind.TARGET, null, failure).map(false));
    }

    private TreeCursor cursor(FtpPath directory, FtpPath after) {
        Predicate<String> wanted = order.pattern()
                .map(NamePattern::new)
                .<Predicate<String>>map(pattern -> pattern::matches)
                .orElse(any -> true);
        var plan = new TreeCursor.Plan(ends.from(), order.recursive(), this::mayRead, wanted, limits);
        return new TreeCursor(vertx, ends.source(), plan, directory, after);
    }

    private TreeCursor walk(Retry what) {
        if (what.isDirectory()) {
            return cursor(what.path(), what.after());
        }
        var names = new TreeCursor.Plan(ends.from(), false, this::mayRead, none -> false, limits);
        return new TreeCursor(vertx, ends.source(), names, what.path(), null);
    }

    private boolean mayRead(FtpPath relative) {
        return transfer.grants.allows(
                "read", order.from().connection(), ends.from().resolve(relative));
    }

    private boolean mayWrite(FtpPath relative) {
        return transfer.grants.allows(
                "write", order.to().connection(), ends.to().resolve(ends.translated(relative)));
    }

    /** How much there is, as far as it may be read; of a single file its own size tells. */
    private Future<Void> count() {
        if (transfer.filesTotal >= 0) {
            return Future.succeededFuture();
        }
        if (!order.isTree()) {
            transfer.filesTotal = 1;
            return ends.source()
                    .session()
                    .size(ends.source().onServer(ends.from()))
                    .map(size -> {
                        transfer.bytesTotal = ends.areLines() ? -1 : size.orElse(-1);
                        return null;
                    });
        }
        long[] totals = new long[2];
        TreeCursor counting = cursor(FtpPath.here(), null);
        return Steps.repeat(() -> stopped.getAsBoolean()
                        ? stop()
                        : counting.next().map(found -> {
                            found.filter(one -> !one.directory() && one.problem() == null)
                                    .ifPresent(file -> {
                                        totals[0]++;
                                        totals[1] += Math.max(0, file.size());
                                    });
                            return found.isPresent();
                        }))
                .onSuccess(all -> {
                    transfer.filesTotal = totals[0];
                    transfer.bytesTotal = totals[1];
                });
    }

    private static Future<Boolean> stop() {
        return Future.failedFuture(new Ledger.Lost());
    }

    private Future<Void> each() {
        return Steps.repeat(() -> {
            if (stopped.getAsBoolean()) {
                return stop();
            }
            if (!transfer.retry.isEmpty() && !isWalkInFile()) {
                return again(transfer.retry.getFirst()).map(true);
            }
            return transfer.walked ? Future.succeededFuture(false) : next();
        });
    }

    /** The file that the walk has begun comes before all retries: begun anew, it would lose what the target has of it. */
    private boolean isWalkInFile() {
        return !transfer.walked
                && transfer.current != null
                && transfer.retry.stream().noneMatch(what -> what.covers(transfer.current.path()));
    }

    private Future<Void> again(Retry what) {
        if (what.kind() == Kind.FILE) {
            return file(new Source(what.path(), -1, null)).onSuccess(done -> transfer.retry.removeFirst());
        }
        part = part == null ? walk(what) : part;
        return part.next().compose(found -> {
            if (found.isEmpty()) {
                part = null;
                transfer.retry.removeFirst();
                return Future.succeededFuture();
            }
            if (!what.isDirectory()) {
                if (found.get().problem() != null) {
                    note(what.path(), Kind.NAMELESS, null, found.get().problem());
                }
                return Future.succeededFuture();
            }
            return step(
                    part,
                    found.get(),
                    finished -> transfer.retry.set(0, transfer.retry.getFirst().behind(finished)));
        });
    }

    private Future<Boolean> next() {
        if (!order.isTree()) {
            return file(new Source(FtpPath.here(), -1, null)).map(done -> {
                transfer.walked = true;
                return true;
            });
        }
        return cursor.next().compose(found -> {
            if (found.isEmpty()) {
                transfer.walked = true;
                return Future.succeededFuture(false);
            }
            return step(cursor, found.get(), finished -> transfer.last = finished)
                    .map(true);
        });
    }

    /** @param at is told what of the walk is finished */
    private Future<Void> step(TreeCursor walk, Found found, Consumer<FtpPath> at) {
        if (found.problem() != null) {
            Kind kind = found.nameless() ? Kind.NAMELESS : Kind.DIRECTORY;
            note(found.path(), kind, found.after(), found.problem());
            if (!found.nameless()) {
                at.accept(found.path());
            }
            return Future.succeededFuture();
        }
        if (!found.directory()) {
            return file(new Source(found.path(), found.size(), found.modified()))
                    .onSuccess(done -> at.accept(found.path()));
        }
        return Uses.guarded(() -> {
                    require(mayWrite(found.path()), "write", order.to());
                    return MakingDirectories.make(
                            ends.target().session(),
                            ends.target().onServer(ends.to().resolve(ends.translated(found.path()))));
                })
                .<Void>mapEmpty()
                .recover(failure -> refused(found.path(), Kind.DIRECTORY, null, failure)
                        .onSuccess(noted -> {
                            // Nothing that is in it could be written.
                            walk.skip(found);
                            at.accept(found.path());
                        }));
    }

    private static void require(boolean allowed, String access, Order.Side side) {
        if (!allowed) {
            throw BusProblems.FORBIDDEN_OBJECT.toException(
                    "No rule of the policy gave the transfer's caller the access '" + access
                            + "' to this path of the connection '" + side.connection() + "'.");
        }
    }

    private Future<Void> file(Source source) {
        FileCopy[] copy = new FileCopy[1];
        return Uses.guarded(() -> {
                    require(mayRead(source.path()), "read", order.from());
                    require(mayWrite(source.path()), "write", order.to());
                    copy[0] = new FileCopy(id, transfer, ends, source, save, sent);
                    return copy[0].run();
                })
                .compose(outcome -> {
                    if (outcome.copied()) {
                        transfer.filesDone++;
                        transfer.bytesDone += outcome.bytes();
                    } else {
                        transfer.filesSkipped++;
                        transfer.bytesPassed += outcome.bytes();
                    }
                    transfer.progressed();
                    finished(source.path(), outcome.copied());
                    return Future.<Void>succeededFuture();
                })
                .recover(failure -> refused(source.path(), Kind.FILE, null, failure)
                        .compose(noted -> copy[0] == null ? Future.succeededFuture() : copy[0].discard())
                        .onSuccess(gone -> finished(source.path(), copy[0] != null)));
    }

    /**
     * What was begun of another file stays known, to be gone on with or removed.
     *
     * @param clean whether nothing of this one can be left under a temporary name
     */
    private void finished(FtpPath file, boolean clean) {
        Transfer.Current begun = transfer.current;
        if (begun != null && begun.path().equals(file)) {
            transfer.current = null;
            if (!clean && begun.temporary() != null) {
                transfer.leave(begun.temporary().renaming(begun.renaming()));
            }
        }
        transfer.stuck = 0;
        transfer.problem = null;
        transfer.next = null;
    }

    /** Notes what will not become better; fails with what may. */
    private Future<Void> refused(FtpPath path, Kind kind, FtpPath after, Throwable failure) {
        if (failure instanceof Ledger.Lost) {
            return Future.failedFuture(failure);
        }
        ProblemException problem = Problems.of(failure);
        if (!Refusals.isDefinite(problem) && transfer.stuck < MOST_STUCK) {
            return Future.failedFuture(problem);
        }
        note(path, kind, after, problem);
        return Future.succeededFuture();
    }

    private void note(FtpPath path, Kind kind, FtpPath after, ProblemException problem) {
        transfer.failed(new Failed(
                path,
                Names.shown(order.from().path(), path, ends.sourceNames()),
                kind,
                after,
                problem.problem().code(),
                problem.problem().detail()));
    }
}
