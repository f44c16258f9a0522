package io.polyport.kit.bus;

import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/**
 * The message that opens a call: an envelope and, when it is small and known, the whole request body, sealed together. On a
 * bus that never leaves the process it is passed on as it is.
 *
 * @param inline the body; empty unless the envelope says {@code INLINE}
 */
record Opening(Envelope envelope, Buffer inline) {
    /** Most envelopes are smaller, in bytes. */
    private static final int SIZE = 1_000;

    /** In place of a seal where nothing is written: whoever holds the keyring could have sealed it. */
    record Passed(Opening opening, Keyring keyring) {}

    Buffer seal(Keyring keyring) {
        return keyring.seal(SIZE + inline.length(), wire -> {
            int start = wire.length();
            wire.appendInt(0);
            EnvelopeCodec.encode(wire, envelope);
            wire.setInt(start, wire.length() - start - Integer.BYTES);
            wire.appendBuffer(inline);
        });
    }

    /** The opening, when it was sealed with a key that we know and can be read, or was passed on by who could have sealed it. */
    static Optional<Opening> open(Object message, Keyring keyring) {
        return switch (message) {
            case Passed passed -> keyring.trusts(passed.keyring()) ? Optional.of(passed.opening()) : Optional.empty();
            case Buffer sealed -> open(sealed, keyring);
            default -> Optional.empty();
        };
    }

    private static Optional<Opening> open(Buffer sealed, Keyring keyring) {
        return keyring.open(sealed).map(message -> {
            int end = 4 + message.getInt(0);
            return new Opening(EnvelopeCodec.decode(message.slice(4, end)), message.slice(end, message.length()));
        });
    }
}
