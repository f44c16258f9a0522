package io.polyport.grpc;

import io.vertx.core.Future;

/** The way to gRPC servers, in this service's words: calls of messages that are bytes; no thread waits. */
public interface GrpcClient {
    /**
     * Begins a call, on the event loop of the caller's context, where all that comes of it is told too. Whatever goes wrong
     * (the look-up of a name, the connection, the server, the deadline, a limit) is the call's {@link GrpcCall#status}.
     *
     * @param path {@code /package.Service/Method}
     */
    GrpcCall call(GrpcTarget target, String path, GrpcCallSettings settings);

    /**
     * Nobody means to call there any more: connections close as soon as the last call under way has ended. A later call opens
     * new ones.
     */
    void leave(GrpcTarget target);

    /** Cancels every call and closes every connection. */
    Future<Void> close();
}
