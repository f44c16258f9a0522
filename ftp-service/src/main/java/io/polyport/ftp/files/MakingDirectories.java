package io.polyport.ftp.files;

import io.polyport.ftp.FtpEntry;
import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpProblems;
import io.polyport.ftp.FtpSession;
import io.vertx.core.Future;

/** Makes directories that may be there already. */
public final class MakingDirectories {
    private MakingDirectories() {}

    /** Makes a directory and what is missing of its parents; answers whether anything had to be made. */
    public static Future<Boolean> make(FtpSession session, FtpPath directory) {
        if (directory.isEmpty()) {
            return Future.succeededFuture(false);
        }
        return session.makeDirectory(directory).map(true).recover(failure -> {
            if (Failures.is(failure, FtpProblems.NOT_FOUND)
                    && !directory.parent().isEmpty()) {
                return make(session, directory.parent())
                        .compose(ready -> session.makeDirectory(directory)
                                .map(true)
                                .recover(again -> unlessThere(session, directory, again)));
            }
            return unlessThere(session, directory, failure);
        });
    }

    /** That a directory is there already is no failure; somebody else may have made it a moment ago. */
    private static Future<Boolean> unlessThere(FtpSession session, FtpPath directory, Throwable failure) {
        if (!Failures.is(failure, FtpProblems.EXISTS)) {
            return Future.failedFuture(failure);
        }
        return session.stat(directory)
                .compose(entry -> entry.type() == FtpEntry.Type.FILE
                        ? Future.failedFuture(FtpProblems.EXISTS.toException("A file has this name."))
                        : Future.succeededFuture(false));
    }
}
