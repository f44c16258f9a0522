package io.polyport.ftp.uploads;

import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpProblems;
import io.polyport.ftp.OperationProblems;
import io.polyport.ftp.UploadSettings;
import io.polyport.ftp.files.Failures;
import io.polyport.ftp.files.Presence;
import io.polyport.ftp.files.Renaming;
import io.polyport.ftp.logins.SessionUse;
import io.polyport.ftp.logins.Sessions;
import io.polyport.ftp.logins.Uses;
import io.polyport.ftp.uploads.UploadRecord.State;
import io.polyport.kit.bus.Call;
import io.polyport.store.Entry;
import io.polyport.store.Owner;
import io.polyport.store.StateProblems;
import io.polyport.store.StateStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Uploads whose bytes may come in many calls, to any instance (FT-25). Any call fails with {@code state.off} without state. */
public final class ResumableUploads {
    private final Optional<UploadRecords> kept;
    private final Sessions sessions;
    private final UploadSettings settings;

    public ResumableUploads(Vertx vertx, UploadSettings settings, Sessions sessions, Optional<StateStore> state) {
        this.sessions = sessions;
        this.settings = settings;
        this.kept = state.map(store -> new UploadRecords(vertx, store.records(UploadRecords.KIND), settings));
    }

    private UploadRecords records() {
        return kept.orElseThrow(StateProblems.OFF::toException);
    }

    private Instant expiry() {
        return Instant.now().plus(settings.keep());
    }

    /** Fails when nothing can be kept, or the connection is one of those that end. */
    public void require(String connection) {
        records();
        if (connection.startsWith("~")) {
            throw UploadProblems.NOT_CONFIGURED.toException();
        }
    }

    /**
     * Makes the temporary file and a record of it.
     *
     * @param path allowed by the policy; its directory is there
     */
    public Future<Upload> begin(Call call, SessionUse use, FtpPath path, long length, boolean overwrite) {
        return new Beginning(records(), settings, use)
                .begin(Owner.of(call.principal()), path, length, overwrite, expiry());
    }

    /** Those of the caller that have not ended; without their offsets, which only the servers know. */
    public Future<List<Upload>> list(Call call) {
        return records()
                .records()
                .ownedBy(Owner.of(call.principal()), "", settings.perCaller())
                .map(found -> found.stream()
                        .map(entry -> Upload.of(entry, -1))
                        .filter(one -> call.isGranted("write", one.connection(), SessionUse.objectOf(one.path())))
                        .toList());
    }

    public Future<Upload> show(Call call) {
        return records().find(call).compose(entry -> {
            var upload = UploadRecord.of(entry.body());
            if (upload.state() == State.DONE) {
                return Future.succeededFuture(Upload.of(entry, upload.length()));
            }
            if (upload.state() != State.RENAMING) {
                UploadRecords.notOpen(upload).ifPresent(problem -> {
                    throw problem;
                });
            }
            return at(call, upload, use -> Offsets.at(use.session(), use.onServer(upload.temporary())))
                    .map(offset -> Upload.of(entry, offset == Offsets.NONE ? gone(upload) : offset));
        });
    }

    /** The temporary file of one that is being renamed has its name already. */
    private static long gone(UploadRecord upload) {
        return upload.state() == State.RENAMING ? upload.length() : 0;
    }

    private <T> Future<T> at(Call call, UploadRecord upload, java.util.function.Function<SessionUse, Future<T>> work) {
        return sessions.forCall(call, upload.connection()).compose(use -> Uses.during(use, () -> work.apply(use)));
    }

    /** The same while the upload is this call's alone: its login ends when another may have taken the upload over. */
    private <T> Future<T> alone(Call call, BiFunction<HeldUpload, SessionUse, Future<T>> work) {
        return records()
                .alone(
                        call,
                        held -> at(call, held.upload(), use -> {
                            return Uses.until(held.claim().lost(), use, work.apply(held, use));
                        }));
    }

    /** Adds bytes; succeeds with the new offset. */
    public Future<Long> append(Call call, Part part) {
        return alone(call, (held, use) -> {
            UploadRecords.notOpen(held.upload()).ifPresent(problem -> {
                throw problem;
            });
            var upload = held.upload();
            return held.write(upload, expiry())
                    .compose(mine -> new PartWriter(use.session(), use.onServer(upload.temporary()), upload.length())
                            .write(part)
                            .compose(
                                    offset -> mine.write(upload, expiry()).map(offset),
                                    failure -> failed(mine, use, failure)));
        });
    }

    private Future<Long> failed(HeldUpload held, SessionUse use, Throwable failure) {
        if (failure instanceof PartWriter.Spoiled spoiled) {
            return spoil(held, use).transform(done -> Future.failedFuture(spoiled.problem()));
        }
        return held.write(held.upload(), expiry()).transform(done -> Future.failedFuture(failure));
    }

    /** What can't be removed now is swept later. */
    private Future<Void> spoil(HeldUpload held, SessionUse use) {
        return held.writeEnded(held.upload().as(State.SPOILED), Instant.now())
                .compose(spoiled -> Cleaning.of(spoiled.upload())
                        .run(use)
                        .compose(gone -> spoiled.write(spoiled.upload().as(State.CLEANED), expiry())))
                .mapEmpty();
    }

    /**
     * Verifies the whole and gives it its name; does no harm when it is asked for again.
     *
     * @param digests of the whole, as {@link Completion} takes them
     */
    public Future<Completed> complete(Call call, Map<String, String> digests, boolean readBack) {
        return records().find(call).compose(entry -> {
            var upload = UploadRecord.of(entry.body());
            return upload.state() == State.DONE
                    ? Future.succeededFuture(Completed.of(upload))
                    : alone(call, (held, use) -> complete(call, held, use, digests, readBack));
        });
    }

    private Future<Completed> complete(
            Call call, HeldUpload held, SessionUse use, Map<String, String> digests, boolean readBack) {
        var upload = held.upload();
        return switch (upload.state()) {
            case DONE -> Future.succeededFuture(Completed.of(upload));
            case RENAMING -> goOn(held, use);
            case OPEN ->
                whole(use, upload)
                        .compose(whole ->
                                new Completion(call, use, use.onServer(upload.temporary()), digests, readBack).verify())
                        .compose(verified -> rename(held, use, verified));
            default -> Future.failedFuture(UploadRecords.notOpen(upload).orElseThrow());
        };
    }

    private static Future<Void> whole(SessionUse use, UploadRecord upload) {
        return Offsets.at(use.session(), use.onServer(upload.temporary())).compose(offset -> {
            if (offset > upload.length()) {
                throw UploadProblems.SPOILED.toException("The temporary file has become longer than the upload. "
                        + "Somebody else writes to it; give the upload up with DELETE and begin a new one.");
            }
            return offset == upload.length()
                    ? Future.succeededFuture()
                    : Future.failedFuture(
                            Offsets.problem(UploadProblems.INCOMPLETE, offset).toException());
        });
    }

    private Future<Completed> rename(HeldUpload held, SessionUse use, String verified) {
        FtpPath file = use.onServer(held.upload().path());
        return Presence.ofFile(use.session(), file).compose(there -> {
            if (there && !held.upload().overwrite()) {
                throw OperationProblems.PRECONDITION_FAILED.toException(
                        "A file has this name by now, and the upload was begun with overwrite: false.");
            }
            // Written down before: when this process dies over it, what has happened can be told by what stands there.
            var how = new UploadRecord.Renamed(Renaming.aside(held.upload().path()), there, verified);
            return held.write(held.upload().renaming(how), expiry()).compose(mine -> rename(mine, use));
        });
    }

    private Future<Completed> rename(HeldUpload held, SessionUse use) {
        var upload = held.upload();
        var how = upload.renaming().orElseThrow();
        return Renaming.rename(
                        use.session(),
                        use.onServer(upload.temporary()),
                        use.onServer(upload.path()),
                        how.there(),
                        use.onServer(how.aside()))
                .compose(done -> done(held), refused -> reopen(held, use, refused));
    }

    /** A server that refuses has renamed nothing; of one that is gone nobody knows. */
    private Future<Completed> reopen(HeldUpload held, SessionUse use, Throwable refused) {
        return use.session().ended().isComplete() || Failures.endsSession(refused)
                ? Future.failedFuture(refused)
                : held.write(held.upload().as(State.OPEN), expiry()).transform(done -> Future.failedFuture(refused));
    }

    private Future<Completed> done(HeldUpload held) {
        return held.writeEnded(held.upload().as(State.DONE), expiry()).map(ended -> Completed.of(ended.upload()));
    }

    /** A renaming was begun, and nobody has heard of its end. */
    private Future<Completed> goOn(HeldUpload held, SessionUse use) {
        var upload = held.upload();
        var how = upload.renaming().orElseThrow();
        FtpPath file = use.onServer(upload.path());
        return Renaming.settle(use.session(), file, use.onServer(how.aside()))
                .compose(settled -> Offsets.at(use.session(), use.onServer(upload.temporary())))
                .compose(left -> {
                    if (left != Offsets.NONE) {
                        return whole(use, upload).compose(whole -> rename(held, use, how.verified()));
                    }
                    return use.session()
                            .size(file)
                            .compose(
                                    size -> size.isPresent() && size.getAsLong() == upload.length()
                                            ? done(held)
                                            : Future.failedFuture(
                                                    FtpProblems.NOT_FOUND.toException(
                                                            "Neither the upload's temporary file nor the file itself is there with its "
                                                                    + upload.length()
                                                                    + " bytes: somebody has removed or replaced it. Begin a new upload.")));
                });
    }

    /** Gives it up. What can't be removed now is swept later. */
    public Future<Void> discard(Call call) {
        return records().alone(call, held -> {
            if (held.upload().state() == State.DONE || held.upload().state() == State.CLEANED) {
                return held.remove();
            }
            return held.writeEnded(held.upload().as(State.DISCARDED), Instant.now())
                    .compose(mine -> at(
                                    call,
                                    mine.upload(),
                                    use -> Cleaning.of(mine.upload()).run(use))
                            .compose(gone -> mine.remove())
                            .otherwiseEmpty());
        });
    }

    /** One as its caller sees it; {@code offset} is -1 when it was not asked for. */
    public record Upload(
            String id,
            String connection,
            FtpPath path,
            long length,
            long offset,
            String state,
            Optional<Instant> expires) {
        static Upload of(Entry entry, long offset) {
            var upload = UploadRecord.of(entry.body());
            return new Upload(
                    entry.id(),
                    upload.connection(),
                    upload.path(),
                    upload.length(),
                    offset,
                    upload.state() == State.DONE ? "complete" : "open",
                    entry.due());
        }
    }

    /** One that has its name. */
    public record Completed(FtpPath path, long bytes, String verified, boolean replaced) {
        static Completed of(UploadRecord upload) {
            var how = upload.renaming().orElseThrow();
            return new Completed(upload.path(), upload.length(), how.verified(), how.there());
        }
    }
}
