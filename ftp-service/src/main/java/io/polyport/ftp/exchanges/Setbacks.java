package io.polyport.ftp.exchanges;

import io.polyport.ftp.FtpProblems;
import io.polyport.ftp.files.Failures;
import io.polyport.kit.problem.Problem;
import io.polyport.kit.problem.ProblemException;
import io.polyport.kit.problem.ProblemType;
import java.util.List;

/** The files of one look that could not be brought. One of them holds up no other; a server that is gone does. */
final class Setbacks {
    /** Servers have ended connections over one file. */
    private static final int MOST_LOST = 3;
    /** No file's fault. */
    private static final List<ProblemType> UNREACHABLE = List.of(
            FtpProblems.CONNECT_REFUSED,
            FtpProblems.UNKNOWN_HOST,
            FtpProblems.PROXY_UNREACHABLE,
            FtpProblems.PROXY_LOGIN_REFUSED,
            FtpProblems.PROXY_REFUSED,
            FtpProblems.TLS_FAILED,
            FtpProblems.TLS_REFUSED,
            FtpProblems.TLS_UNTRUSTED,
            FtpProblems.POOL_EXHAUSTED);

    private String name;
    private Throwable first;
    private int files;
    private int lost;
    private boolean gone;
    private boolean onlyOfTheirOwn = true;

    /** @param ofItsOwn whether it is tried again by itself, and no reason to pause with others */
    void note(String file, Throwable failure, boolean ofItsOwn) {
        if (first == null) {
            first = failure;
            name = file;
        }
        files++;
        if (Failures.endsSession(failure) || Failures.is(failure, FtpProblems.LOGIN_REFUSED)) {
            lost++;
        }
        gone |= UNREACHABLE.stream().anyMatch(type -> Failures.is(failure, type));
        onlyOfTheirOwn &= ofItsOwn;
    }

    /** Whether it makes sense to go on with other files. */
    boolean goesOn() {
        return lost < MOST_LOST && !gone;
    }

    /** Whether it does with new ones: connections that were lost over what was begun earlier say nothing of them. */
    boolean goesOnWithNew() {
        lost = 0;
        return goesOn();
    }

    boolean areOnlyOfTheirOwn() {
        return onlyOfTheirOwn;
    }

    boolean any() {
        return first != null;
    }

    /** The first of them, with the file's name. */
    Throwable failure() {
        if (!(first instanceof ProblemException known)) {
            return first;
        }
        Problem problem = known.problem();
        String more = files == 1 ? "" : " (So did " + (files - 1) + " more.)";
        return new ProblemException(
                new Problem(
                        problem.type(),
                        "'" + name + "' failed: " + problem.detail() + more,
                        problem.errors(),
                        problem.extensions(),
                        problem.retryAfterSeconds()),
                known);
    }
}
