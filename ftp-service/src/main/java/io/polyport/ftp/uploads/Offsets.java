package io.polyport.ftp.uploads;

import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpProblems;
import io.polyport.ftp.FtpSession;
import io.polyport.ftp.files.Presence;
import io.polyport.kit.problem.Problem;
import io.polyport.kit.problem.ProblemType;
import io.vertx.core.Future;

/** How much of an upload is there: what the FTP server says of its temporary file, and nothing else. */
final class Offsets {
    /** There is no such file. */
    static final long NONE = -1;

    private Offsets() {}

    /** Bytes at the server, or {@link #NONE}. */
    static Future<Long> at(FtpSession session, FtpPath temporary) {
        return session.size(temporary)
                .compose(size -> size.isPresent()
                        ? Future.succeededFuture(size.getAsLong())
                        : Presence.ofFile(session, temporary)
                                .compose(there -> there
                                        ? Future.failedFuture(FtpProblems.UNSUPPORTED.toException(
                                                "The FTP server no longer tells the size of the upload's file."))
                                        : Future.succeededFuture(NONE)));
    }

    /** A problem that tells where to go on. */
    static Problem problem(ProblemType type, long offset) {
        return Problem.of(type, type.advice()).with("uploadOffset", Math.max(0, offset));
    }
}
