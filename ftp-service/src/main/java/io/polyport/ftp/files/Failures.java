package io.polyport.ftp.files;

import io.polyport.ftp.FtpProblems;
import io.polyport.kit.problem.ProblemException;
import io.polyport.kit.problem.ProblemType;

/** What a failure is. */
public final class Failures {
    private Failures() {}

    /** Whether the session has ended with it, as {@link io.polyport.ftp.FtpSession} says; its end may be told a moment later. */
    public static boolean endsSession(Throwable failure) {
        return is(failure, FtpProblems.CONNECTION_LOST)
                || is(failure, FtpProblems.TIMEOUT)
                || is(failure, FtpProblems.UNAVAILABLE)
                || is(failure, FtpProblems.PROTOCOL_ERROR);
    }

    public static boolean is(Throwable failure, ProblemType type) {
        return failure instanceof ProblemException problem
                && problem.problem().code().equals(type.code());
    }
}
