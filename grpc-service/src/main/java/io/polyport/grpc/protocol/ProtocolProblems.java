package io.polyport.grpc.protocol;

import io.polyport.kit.problem.ProblemType;
import java.util.List;

/** What can be wrong on this side of a connection to a gRPC server. */
public final class ProtocolProblems {
    public static final ProblemType CERTIFICATE_UNUSABLE = new ProblemType(
            "grpc.certificate-unusable",
            500,
            "A certificate or key for the gRPC server can't be used",
            "Check ca-file, certificate-file and key-file of the connection's tls.");

    /** Every type above, for the documentation. */
    public static final List<ProblemType> ALL = List.of(CERTIFICATE_UNUSABLE);

    private ProtocolProblems() {}
}
