package io.polyport.grpc;

/** The status codes of gRPC, and the HTTP status of each (google.rpc.Code). */
public enum GrpcCode {
    OK(200),
    CANCELLED(499),
    UNKNOWN(500),
    INVALID_ARGUMENT(400),
    DEADLINE_EXCEEDED(504),
    NOT_FOUND(404),
    ALREADY_EXISTS(409),
    PERMISSION_DENIED(403),
    RESOURCE_EXHAUSTED(429),
    FAILED_PRECONDITION(400),
    ABORTED(409),
    OUT_OF_RANGE(400),
    UNIMPLEMENTED(501),
    INTERNAL(500),
    UNAVAILABLE(503),
    DATA_LOSS(500),
    UNAUTHENTICATED(401);

    private static final GrpcCode[] ALL = values();

    private final int http;

    GrpcCode(int http) {
        this.http = http;
    }

    /** The code's number on the wire. */
    public int number() {
        return ordinal();
    }

    public int http() {
        return http;
    }

    /** The code of a number; UNKNOWN for any that is none. */
    public static GrpcCode of(int number) {
        return number >= 0 && number < ALL.length ? ALL[number] : UNKNOWN;
    }
}
