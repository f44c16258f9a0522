package io.polyport.grpc.schema;

import io.polyport.kit.problem.ProblemType;
import java.util.List;

/** What can go wrong on the way to a schema: the one table. */
public final class SchemaProblems {
    /** With a field for every fault: {@code protos/<name>:<line>:<column>}, counted from 1. */
    public static final ProblemType PROTO_INVALID = new ProblemType(
            "grpc.proto-invalid",
            422,
            "The protos can't be compiled",
            "Correct what 'errors' names, file by file, and send all of them again.");

    public static final ProblemType PROTO_NAME = new ProblemType(
            "grpc.proto-name",
            422,
            "A proto's name can't be used",
            "Name each proto as the others import it: a relative path with '/' that ends with .proto.");
    public static final ProblemType ARCHIVE_INVALID = new ProblemType(
            "grpc.archive-invalid",
            422,
            "The ZIP with protos can't be used",
            "Send a ZIP of ordinary files with relative names, of which some end with .proto.");
    public static final ProblemType DESCRIPTOR_INVALID = new ProblemType(
            "grpc.descriptor-invalid",
            422,
            "The descriptor set can't be used",
            "Make it with protoc --include_imports --descriptor_set_out=FILE, and send that file.");
    public static final ProblemType TOO_LARGE = new ProblemType(
            "grpc.schema-too-large",
            413,
            "There are too many or too large protos",
            "Leave out files that no service needs, or have the operator raise the limits in grpc.schemas.");
    public static final ProblemType COMPILER_MISSING = new ProblemType(
            "grpc.compiler-missing",
            501,
            "There is no compiler for protos here",
            "Send a descriptor set, use reflection, or have the operator set grpc.schemas.compiler to a protoc.");
    public static final ProblemType COMPILER_TIMEOUT = new ProblemType(
            "grpc.compiler-timeout",
            422,
            "The protos take too long to compile",
            "Send fewer or simpler ones, or have the operator raise grpc.schemas.compile-timeout.");
    public static final ProblemType COMPILER_FAILED = new ProblemType(
            "grpc.compiler-failed",
            422,
            "The compiler ended without an answer",
            "These protos need more memory or depth than it may use. Send fewer or simpler ones, or a descriptor set.");
    public static final ProblemType BUSY = new ProblemType(
            "grpc.schemas-busy",
            503,
            "Too many schemas are being compiled",
            "Try again shortly; what is compiled already is answered at once.");
    public static final ProblemType REFLECTION_UNSUPPORTED = new ProblemType(
            "grpc.reflection-unsupported",
            502,
            "The server does not tell what it offers",
            "It has no reflection (v1 or v1alpha): turn it on there, or give protos or a descriptor set.");
    public static final ProblemType REFLECTION_FAILED = new ProblemType(
            "grpc.reflection-failed",
            502,
            "The server could not be asked what it offers",
            "Check its address, TLS and metadata, or give protos or a descriptor set.");
    public static final ProblemType REFLECTION_INVALID = new ProblemType(
            "grpc.reflection-invalid",
            502,
            "What the server tells of itself does not fit together",
            "Give its protos or a descriptor set instead of using reflection.");
    public static final ProblemType REFLECTION_TOO_LARGE = new ProblemType(
            "grpc.reflection-too-large",
            502,
            "The server tells more of itself than is taken",
            "Give the protos or a descriptor set of the services in question, or have the operator raise the limits in"
                    + " grpc.schemas.");
    public static final ProblemType REFLECTION_TIMEOUT = new ProblemType(
            "grpc.reflection-timeout",
            504,
            "The server did not tell in time what it offers",
            "Try again, give protos or a descriptor set, or have the operator raise grpc.schemas.reflection-timeout.");

    /** Every type above, for the documentation. */
    public static final List<ProblemType> ALL = List.of(
            PROTO_INVALID,
            PROTO_NAME,
            ARCHIVE_INVALID,
            DESCRIPTOR_INVALID,
            TOO_LARGE,
            COMPILER_MISSING,
            COMPILER_TIMEOUT,
            COMPILER_FAILED,
            BUSY,
            REFLECTION_UNSUPPORTED,
            REFLECTION_FAILED,
            REFLECTION_INVALID,
            REFLECTION_TOO_LARGE,
            REFLECTION_TIMEOUT);

    private SchemaProblems() {}
}
