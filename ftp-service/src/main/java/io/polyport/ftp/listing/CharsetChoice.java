package io.polyport.ftp.listing;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * In which charset a listing's names are. Decided once per listing: UTF-8 unless a line is no UTF-8, then the configured
 * one. A short name in another charset can look like UTF-8 by chance ("сам" in CP866 does), so the choice stays open
 * until enough bytes have spoken.
 */
final class CharsetChoice {
    private static final int ENOUGH_BYTES = 256;

    private final Charset configured;
    private int seen;
    private Charset chosen;

    CharsetChoice(Charset configured) {
        this.configured = configured;
    }

    /** Looks at a line that is still held back. */
    void see(byte[] line) {
        if (chosen != null || StrictText.isAscii(line)) {
            return;
        }
        if (!StrictText.isUtf8(line)) {
            chosen = configured;
            return;
        }
        for (byte each : line) {
            seen += each < 0 ? 1 : 0;
        }
        if (seen >= ENOUGH_BYTES) {
            chosen = StandardCharsets.UTF_8;
        }
    }

    /** Whether a line of this kind has to wait for the choice. */
    boolean needed(byte[] line) {
        return chosen == null && !StrictText.isAscii(line);
    }

    /** Whether a line that waits would change anything. */
    boolean isOpen() {
        return chosen == null && seen > 0;
    }

    /** Settles on what has been seen so far. */
    void settle() {
        if (isOpen()) {
            chosen = StandardCharsets.UTF_8;
        }
    }

    Charset chosen() {
        return chosen == null ? StandardCharsets.UTF_8 : chosen;
    }

    /** For one line: a stray line that is no UTF-8 in a listing that is gets the configured charset for itself. */
    Charset of(byte[] line) {
        if (StandardCharsets.UTF_8.equals(chosen) && !StrictText.isUtf8(line)) {
            return configured;
        }
        return chosen();
    }
}
