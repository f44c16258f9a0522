package io.polyport.grpc.protocol;

import java.util.zip.DataFormatException;

/** What stands before the compressed bytes of a gzip member (RFC 1952 §2.3). */
final class GzipHead {
    private static final int FIXED = 10;
    private static final int HEADER_CHECKSUM = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int RESERVED = 0xE0;
    /** A name or a comment has any length; this much is looked through at once. */
    private static final int LONGEST_TEXT = 64 << 10;

    private GzipHead() {}

    /** Where the member that begins at {@code from} has its compressed bytes. */
    static int end(byte[] in, int from) throws DataFormatException {
        if (in.length - from < FIXED) {
            throw cut();
        }
        int flags = in[from + 3];
        if (in[from] != 0x1f || in[from + 1] != (byte) 0x8b || in[from + 2] != 8 || (flags & RESERVED) != 0) {
            throw new DataFormatException("it does not begin as gzip does");
        }
        int at = from + FIXED;
        if ((flags & EXTRA) != 0) {
            if (in.length - at < 2) {
                throw cut();
            }
            at += 2 + number(in, at);
        }
        at = (flags & NAME) == 0 ? at : behindText(in, at);
        at = (flags & COMMENT) == 0 ? at : behindText(in, at);
        at = (flags & HEADER_CHECKSUM) == 0 ? at : at + 2;
        if (at > in.length) {
            throw cut();
        }
        return at;
    }

    private static int behindText(byte[] in, int from) throws DataFormatException {
        long end = Math.min(in.length, (long) from + LONGEST_TEXT);
        for (int at = from; at < end; at++) {
            if (in[at] == 0) {
                return at + 1;
            }
        }
        throw new DataFormatException("a name in its head does not end");
    }

    /** Two bytes, the least one first. */
    static int number(byte[] in, int at) {
        return (in[at] & 0xff) | ((in[at + 1] & 0xff) << 8);
    }

    static DataFormatException cut() {
        return new DataFormatException("it ends too early");
    }
}
