package io.polyport.ftp.transfers;

import io.polyport.ftp.FtpDownload;
import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpProblems;
import io.polyport.ftp.FtpSession;
import io.polyport.ftp.FtpSession.UploadMode;
import io.polyport.ftp.files.Failures;
import io.polyport.ftp.files.Renaming;
import io.polyport.ftp.transfers.Transfer.Current;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * Copies one file: to a temporary name, verified by its size, then renamed. What of it stands at the target is gone on with
 * when the source is still the one that it was begun from.
 */
final class FileCopy {
    /** Smaller ones are sent again as a whole: looking what stands where takes longer. */
    static final long RESUMABLE = 1 << 20;

    /** After so long somebody else may have made the file that was not there, or a newer one. */
    private static final long LATE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** A file as the walk, or the server, has told of it. */
    record Source(FtpPath path, long size, Instant modified) {}

    /**
     * What became of it.
     *
     * @param copied false when it was skipped
     * @param bytes of the file
     */
    record Outcome(boolean copied, long bytes) {}

    private final Transfer transfer;
    private final Ends ends;
    private final Supplier<Future<Void>> save;
    private final LongConsumer sent;
    private final Source source;
    private final FtpPath file;
    private final Temporary mine;
    private final FtpPath temporary;
    private final FtpPath replaced;
    private final Current before;

    /** @param id of the transfer; fails with {@code ftp.name-not-encodable} */
    FileCopy(String id, Transfer transfer, Ends ends, Source source, Supplier<Future<Void>> save, LongConsumer sent) {
        this.transfer = transfer;
        this.ends = ends;
        this.save = save;
        this.sent = sent;
        this.source = source;
        FtpPath target = ends.to().resolve(ends.translated(source.path()));
        this.file = ends.target().onServer(target);
        this.mine = Temporary.of(id, target, ends.target().session().info().charset());
        this.temporary = ends.target().onServer(mine.path());
        this.replaced = ends.target().onServer(mine.replaced());
        this.before =
                transfer.current != null && transfer.current.path().equals(source.path()) ? transfer.current : null;
    }

    private FtpSession target() {
        return ends.target().session();
    }

    Future<Outcome> run() {
        FtpPath path = ends.source().onServer(ends.from().resolve(source.path()));
        return (stoodAside() ? settle() : Future.<Void>succeededFuture())
                .compose(settled -> facts(path))
                .compose(facts -> wasDone(facts)
                        .compose(done -> done
                                ? Future.succeededFuture(new Outcome(true, facts.size()))
                                : isThere()
                                        .compose(there -> isWanted(facts, there)
                                                .compose(wanted -> wanted
                                                        ? copy(path, facts, there)
                                                        : Future.succeededFuture(
                                                                new Outcome(false, Math.max(0, facts.size())))))));
    }

    /** Whether a file that was to be replaced may still have another name. */
    private boolean stoodAside() {
        return (before != null && before.renaming())
                || transfer.leftovers.stream()
                        .anyMatch(left -> left.renaming() && left.mark().equals(mine.mark()));
    }

    /** Of a large file exactly, since it may be gone on with; a listing tells minutes only. */
    private Future<Source> facts(FtpPath path) {
        if (source.size() >= 0 && source.size() < RESUMABLE) {
            return Future.succeededFuture(source);
        }
        FtpSession session = ends.source().session();
        return session.size(path)
                .compose(size -> session.modified(path)
                        .map(time -> new Source(
                                source.path(),
                                ends.areLines() ? -1 : size.orElse(source.size()),
                                time == null ? source.modified() : time)));
    }

    /** Whether it got its name in the moment before this work, or whoever did it, was broken off. */
    private Future<Boolean> wasDone(Source facts) {
        boolean maybe = before != null
                && before.size() >= 0
                && before.size() == facts.size()
                && before.modified().equals(text(facts.modified()))
                && (before.renaming() || !before.there());
        if (!maybe) {
            return Future.succeededFuture(false);
        }
        return size(temporary)
                .compose(left -> left.isPresent()
                        ? Future.succeededFuture(false)
                        : size(file).map(size -> size.isPresent() && size.getAsLong() == before.size()));
    }

    private Future<OptionalLong> size(FtpPath path) {
        return target().size(path);
    }

    /** Where the server has SIZE, that is all it takes: what tells directories from nothing is a listing of the parent. */
    private Future<Boolean> isThere() {
        if (target().info().features().stream().anyMatch(feature -> feature.startsWith("SIZE"))) {
            return size(file).map(OptionalLong::isPresent);
        }
        return target().stat(file)
                .map(true)
                .recover(failure -> Failures.is(failure, FtpProblems.NOT_FOUND)
                        ? Future.succeededFuture(false)
                        : Future.failedFuture(failure));
    }

    private Future<Boolean> isWanted(Source facts, boolean there) {
        if (!there || transfer.order.overwrite() == Overwrite.ALWAYS) {
            return Future.succeededFuture(true);
        }
        if (transfer.order.overwrite() == Overwrite.NEVER) {
            return Future.succeededFuture(false);
        }
        return target().modified(file)
                .map(time -> time == null
                        || facts.modified() == null
                        || facts.modified().isAfter(time));
    }

    private Future<Outcome> copy(FtpPath path, Source facts, boolean there) {
        return offset(facts).compose(offset -> {
            long known = isSame(facts) ? before.confirmed() : 0;
            if (offset > known) {
                transfer.progressed();
            }
            begin();
            transfer.current = new Current(
                    source.path(),
                    Names.shown(transfer.order.from().path(), source.path(), ends.sourceNames()),
                    facts.size(),
                    text(facts.modified()),
                    there,
                    false,
                    offset,
                    Math.max(offset, known),
                    mine);
            // Written while the file is on its way; it has to stand before the file gets its name.
            Future<Void> saved = save.get();
            long began = System.nanoTime();
            return (offset > 0 && offset == facts.size() ? Future.succeededFuture(offset) : send(path, facts, offset))
                    .compose(bytes -> saved.compose(written -> isThereNow(facts, there, began))
                            .compose(now -> now.isPresent()
                                    ? named(now.get(), bytes)
                                    : discard().map(gone -> new Outcome(false, bytes))));
        });
    }

    /** What was begun before and is not this file is left to be removed; what is left of this one is needed. */
    private void begin() {
        transfer.leftovers.removeIf(left -> left.mark().equals(mine.mark()));
        Current other = before == null ? transfer.current : null;
        if (other != null && other.temporary() != null) {
            transfer.leave(other.temporary().renaming(other.renaming()));
        }
    }

    /** Whether there is a file to replace when the copy is whole; empty when it is no longer to be replaced. */
    private Future<Optional<Boolean>> isThereNow(Source facts, boolean there, long began) {
        return System.nanoTime() - began < LATE_NANOS
                ? Future.succeededFuture(Optional.of(there))
                : isThere()
                        .compose(now ->
                                isWanted(facts, now).map(wanted -> wanted ? Optional.of(now) : Optional.empty()));
    }

    private Future<Outcome> named(boolean there, long bytes) {
        return beforeRenaming(there)
                .compose(written -> Renaming.rename(target(), temporary, file, there, replaced))
                .map(renamed -> new Outcome(true, bytes));
    }

    private Future<Void> beforeRenaming(boolean there) {
        if (!there) {
            return Future.succeededFuture();
        }
        transfer.current = transfer.current.beforeRenaming();
        return save.get();
    }

    /** Whether it is the file that was begun before, and one that can be gone on with. */
    private boolean isSame(Source facts) {
        return before != null
                && facts.size() >= RESUMABLE
                && facts.size() == before.size()
                && facts.modified() != null
                && text(facts.modified()).equals(before.modified())
                && !ends.areLines();
    }

    /** Where to go on: behind what stands at the target, if that is of the same source. */
    private Future<Long> offset(Source facts) {
        return isSame(facts)
                ? size(temporary)
                        .map(size -> size.isPresent() && size.getAsLong() <= facts.size() ? size.getAsLong() : 0L)
                : Future.succeededFuture(0L);
    }

    /** Succeeds with the bytes of the whole file when they stand at the target. */
    private Future<Long> send(FtpPath path, Source facts, long offset) {
        return ends.source()
                .session()
                .download(path, offset)
                .compose(content -> upload(content, offset))
                .compose(stored -> {
                    long whole = offset + stored.bytes();
                    return facts.size() >= 0 && whole != facts.size() && facts.size() >= RESUMABLE
                            ? Future.failedFuture(FtpProblems.TRANSFER_CUT.toException(
                                    "The source has changed while it was copied; it is begun anew."))
                            : Future.succeededFuture(whole);
                });
    }

    private Future<FtpSession.Stored> upload(FtpDownload content, long offset) {
        long[] passed = new long[1];
        var counted = new CountedBody(content, bytes -> {
            passed[0] += bytes;
            transfer.current = transfer.current.at(transfer.current.at() + bytes);
            transfer.bytesSent += bytes;
            sent.accept(bytes);
        });
        // Whoever sent before may not have been quite dead: behind an offset its late bytes are the same ones again.
        Future<FtpSession.Stored> stored = offset > 0
                ? target().resume(temporary, offset, counted)
                        .recover(failure ->
                                grown(failure, offset + passed[0]).transform(looked -> Future.failedFuture(failure)))
                : target().upload(temporary, UploadMode.STORE, counted);
        // Else its server would send on, to nobody.
        return stored.onFailure(failed -> content.abort());
    }

    /** What is longer than what was sent has somebody else's bytes in it, somewhere: it is begun anew. */
    private Future<Void> grown(Throwable failure, long most) {
        return Failures.is(failure, FtpProblems.TRANSFER_CUT)
                        && !target().ended().isComplete()
                ? size(temporary)
                        .compose(
                                now -> now.isPresent() && now.getAsLong() > most ? discard() : Future.succeededFuture())
                : Future.succeededFuture();
    }

    /** Removes what stands under the temporary name, or notes that it stays; never fails. */
    Future<Void> discard() {
        Current begun = transfer.current;
        Temporary left = mine.renaming(begun != null && begun.renaming());
        return left.remove(ends.target()).map(gone -> {
            if (!gone && begun != null && begun.path().equals(source.path())) {
                transfer.leave(left);
            }
            return null;
        });
    }

    /** What was to be replaced when the renaming was cut has its name again, or is gone when the new one has it. */
    private Future<Void> settle() {
        return Renaming.settle(target(), file, replaced);
    }

    private static String text(Instant time) {
        return Objects.toString(time, "");
    }
}
