package io.polyport.grpc.json;

/** Bytes that are no message of the type, or that JSON cannot say. It carries no stack trace. */
public final class WireFault extends RuntimeException {
    private final boolean tooLarge;

    private WireFault(String detail, boolean tooLarge) {
        super(JsonFault.shortened(detail), null, false, false);
        this.tooLarge = tooLarge;
    }

    WireFault(String detail) {
        this(detail, false);
    }

    static WireFault tooLarge(long most) {
        return new WireFault("would be more than " + most + " bytes as JSON", true);
    }

    /** Whether the message is right but would be more JSON than the caller wants. */
    public boolean tooLarge() {
        return tooLarge;
    }
}
