package io.polyport.grpc.json;

/** What RFC 3629 calls UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF. */
final class Utf8 {
    private Utf8() {}

    /** The first byte that belongs to no character, or -1. */
    static int fault(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            if (bytes[at] >= 0) {
                at++;
                continue;
            }
            int length = sequence(bytes, at, to);
            if (length == 0) {
                return at;
            }
            at += length;
        }
        return -1;
    }

    /** The bytes of the character that begins here with a byte above 0x7f; 0 when it is none. */
    static int sequence(byte[] bytes, int at, int to) {
        int first = bytes[at] & 0xff;
        int left = to - at;
        if (first >= 0xc2 && first <= 0xdf) {
            return left >= 2 && follows(bytes[at + 1]) ? 2 : 0;
        }
        if (first >= 0xe0 && first <= 0xef) {
            return left >= 3 && second(first, bytes[at + 1] & 0xff) && follows(bytes[at + 2]) ? 3 : 0;
        }
        if (first >= 0xf0 && first <= 0xf4) {
            boolean whole = left >= 4 && second(first, bytes[at + 1] & 0xff);
            return whole && follows(bytes[at + 2]) && follows(bytes[at + 3]) ? 4 : 0;
        }
        return 0;
    }

    private static boolean follows(byte value) {
        return (value & 0xc0) == 0x80;
    }

    private static boolean second(int first, int second) {
        int least = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
        int most = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
        return second >= least && second <= most;
    }
}
