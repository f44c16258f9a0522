package io.polyport.ftp.uploads;

import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpProblems;
import io.polyport.ftp.FtpSession;
import io.polyport.ftp.UploadSettings;
import io.polyport.ftp.files.Failures;
import io.polyport.ftp.files.Presence;
import io.polyport.ftp.files.SpareName;
import io.polyport.ftp.logins.SessionUse;
import io.polyport.ftp.uploads.ResumableUploads.Upload;
import io.polyport.kit.problem.Problem;
import io.polyport.store.Entry;
import io.polyport.store.Records;
import io.polyport.store.StateProblems;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/** Begins an upload: its record first, so that no file is ever at the server that nobody knows of. */
final class Beginning {
    /** When the process dies before the caller knows the id, the file is swept after this. */
    private static final Duration UNANSWERED = Duration.ofMinutes(2);

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Records records;
    private final UploadSettings settings;
    private final SessionUse use;

    Beginning(UploadRecords kept, UploadSettings settings, SessionUse use) {
        this.records = kept.records();
        this.settings = settings;
        this.use = use;
    }

    Future<Upload> begin(String owner, FtpPath path, long length, boolean overwrite, Instant expiry) {
        if (use.place().login().lines()) {
            throw FtpProblems.UNSUPPORTED.toException(
                    "This connection's contents are lines (transfer-type: ascii), of which nobody knows where they continue.");
        }
        var upload = UploadRecord.begun(
                use.place().id(), path, path.parent().child(SpareName.make(".part")), length, overwrite);
        String id = id();
        var due = Instant.now().plus(UNANSWERED);
        return records.countOwnedBy(owner)
                .compose(begun -> {
                    if (begun >= settings.perCaller()) {
                        throw Problem.of(UploadProblems.TOO_MANY)
                                .with("most", settings.perCaller())
                                .toException();
                    }
                    return records.create(id, owner, Optional.of(due), upload.json());
                })
                .compose(created -> make(use.session(), use.onServer(upload.temporary()))
                        .recover(failure -> undo(id, upload).transform(done -> Future.failedFuture(failure))))
                .compose(made -> records.replace(
                        new Entry(id, owner, 1, Optional.of(due), due, upload.json()),
                        Optional.of(expiry),
                        upload.json()))
                .compose(kept -> kept ? Future.succeededFuture() : late(id, upload))
                .map(answered -> Upload.of(new Entry(id, owner, 2, Optional.of(expiry), expiry, upload.json()), 0));
    }

    private static String id() {
        byte[] bits = new byte[16];
        RANDOM.nextBytes(bits);
        return HexFormat.of().formatHex(bits);
    }

    /** An empty file shows now, and not after gigabytes, what the server can't do. */
    private static Future<Void> make(FtpSession session, FtpPath temporary) {
        return session.upload(temporary, FtpSession.UploadMode.STORE, new Nothing())
                .compose(stored -> session.size(temporary))
                .compose(size -> {
                    if (size.isEmpty()) {
                        throw FtpProblems.UNSUPPORTED.toException(
                                "The FTP server does not tell sizes (SIZE), so nobody knows where an upload continues. Use PUT.");
                    }
                    return restarts(session)
                            ? Future.<Void>succeededFuture()
                            : session.upload(temporary, FtpSession.UploadMode.APPEND, new Nothing())
                                    .<Void>mapEmpty()
                                    .recover(Beginning::cannotContinue);
                });
    }

    private static boolean restarts(FtpSession session) {
        return session.info().features().stream()
                .anyMatch(feature -> feature.strip().equalsIgnoreCase("REST STREAM"));
    }

    private static Future<Void> cannotContinue(Throwable refused) {
        return Failures.is(refused, FtpProblems.UNSUPPORTED) || Failures.is(refused, FtpProblems.REFUSED)
                ? Future.failedFuture(FtpProblems.UNSUPPORTED.toException(
                        "The FTP server can't continue a file (neither REST STREAM nor APPE). Use PUT."))
                : Future.failedFuture(refused);
    }

    /** It took so long that the sweeper has already thought nobody was told of it. */
    private Future<Void> late(String id, UploadRecord upload) {
        return undo(id, upload).transform(undone -> {
            throw StateProblems.CHANGED.toException("Beginning the upload took too long. Begin it again.");
        });
    }

    private Future<Void> undo(String id, UploadRecord upload) {
        // Where the login has ended, the record stays, and with it the file is swept.
        return Presence.end(use.session(), use.onServer(upload.temporary()))
                .compose(gone -> records.remove(id))
                .mapEmpty();
    }

    /** A body without bytes. */
    private static final class Nothing implements ReadStream<Buffer> {
        private Handler<Void> endHandler;

        @Override
        public Nothing exceptionHandler(Handler<Throwable> handler) {
            return this;
        }

        @Override
        public Nothing handler(Handler<Buffer> handler) {
            return this;
        }

        @Override
        public Nothing pause() {
            return this;
        }

        @Override
        public Nothing resume() {
            return fetch(1);
        }

        @Override
        public Nothing fetch(long amount) {
            var handler = endHandler;
            if (handler != null) {
                endHandler = null;
                handler.handle(null);
            }
            return this;
        }

        @Override
        public Nothing endHandler(Handler<Void> handler) {
            endHandler = handler;
            return this;
        }
    }
}
