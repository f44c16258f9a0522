package io.polyport.grpc;

import io.polyport.kit.problem.ProblemType;
import java.util.List;

/** What can go wrong with the server: the one table. */
public final class GrpcProblems {
    public static final ProblemType UNREACHABLE = new ProblemType(
            "grpc.unreachable",
            502,
            "The server can't be reached",
            "Check grpc.host and grpc.port, and that a firewall lets this service through.");
    public static final ProblemType TIMEOUT = new ProblemType(
            "grpc.timeout",
            504,
            "The server did not answer in time",
            "Try again later; for a slow server raise grpc.answer-timeout.");
    public static final ProblemType CUT =
            new ProblemType("grpc.cut", 502, "The server broke off", "What has come is not whole. Ask again.");

    /** Every type above, for the documentation. */
    public static final List<ProblemType> ALL = List.of(UNREACHABLE, TIMEOUT, CUT);

    private GrpcProblems() {}
}
