package io.polyport.grpc;

import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/**
 * How a call ended.
 *
 * @param code the code, 0 to 16; another number of a server is UNKNOWN
 * @param message the text, percent-decoded; may be empty
 * @param details the bytes of a {@code google.rpc.Status} ({@code grpc-status-details-bin}), when the server sent some
 * @param trailers the other trailing metadata
 * @param isLocal whether it came about on this side (no connection, deadline, a limit, an answer that is no gRPC)
 *     and was not sent by the server
 */
public record GrpcStatus(
        GrpcCode code, String message, Optional<Buffer> details, GrpcMetadata trailers, boolean isLocal) {
    /** One that came about on this side. */
    public static GrpcStatus local(GrpcCode code, String message) {
        return new GrpcStatus(code, message, Optional.empty(), GrpcMetadata.NONE, true);
    }

    public boolean isOk() {
        return code == GrpcCode.OK;
    }
}
