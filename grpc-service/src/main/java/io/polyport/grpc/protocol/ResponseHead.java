package io.polyport.grpc.protocol;

import io.polyport.grpc.GrpcCode;
import io.polyport.grpc.GrpcStatus;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientResponse;
import java.util.Locale;
import java.util.Optional;

/** What the head of an answer says about what follows. */
final class ResponseHead {
    private static final String TYPE = "application/grpc";

    private ResponseHead() {}

    /** Why this is no answer of gRPC; empty when it is one. The table is gRPC's "HTTP to gRPC Status Code Mapping". */
    static Optional<GrpcStatus> fault(HttpClientResponse response) {
        int http = response.statusCode();
        if (http != 200) {
            return Optional.of(GrpcStatus.local(
                    of(http), "The server answered with HTTP status " + http + type(response.headers()) + "."));
        }
        if (!isGrpc(response.headers())) {
            return Optional.of(GrpcStatus.local(
                    GrpcCode.UNKNOWN,
                    "What the server answered is not gRPC" + type(response.headers()) + ". Check the address."));
        }
        return Optional.empty();
    }

    static GrpcCode of(int http) {
        return switch (http) {
            case 400, 431 -> GrpcCode.INTERNAL;
            case 401 -> GrpcCode.UNAUTHENTICATED;
            case 403 -> GrpcCode.PERMISSION_DENIED;
            case 404 -> GrpcCode.UNIMPLEMENTED;
            case 429, 502, 503, 504 -> GrpcCode.UNAVAILABLE;
            default -> GrpcCode.UNKNOWN;
        };
    }

    /** {@code application/grpc}, and what is made of it: {@code +proto}, {@code ;charset=…}. */
    private static boolean isGrpc(MultiMap headers) {
        String type = MetadataHeaders.contentType(headers).orElse("").strip().toLowerCase(Locale.ROOT);
        return type.equals(TYPE)
                || type.startsWith(TYPE + "+")
                || type.startsWith(TYPE + ";")
                || type.startsWith(TYPE + " ");
    }

    private static String type(MultiMap headers) {
        return MetadataHeaders.contentType(headers)
                .map(type -> " and content-type '" + (type.length() <= 80 ? type : type.substring(0, 80) + "…") + "'")
                .orElse(" and no content-type");
    }
}
