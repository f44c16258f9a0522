package io.polyport.ftp;

import io.polyport.kit.problem.ProblemType;
import java.util.List;

/** What this service refuses by itself, without the far server having said so. */
public final class OperationProblems {
    public static final ProblemType PRECONDITION_FAILED = new ProblemType(
            "ftp.precondition-failed",
            412,
            "The file is there already",
            "The call said 'If-None-Match: *', which refuses to overwrite. Take another name, or leave the header out.");
    public static final ProblemType SIZE_DIFFERS = new ProblemType(
            "ftp.size-differs",
            409,
            "The file has another size than the call expects",
            "The member 'size' tells the size; continue from there, or send the file anew.");
    public static final ProblemType NOT_ALL_REMOVED = new ProblemType(
            "ftp.not-all-removed",
            409,
            "Not everything could be removed",
            "The member 'failed' names each path that is left, and why.");
    public static final ProblemType NOT_OPENED = new ProblemType(
            "ftp.not-opened",
            409,
            "The connection is not an opened one",
            "Only a connection that POST /connections opened has a working directory and can be closed.");

    public static final ProblemType TOO_MANY_OPENED = new ProblemType(
            "ftp.too-many-opened",
            429,
            "The caller has too many connections open",
            "Close those that are no longer needed (DELETE /connections/{id}); GET /connections lists them.");
    public static final ProblemType NO_PLACE = new ProblemType(
            "ftp.no-place",
            503,
            "The service has no place for another opened connection",
            "Try again later, use a configured connection, or have opened.most raised.");

    public static final List<ProblemType> ALL =
            List.of(PRECONDITION_FAILED, SIZE_DIFFERS, NOT_ALL_REMOVED, NOT_OPENED, TOO_MANY_OPENED, NO_PLACE);

    private OperationProblems() {}
}
