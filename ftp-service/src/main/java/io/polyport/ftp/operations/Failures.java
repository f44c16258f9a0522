package io.polyport.ftp.operations;

import io.polyport.kit.problem.ProblemException;
import io.polyport.kit.problem.ProblemType;

/** What a failure is. */
final class Failures {
    private Failures() {}

    static boolean is(Throwable failure, ProblemType type) {
        return failure instanceof ProblemException problem
                && problem.problem().code().equals(type.code());
    }
}
