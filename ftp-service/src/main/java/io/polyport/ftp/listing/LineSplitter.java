package io.polyport.ftp.listing;

import java.util.Arrays;
import java.util.function.Consumer;

/** Cuts bytes that come in any pieces into lines at LF; one CR before it belongs to the line's end. */
final class LineSplitter {
    static final int MAX_LINE = 8 * 1024;

    private final Consumer<byte[]> lines;
    private byte[] carry = new byte[256];
    private int carried;

    LineSplitter(Consumer<byte[]> lines) {
        this.lines = lines;
    }

    /** Gives every line that is complete now; throws {@code ftp.listing-too-large} for a line over 8 KiB. */
    void feed(byte[] piece) {
        int start = 0;
        for (int at = 0; at < piece.length; at++) {
            if (piece[at] == '\n') {
                take(piece, start, at);
                start = at + 1;
            }
        }
        keep(piece, start, piece.length);
    }

    /** Gives what stands after the last LF, if anything does. */
    void end() {
        if (carried > 0) {
            take(new byte[0], 0, 0);
        }
    }

    private void take(byte[] piece, int start, int end) {
        byte[] line;
        if (carried > 0) {
            keep(piece, start, end);
            line = Arrays.copyOf(carry, endOf(carry, carried));
            carried = 0;
        } else {
            line = Arrays.copyOfRange(piece, start, endOf(piece, end, start));
        }
        refuseOver(line.length);
        lines.accept(line);
    }

    private static int endOf(byte[] bytes, int end) {
        return endOf(bytes, end, 0);
    }

    private static int endOf(byte[] bytes, int end, int start) {
        return end > start && bytes[end - 1] == '\r' ? end - 1 : end;
    }

    private void keep(byte[] piece, int start, int end) {
        int length = end - start;
        // One byte more than a line may have: the CR of its end.
        refuseOver(carried + length - 1);
        if (carried + length > carry.length) {
            carry = Arrays.copyOf(carry, Math.max(carry.length * 2, carried + length));
        }
        System.arraycopy(piece, start, carry, carried, length);
        carried += length;
    }

    private static void refuseOver(int length) {
        if (length > MAX_LINE) {
            throw ListingProblems.TOO_LARGE.toException("A line of the listing is longer than " + MAX_LINE
                    + " bytes, which no directory entry needs; look at the server with another FTP client.");
        }
    }
}
