package io.polyport.grpc;

import java.time.Duration;
import java.util.Optional;

/**
 * What is special about one call.
 *
 * @param metadata sent with it; no reserved ones among them
 * @param timeout from now to its end, the connection included; told to the server ({@code grpc-timeout}); empty: none
 */
public record GrpcCallSettings(GrpcMetadata metadata, Optional<Duration> timeout) {
    public static GrpcCallSettings within(Duration timeout) {
        return new GrpcCallSettings(GrpcMetadata.NONE, Optional.of(timeout));
    }
}
