package io.polyport.ftp.exchanges;

import io.polyport.ftp.FtpConfig;
import io.polyport.ftp.FtpEntry;
import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpProblems;
import io.polyport.ftp.FtpSession;
import io.polyport.ftp.files.Failures;
import io.polyport.ftp.files.NamePattern;
import io.polyport.ftp.files.TreeWalk;
import io.polyport.ftp.listing.EntryName;
import io.polyport.ftp.logins.SessionUse;
import io.polyport.ftp.logins.Sessions;
import io.polyport.ftp.logins.Uses;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The files of a configured connection; each operation takes a login from its pool. Everything ends when it is stopped. */
final class FtpFolder {
    private final Vertx vertx;
    private final Sessions sessions;
    private final String connection;
    private final FtpConfig.Listings limits;
    private final Set<FtpSession> active = new HashSet<>();
    private final Future<Void> stop;

    FtpFolder(Vertx vertx, Sessions sessions, String connection, FtpConfig.Listings limits, Future<Void> stop) {
        this.vertx = vertx;
        this.sessions = sessions;
        this.connection = connection;
        this.limits = limits;
        this.stop = stop;
        stop.onSuccess(now -> List.copyOf(active).forEach(FtpSession::abort));
    }

    private <T> Future<T> with(Function<SessionUse, Future<T>> work) {
        if (stop.isComplete()) {
            return Future.failedFuture(new Stopped());
        }
        return sessions.forWork(connection).compose(use -> {
            if (stop.isComplete()) {
                use.giveBack();
                return Future.failedFuture(new Stopped());
            }
            active.add(use.session());
            return Uses.during(use, () -> work.apply(use)).onComplete(done -> active.remove(use.session()));
        });
    }

    /** The file of this path; empty when there is none. */
    Future<Optional<Found>> look(FtpPath file) {
        return with(use -> look(use, file));
    }

    private static Future<Optional<Found>> look(SessionUse use, FtpPath file) {
        FtpPath path = use.onServer(file);
        return use.session()
                .stat(path)
                .compose(entry -> {
                    if (entry.type() == FtpEntry.Type.DIRECTORY) {
                        return Future.failedFuture(
                                FtpProblems.WRONG_KIND.toException("A directory has the name '" + file + "'."));
                    }
                    Future<Instant> time = entry.modified() != null
                            ? Future.succeededFuture(entry.modified())
                            : use.session().modified(path);
                    return time.map(told -> Optional.of(found(entry, told)));
                })
                .recover(failure -> Failures.is(failure, FtpProblems.NOT_FOUND)
                        ? Future.succeededFuture(Optional.empty())
                        : Future.failedFuture(failure));
    }

    private static Found found(FtpEntry entry, Instant time) {
        return new Found(
                entry.name(),
                entry.size(),
                time == null ? "" : time.toString(),
                entry.modified() == null ? ChronoUnit.SECONDS : entry.unit(),
                Found.key(entry.rawName()));
    }

    /**
     * A file of a directory: as it was listed, and its path.
     *
     * @param exact whether its time can be compared with the one that a look tells: those of LIST may be coarser
     */
    record Listed(Found found, FtpPath path, boolean exact) {}

    Future<List<Listed>> find(FtpPath directory, NamePattern pattern) {
        return with(use -> TreeWalk.begin(
                        vertx,
                        use,
                        new TreeWalk.Plan(
                                directory,
                                never -> false,
                                entry -> entry.type() == FtpEntry.Type.FILE
                                        && EntryName.isFollowable(entry)
                                        && Wanted.fits(pattern, entry.name()),
                                limits.entries(),
                                limits.size().bytes()))
                .compose(TreeWalk::all)
                .map(entries -> entries.stream()
                        .map(located -> new Listed(
                                found(located.entry(), located.entry().modified()),
                                directory.child(located.entry().rawName()),
                                isExact(located.entry())))
                        .toList()));
    }

    /** Facts of RFC 3659 stand before the first blank. */
    private static boolean isExact(FtpEntry entry) {
        String first = entry.raw().split(" ", 2)[0].toLowerCase(Locale.ROOT);
        return entry.modified() != null && first.contains("modify=");
    }

    Future<Boolean> isThere(FtpPath path) {
        return with(use -> use.session().stat(use.onServer(path)).map(true).recover(Failing::falseWhenAbsent));
    }

    /** Lets {@code reader} have the content, paused; what it does not read to the end is broken off. */
    <T> Future<T> reading(FtpPath file, Function<ReadStream<Buffer>, Future<T>> reader) {
        return with(use -> use.session()
                .download(use.onServer(file), 0)
                .compose(content -> Uses.guarded(() -> reader.apply(content)).onComplete(done -> content.abort())));
    }

    /** Whether sizes can be compared: of lines a server may tell others. */
    boolean tellsSizes() {
        return !sessions.configured(connection).settings().lines();
    }

    /**
     * Succeeds with the bytes that were sent when the server has confirmed them, and shows the file: {@link #replace} takes
     * what is not shown for renamed.
     */
    Future<Long> store(FtpPath spare, ReadStream<Buffer> content) {
        return with(use -> use.session()
                .upload(use.onServer(spare), FtpSession.UploadMode.STORE, content)
                .compose(stored -> requireShown(use, spare).map(stored.bytes())));
    }

    private static Future<Void> requireShown(SessionUse use, FtpPath spare) {
        return use.session().stat(use.onServer(spare)).<Void>mapEmpty().recover(failure -> {
            boolean hidden = Failures.is(failure, FtpProblems.NOT_FOUND) || Failures.is(failure, FtpProblems.DENIED);
            return Future.failedFuture(
                    hidden
                            ? FtpProblems.UNSUPPORTED.toException(
                                    "The server took '%s' and does not show it, so nobody could tell after a crash whether it was renamed. Allow SIZE or MLST there, or listings that show names that begin with a dot."
                                            .formatted(spare))
                            : failure);
        });
    }

    /** Does nothing when it is gone. */
    Future<Void> delete(FtpPath file) {
        return with(use -> use.session().delete(use.onServer(file)).recover(Failing::nothingWhenAbsent));
    }

    /**
     * Renames what was stored, whatever has the new name; does nothing when the old one is gone: it was done before. A server
     * that refuses to replace a file gets it out of the way for that moment.
     *
     * @param old spare name for the file that is replaced
     */
    Future<Void> replace(FtpPath from, FtpPath to, FtpPath old) {
        return with(use -> {
            FtpSession session = use.session();
            FtpPath spare = use.onServer(from);
            return session.stat(spare)
                    .map(true)
                    .recover(Failing::falseWhenAbsent)
                    .compose(there -> there
                            ? session.rename(spare, use.onServer(to))
                                    .recover(refused -> aside(session, use, from, to, old, refused))
                            : Future.<Void>succeededFuture())
                    // One that a broken run has left; most often there is none.
                    .compose(done -> session.delete(use.onServer(old)).recover(Failing::nothingWhenAbsent));
        });
    }

    private static Future<Void> aside(
            FtpSession session, SessionUse use, FtpPath from, FtpPath to, FtpPath old, Throwable refused) {
        if (session.ended().isComplete()) {
            return Future.failedFuture(refused);
        }
        return session.rename(use.onServer(to), use.onServer(old))
                .recover(none -> Future.failedFuture(refused))
                .compose(free -> session.rename(use.onServer(from), use.onServer(to)));
    }

    /** Moves it into a directory, under a second name when its own is taken there; nothing when it is gone. */
    Future<Void> setAside(FtpPath file, FtpPath directory, String name) {
        return with(use -> {
            FtpSession session = use.session();
            FtpPath to = directory.resolve(file.last());
            return session.stat(use.onServer(to))
                    .map(true)
                    .recover(Failing::falseWhenAbsent)
                    .compose(taken -> session.rename(
                            use.onServer(file), use.onServer(taken ? directory.child(Archived.name(name)) : to)))
                    .recover(failure -> session.ended().isComplete()
                            ? Future.failedFuture(failure)
                            : session.stat(use.onServer(file))
                                    .<Void>mapEmpty()
                                    .compose(still -> Future.<Void>failedFuture(failure), Failing::nothingWhenAbsent));
        });
    }
}
