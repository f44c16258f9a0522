package io.polyport.grpc.protocol;

import io.polyport.grpc.GrpcMetadata;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.Optional;

/** The head of a question, in the order that gRPC gives it. */
record RequestHead(String path, GrpcMetadata metadata, Optional<String> timeout, boolean compress) {
    private static final String AGENT = "grpc-polyport";

    /** From here on a head may be more than a server takes; few take less than 8 KiB. */
    private static final int LONG = 2 << 10;

    boolean isLong() {
        return metadata.entries().stream().mapToLong(RequestHead::size).sum() > LONG;
    }

    private static long size(GrpcMetadata.Entry entry) {
        return switch (entry) {
            case GrpcMetadata.Text text ->
                text.key().length() + (long) text.value().length();
            case GrpcMetadata.Bytes bytes ->
                bytes.key().length() + 2L * bytes.value().length();
        };
    }

    RequestOptions options() {
        return new RequestOptions().setMethod(HttpMethod.POST).setURI(path);
    }

    void write(HttpClientRequest request) {
        var headers = request.headers();
        timeout.ifPresent(value -> headers.add("grpc-timeout", value));
        headers.add("te", "trailers").add("content-type", "application/grpc").add("user-agent", AGENT);
        headers.add("grpc-accept-encoding", Gunzip.NAME);
        if (compress) {
            headers.add("grpc-encoding", Gunzip.NAME);
        }
        MetadataHeaders.write(metadata, headers);
        // Without it Vert.x asks for a content-length, which HTTP/2 does not need.
        request.setChunked(true);
    }
}
