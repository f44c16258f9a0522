package io.polyport.grpc;

import io.vertx.core.buffer.Buffer;
import java.util.Base64;
import java.util.Set;

/** Which metadata callers may send, and how they write it: bytes ({@code -bin}) in base64. */
public final class MetadataKeys {
    /** What HTTP/2 or gRPC itself says with a header, and what belongs to one connection (RFC 9113 §8.2.2). */
    private static final Set<String> RESERVED = Set.of(
            "connection",
            "content-length",
            "content-type",
            "host",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "user-agent");

    private MetadataKeys() {}

    /** @throws IllegalArgumentException says what is wrong, to stand behind the key's name */
    public static GrpcMetadata.Entry entry(String key, String written) {
        if (key.startsWith("grpc-") || RESERVED.contains(key)) {
            throw new IllegalArgumentException("is reserved: gRPC and HTTP say something of their own with it");
        }
        if (!key.endsWith("-bin")) {
            return new GrpcMetadata.Text(key, written);
        }
        try {
            return new GrpcMetadata.Bytes(key, Buffer.buffer(Base64.getDecoder().decode(written)));
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException("has to be base64, since it ends with -bin");
        }
    }

    /** As a caller would write it. */
    public static String written(GrpcMetadata.Entry entry) {
        return switch (entry) {
            case GrpcMetadata.Text text -> text.value();
            case GrpcMetadata.Bytes bytes ->
                Base64.getEncoder().encodeToString(bytes.value().getBytes());
        };
    }
}
