package io.polyport.system.grpc;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/** Counts the calls of a grpc-java server that begin ({@code begun Method}) and are cancelled ({@code cancelled Method}). */
final class WatchedCalls implements ServerInterceptor {
    private final Tally tally;

    WatchedCalls(Tally tally) {
        this.tally = tally;
    }

    @Override
    public <A, B> ServerCall.Listener<A> interceptCall(
            ServerCall<A, B> call, Metadata headers, ServerCallHandler<A, B> next) {
        String method = call.getMethodDescriptor().getBareMethodName();
        tally.add("begun " + method);
        return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
            @Override
            public void onCancel() {
                tally.add("cancelled " + method);
                super.onCancel();
            }
        };
    }
}
