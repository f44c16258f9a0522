package io.polyport.ftp.files;

import io.polyport.ftp.FtpEntry;
import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpProblems;
import io.polyport.ftp.FtpSession;
import io.vertx.core.Future;

/** Whether something stands at a server. */
public final class Presence {
    private Presence() {}

    /** Whether a file is there; fails with {@code ftp.wrong-kind} when it is a directory. */
    public static Future<Boolean> ofFile(FtpSession session, FtpPath file) {
        return session.stat(file).transform(found -> {
            if (found.succeeded()) {
                return found.result().type() == FtpEntry.Type.DIRECTORY
                        ? Future.failedFuture(FtpProblems.WRONG_KIND.toException("A directory has this name."))
                        : Future.succeededFuture(true);
            }
            return Failures.is(found.cause(), FtpProblems.NOT_FOUND)
                    ? Future.succeededFuture(false)
                    : Future.failedFuture(found.cause());
        });
    }

    /** Removes a file, if there is one. */
    public static Future<Void> end(FtpSession session, FtpPath file) {
        return session.delete(file)
                .recover(failure -> Failures.is(failure, FtpProblems.NOT_FOUND)
                        ? Future.succeededFuture()
                        : Future.failedFuture(failure));
    }
}
