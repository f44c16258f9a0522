package io.polyport.grpc.protocol;

import io.polyport.grpc.GrpcCode;
import io.polyport.grpc.GrpcMetadata;
import io.polyport.grpc.GrpcStatus;
import io.vertx.core.MultiMap;
import java.util.Optional;
import java.util.regex.Pattern;

/** How an answer ended, from its trailers, or from its head when it is all there was ("Trailers-Only"). */
final class StatusReading {
    static final String STATUS = "grpc-status";
    private static final String MESSAGE = "grpc-message";
    private static final String DETAILS = "grpc-status-details-bin";
    /** Java would read "-0" as 0 too, and a call that failed would seem to have succeeded. */
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    private StatusReading() {}

    static boolean isIn(MultiMap headers) {
        return headers.contains(STATUS);
    }

    /** A number that is none, or none of gRPC's, is UNKNOWN; the text stays. */
    static GrpcStatus read(MultiMap headers) {
        String number = headers.get(STATUS);
        GrpcMetadata trailers = MetadataHeaders.read(headers);
        if (number == null) {
            return new GrpcStatus(
                    GrpcCode.UNKNOWN,
                    "The server ended its answer without a status.",
                    Optional.empty(),
                    trailers,
                    true);
        }
        String text = Optional.ofNullable(headers.get(MESSAGE))
                .map(PercentText::decode)
                .orElse("");
        int code = number(number);
        if (code < 0 || code > GrpcCode.UNAUTHENTICATED.number()) {
            text = (text.isEmpty() ? "" : text + " ") + "(The server's status is '" + shown(number)
                    + "', which gRPC does not know.)";
        }
        var details = Optional.ofNullable(headers.get(DETAILS)).flatMap(MetadataHeaders::bytes);
        return new GrpcStatus(GrpcCode.of(code), text, details, trailers, false);
    }

    private static int number(String text) {
        String bare = text.strip();
        return NUMBER.matcher(bare).matches() ? Integer.parseInt(bare) : -1;
    }

    private static String shown(String text) {
        return text.length() <= 20 ? text : text.substring(0, 20) + "…";
    }
}
