package io.polyport.gateway.tls;

import io.polyport.kit.problem.Problem;
import io.polyport.kit.problem.ProblemException;
import io.polyport.kit.problem.ProblemType;
import java.util.List;

/** Problems of the listener's certificate; they end the start and are never seen by a caller. */
public final class TlsProblems {
    public static final ProblemType CERTIFICATE_UNUSABLE = new ProblemType(
            "gateway.certificate-unusable",
            500,
            "The listener's certificate or key cannot be used",
            "Correct 'tls' in the configuration, or the files that it names, and start again.");

    private TlsProblems() {}

    /** All of them, for the documentation. */
    public static List<ProblemType> all() {
        return List.of(CERTIFICATE_UNUSABLE);
    }

    static ProblemException unusable(String detail) {
        return CERTIFICATE_UNUSABLE.toException(detail);
    }

    /** With the cause for the log. */
    static ProblemException unusable(String detail, Throwable cause) {
        return new ProblemException(Problem.of(CERTIFICATE_UNUSABLE, detail), cause);
    }
}
