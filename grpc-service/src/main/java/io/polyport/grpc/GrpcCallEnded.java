package io.polyport.grpc;

/** A message could not be sent, since its call has ended. The reason is the call's status. */
public final class GrpcCallEnded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public GrpcCallEnded() {
        super("the call has ended; see its status", null, false, false);
    }
}
