package io.polyport.kit.problem;

import java.util.regex.Pattern;

/**
 * A kind of problem: what its code is, which HTTP status it has, and what its reader should do next. Every module keeps
 * its kinds in one table ({@code BusProblems}, {@code FtpProblems} …), from which {@code docs/problems.md} is made. A
 * code is never used again for something else.
 *
 * @param code {@code <service>.<kebab-case>}, stable, for programs
 * @param status HTTP status, 400 to 599
 * @param title one short sentence, the same for every occurrence
 * @param advice what the reader can do about it; stands in the documentation and, where a problem has no detail of its
 *     own, in its {@code detail}
 */
public record ProblemType(String code, int status, String title, String advice) {
    private static final Pattern CODE = Pattern.compile("[a-z][a-z0-9]*\\.[a-z0-9]+(-[a-z0-9]+)*");

    public ProblemType {
        if (!CODE.matcher(code).matches()) {
            throw new IllegalArgumentException("not a problem code: " + code);
        }
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException(code + ": status " + status + " is not 400 to 599");
        }
        if (title.isBlank() || advice.isBlank()) {
            throw new IllegalArgumentException(code + " needs a title and an advice");
        }
    }

    /** An exception with this problem whose detail is the advice. */
    public ProblemException toException() {
        return Problem.of(this).toException();
    }

    /** An exception with this problem and what is special about this occurrence. */
    public ProblemException toException(String detail) {
        return Problem.of(this, detail).toException();
    }
}
