package io.polyport.grpc.protocol;

import java.util.Set;

/** Keys that belong to gRPC or to HTTP/2 and are never taken from a caller; some of them would end the whole connection. */
public final class ReservedMetadata {
    private static final Set<String> KEYS = Set.of(
            "accept-encoding",
            "connection",
            "content-encoding",
            "content-length",
            "content-type",
            "expect",
            "host",
            "http2-settings",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "user-agent");

    private ReservedMetadata() {}

    /** @param key in lower case */
    public static boolean isReserved(String key) {
        return key.isEmpty() || key.charAt(0) == ':' || key.startsWith("grpc-") || KEYS.contains(key);
    }
}
