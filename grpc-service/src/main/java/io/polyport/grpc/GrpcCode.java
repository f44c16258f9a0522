package io.polyport.grpc;

/** The status codes of gRPC, and the HTTP status of each (google.rpc.Code). */
public enum GrpcCode {
    OK(0, 200),
    CANCELLED(1, 499),
    UNKNOWN(2, 500),
    INVALID_ARGUMENT(3, 400),
    DEADLINE_EXCEEDED(4, 504),
    NOT_FOUND(5, 404),
    ALREADY_EXISTS(6, 409),
    PERMISSION_DENIED(7, 403),
    RESOURCE_EXHAUSTED(8, 429),
    FAILED_PRECONDITION(9, 400),
    ABORTED(10, 409),
    OUT_OF_RANGE(11, 400),
    UNIMPLEMENTED(12, 501),
    INTERNAL(13, 500),
    UNAVAILABLE(14, 503),
    DATA_LOSS(15, 500),
    UNAUTHENTICATED(16, 401);

    private static final GrpcCode[] ALL = values();

    private final int number;
    private final int http;

    GrpcCode(int number, int http) {
        this.number = number;
        this.http = http;
    }

    /** The code's number on the wire. */
    public int number() {
        return number;
    }

    public int http() {
        return http;
    }

    /** The code of a number; UNKNOWN for any that is none. */
    public static GrpcCode of(int number) {
        return number >= 0 && number < ALL.length ? ALL[number] : UNKNOWN;
    }
}
