package io.polyport.system.grpc;

import io.grpc.stub.StreamObserver;

/** Sends back what comes, and ends when the caller does. */
final class EchoObserver implements StreamObserver<byte[]> {
    private final StreamObserver<byte[]> answers;

    EchoObserver(StreamObserver<byte[]> answers) {
        this.answers = answers;
    }

    @Override
    public void onNext(byte[] message) {
        answers.onNext(message);
    }

    @Override
    public void onError(Throwable cancelled) {
        // grpc-java has ended the call already.
    }

    @Override
    public void onCompleted() {
        answers.onCompleted();
    }
}
