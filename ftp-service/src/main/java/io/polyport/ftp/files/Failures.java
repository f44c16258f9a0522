package io.polyport.ftp.files;

import io.polyport.kit.problem.ProblemException;
import io.polyport.kit.problem.ProblemType;

/** What a failure is. */
public final class Failures {
    private Failures() {}

    public static boolean is(Throwable failure, ProblemType type) {
        return failure instanceof ProblemException problem
                && problem.problem().code().equals(type.code());
    }
}
