package io.polyport.grpc.protocol;

import io.netty.handler.codec.http2.Http2Exception;
import io.polyport.grpc.GrpcCode;
import io.polyport.grpc.GrpcStatus;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;
import java.io.IOException;
import java.util.Optional;

/** Why a stream broke off, as a status. */
final class StreamFaults {
    private static final long REFUSED_STREAM = 7;

    private StreamFaults() {}

    /**
     * Whether the server has certainly not begun to work on it: it refused the stream (RFC 9113 §8.7), said GOAWAY before
     * it (§6.8), or the stream never got a number.
     */
    static boolean isUntouched(Throwable failure, int streamId, Optional<Away> away) {
        return streamId <= 0
                || (failure instanceof StreamResetException reset && reset.getCode() == REFUSED_STREAM)
                || (away.isPresent() && streamId > away.get().lastStream());
    }

    static GrpcStatus status(Throwable failure, boolean untouched, Optional<Away> away) {
        return switch (failure) {
            case StreamResetException reset -> reset(reset.getCode());
            case Http2Exception.HeaderListSizeException tooLong ->
                GrpcStatus.local(
                        GrpcCode.RESOURCE_EXHAUSTED,
                        tooLong.duringDecode()
                                ? "The server's metadata are much longer than limits.metadata of the connection allows."
                                : "The call's metadata are longer than the server takes. Send fewer or shorter ones.");
            case Http2Exception fault ->
                GrpcStatus.local(
                        GrpcCode.INTERNAL, "The server broke the rules of HTTP/2: " + fault.getMessage() + ".");
            case HttpClosedException _closed -> closed(untouched, away);
            case IOException _closed -> closed(untouched, away);
            case NumberFormatException _status -> noStatus();
            case NullPointerException _status -> noStatus();
            default -> GrpcStatus.local(GrpcCode.INTERNAL, "The call's stream broke: " + failure.getMessage() + ".");
        };
    }

    /** Vert.x reads it so, and says no more than how it failed. */
    private static GrpcStatus noStatus() {
        return GrpcStatus.local(GrpcCode.INTERNAL, "The server's answer has no HTTP status that can be read.");
    }

    private static GrpcStatus closed(boolean untouched, Optional<Away> away) {
        String text = away.map(known -> "The server ended the connection (GOAWAY " + name(known.code()) + ")"
                        + (untouched ? " before it looked at the call." : "."))
                .orElse("The connection was lost before the answer's end.");
        return GrpcStatus.local(GrpcCode.UNAVAILABLE, text);
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
