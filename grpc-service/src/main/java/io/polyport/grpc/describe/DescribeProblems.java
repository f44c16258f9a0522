package io.polyport.grpc.describe;

import io.polyport.kit.problem.ProblemType;
import java.util.List;

/** Why a schema can't be described. */
public final class DescribeProblems {
    /** The description would be larger than what is made of one. */
    public static final ProblemType TOO_LARGE = new ProblemType(
            "grpc.description-too-large",
            422,
            "The description would be too large",
            "Ask for less at once: one type below /types instead of openapi.json, or a connection with only the services"
                    + " that you use.");

    /** Every type above, for the documentation. */
    public static final List<ProblemType> ALL = List.of(TOO_LARGE);

    private DescribeProblems() {}
}
