package io.polyport.ftp.exchanges;

import io.polyport.ftp.FtpProblems;
import io.polyport.ftp.files.Failures;
import io.vertx.core.Future;

/** Failures that are none: what is not there need not be removed. */
final class Failing {
    private Failing() {}

    static Future<Boolean> falseWhenAbsent(Throwable failure) {
        return Failures.is(failure, FtpProblems.NOT_FOUND)
                ? Future.succeededFuture(false)
                : Future.failedFuture(failure);
    }

    static Future<Void> nothingWhenAbsent(Throwable failure) {
        return Failures.is(failure, FtpProblems.NOT_FOUND) ? Future.succeededFuture() : Future.failedFuture(failure);
    }
}
