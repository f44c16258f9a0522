package io.polyport.ftp.uploads;

import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpProblems;
import io.polyport.ftp.FtpSession;
import io.polyport.ftp.files.Failures;
import io.polyport.ftp.files.Presence;
import io.polyport.ftp.files.SummedBody;
import io.polyport.kit.problem.Problem;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;

/** Adds a part to an upload's temporary file. What came before the caller was cut off stays: it is what resuming is for. */
final class PartWriter {
    private final FtpSession session;
    private final FtpPath temporary;
    private final long length;

    PartWriter(FtpSession session, FtpPath temporary, long length) {
        this.session = session;
        this.temporary = temporary;
        this.length = length;
    }

    /** Thrown when wrong bytes stand behind right ones. */
    static final class Spoiled extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient ProblemException problem;

        Spoiled(ProblemException problem) {
            super(problem);
            this.problem = problem;
        }

        ProblemException problem() {
            return problem;
        }
    }

    /** Succeeds with the new offset. Fails with {@link Spoiled} when the upload is lost by it. */
    Future<Long> write(Part part) {
        return Offsets.at(session, temporary).compose(at -> {
            long offset = Math.max(0, at);
            if (part.offset() != offset) {
                throw Offsets.problem(UploadProblems.OFFSET_DIFFERS, offset).toException();
            }
            if (part.length() > length - offset) {
                throw tooLong(offset, "Nothing of this part was kept.");
            }
            return send(part);
        });
    }

    private Future<Long> send(Part part) {
        ReadStream<Buffer> content = part.algorithms().isEmpty()
                ? part.content()
                : new SummedBody(part.content(), part.algorithms(), part.check());
        var body = new LimitedBody(content, length - part.offset());
        return session.resume(temporary, part.offset(), body)
                .compose(stored -> after(part, body))
                .recover(failure -> grown(failure, part, body));
    }

    private Future<Long> after(Part part, LimitedBody body) {
        long now = part.offset() + body.bytes();
        if (body.isTooLong()) {
            throw tooLong(now, "What is within its length was kept.");
        }
        if (body.failure().isPresent()) {
            Throwable failure = body.failure().get();
            return Failures.is(failure, FtpProblems.DIGEST_MISMATCH)
                    ? takeBack(part, (ProblemException) failure)
                    : Future.failedFuture(failure);
        }
        if (part.length() >= 0 && part.length() != body.bytes()) {
            throw Offsets.problem(FtpProblems.UPLOAD_BROKEN, now).toException();
        }
        return Future.succeededFuture(now);
    }

    /** Only the whole can be taken back. */
    private Future<Long> takeBack(Part part, ProblemException wrong) {
        if (part.offset() > 0) {
            throw new Spoiled(wrong);
        }
        return Presence.end(session, temporary)
                .compose(gone -> Future.failedFuture(
                        wrong.problem().with("uploadOffset", 0L).toException()));
    }

    /** Whoever had the upload before may not have been quite dead; bytes of an APPE may stand anywhere then. */
    private Future<Long> grown(Throwable failure, Part part, LimitedBody body) {
        if (!Failures.is(failure, FtpProblems.TRANSFER_CUT) || session.ended().isComplete()) {
            return Future.failedFuture(failure);
        }
        return Offsets.at(session, temporary).compose(now -> {
            if (now > part.offset() + body.bytes()) {
                throw new Spoiled(UploadProblems.SPOILED.toException(
                        "Something else has written to the upload's temporary file at the same time. "
                                + UploadProblems.SPOILED.advice()));
            }
            return Future.failedFuture(failure);
        });
    }

    private ProblemException tooLong(long offset, String kept) {
        return Problem.of(
                        UploadProblems.TOO_LONG,
                        "The upload was announced with " + length + " bytes. " + kept + " "
                                + UploadProblems.TOO_LONG.advice())
                .with("uploadOffset", offset)
                .toException();
    }
}
