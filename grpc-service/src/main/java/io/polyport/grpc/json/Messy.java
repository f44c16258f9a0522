package io.polyport.grpc.json;

/** Wire bytes that are right but can't be written as JSON in one go: see {@link Tidy}. */
final class Messy extends RuntimeException {
    Messy() {
        super("not in order", null, false, false);
    }
}
