package io.polyport.grpc.protocol;

import io.netty.handler.codec.http2.Http2Exception;
import io.polyport.grpc.GrpcCode;
import io.polyport.grpc.GrpcStatus;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;

/** Why a stream broke off, as a status. */
final class StreamFaults {
    private static final long REFUSED_STREAM = 7;

    private StreamFaults() {}

    /**
     * Whether the server has certainly not begun to work on it: it refused the stream (RFC 9113 §8.7), said GOAWAY before
     * it (§6.8), or the stream never got a number.
     */
    static boolean isUntouched(Throwable failure, int streamId) {
        if (streamId <= 0) {
            return true;
        }
        return switch (failure) {
            case StreamResetException reset -> reset.getCode() == REFUSED_STREAM;
            case HttpClosedException closed ->
                closed.goAway() != null && streamId > closed.goAway().getLastStreamId();
            default -> false;
        };
    }

    static GrpcStatus status(Throwable failure, boolean untouched) {
        return switch (failure) {
            case StreamResetException reset -> reset(reset.getCode());
            case HttpClosedException closed when closed.goAway() != null -> away(closed, untouched);
            case Http2Exception.HeaderListSizeException _tooLong ->
                GrpcStatus.local(
                        GrpcCode.RESOURCE_EXHAUSTED,
                        "The server's metadata are much longer than limits.metadata of the connection allows.");
            case Http2Exception fault ->
                GrpcStatus.local(
                        GrpcCode.INTERNAL, "The server broke the rules of HTTP/2: " + fault.getMessage() + ".");
            default -> GrpcStatus.local(GrpcCode.UNAVAILABLE, "The connection was lost before the answer's end.");
        };
    }

    private static GrpcStatus away(HttpClosedException closed, boolean untouched) {
        long code = closed.goAway().getErrorCode();
        return GrpcStatus.local(
                GrpcCode.UNAVAILABLE,
                "The server ended the connection (GOAWAY " + name(code) + ")"
                        + (untouched ? " before it looked at the call." : "."));
    }

    /** The table of gRPC over HTTP/2, "Errors". */
    private static GrpcStatus reset(long code) {
        GrpcCode status = switch ((int) code) {
            case 7 -> GrpcCode.UNAVAILABLE;
            case 8 -> GrpcCode.CANCELLED;
            case 11 -> GrpcCode.RESOURCE_EXHAUSTED;
            case 12 -> GrpcCode.PERMISSION_DENIED;
            default -> GrpcCode.INTERNAL;
        };
        return GrpcStatus.local(status, "The server reset the call's stream (" + name(code) + ").");
    }

    private static String name(long code) {
        return switch ((int) code) {
            case 0 -> "NO_ERROR";
            case 1 -> "PROTOCOL_ERROR";
            case 2 -> "INTERNAL_ERROR";
            case 3 -> "FLOW_CONTROL_ERROR";
            case 4 -> "SETTINGS_TIMEOUT";
            case 5 -> "STREAM_CLOSED";
            case 6 -> "FRAME_SIZE_ERROR";
            case 7 -> "REFUSED_STREAM";
            case 8 -> "CANCEL";
            case 9 -> "COMPRESSION_ERROR";
            case 10 -> "CONNECT_ERROR";
            case 11 -> "ENHANCE_YOUR_CALM";
            case 12 -> "INADEQUATE_SECURITY";
            case 13 -> "HTTP_1_1_REQUIRED";
            default -> "code " + code;
        };
    }
}
