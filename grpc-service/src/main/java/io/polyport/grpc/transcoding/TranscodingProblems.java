package io.polyport.grpc.transcoding;

import io.polyport.kit.problem.ProblemType;
import java.util.List;

/** What can be wrong with a request below {@code /{c}/http}. */
public final class TranscodingProblems {
    /** No annotation has this path. */
    public static final ProblemType NO_SUCH_PATH = new ProblemType(
            "grpc.no-such-path",
            404,
            "No method of the connection is annotated with this path",
            "The paths of the google.api.http annotations stand in the connection's openapi.json; methods without one are"
                    + " called below /call.");

    /** An annotation has this path, but with another HTTP method. */
    public static final ProblemType OTHER_METHOD = new ProblemType(
            "grpc.other-http-method",
            405,
            "The annotated path takes another HTTP method",
            "The header Allow names the HTTP methods that the annotations of this path have.");

    /** A part of the request does not fit the fields of the message. */
    public static final ProblemType BAD_REQUEST = new ProblemType(
            "grpc.unfit-request",
            400,
            "The request does not fit the annotation of the method",
            "Every fault is named in errors: path:<field>, query:<parameter> or body:<JSON pointer>.");

    /** Every type above, for the documentation. */
    public static final List<ProblemType> ALL = List.of(NO_SUCH_PATH, OTHER_METHOD, BAD_REQUEST);

    private TranscodingProblems() {}
}
