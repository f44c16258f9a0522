package io.polyport.grpc;

import io.polyport.grpc.protocol.ReservedMetadata;
import io.vertx.core.buffer.Buffer;
import java.util.Base64;

/** Which metadata callers may send, and how they write it: bytes ({@code -bin}) in base64. */
public final class MetadataKeys {
    private MetadataKeys() {}

    /** @throws IllegalArgumentException says what is wrong, to stand behind the key's name */
    public static GrpcMetadata.Entry entry(String key, String written) {
        if (ReservedMetadata.isReserved(key)) {
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
