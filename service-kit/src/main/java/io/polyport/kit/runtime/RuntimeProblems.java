package io.polyport.kit.runtime;

import io.polyport.kit.problem.ProblemType;
import java.util.List;

/** What the management port answers besides health and metrics. */
public final class RuntimeProblems {
    static final ProblemType NOT_FOUND = new ProblemType(
            "management.not-found",
            404,
            "There is nothing at this path of the management port",
            "The management port has /health/live, /health/ready and /metrics.");
    static final ProblemType METHOD_NOT_ALLOWED = new ProblemType(
            "management.method-not-allowed", 405, "The management port can only be read", "Use GET or HEAD.");
    static final ProblemType METRICS_FAILED = new ProblemType(
            "management.metrics-failed", 500, "The metrics could not be written", "The program's log says why.");

    private RuntimeProblems() {}

    /** All kinds, for the documentation. */
    public static List<ProblemType> all() {
        return List.of(NOT_FOUND, METHOD_NOT_ALLOWED, METRICS_FAILED);
    }
}
