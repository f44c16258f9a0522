package io.polyport.grpc.transcoding;

/** Why something does not fit, in words that follow the name of what it is about. Never leaves this room. */
final class Unfit extends RuntimeException {
    Unfit(String words) {
        super(words, null, false, false);
    }

    String words() {
        return getMessage();
    }
}
