package io.polyport.grpc.protocol;

import java.nio.charset.StandardCharsets;

/** The encoding of {@code grpc-message}: UTF-8 with {@code %XX} for what is not printable ASCII (gRPC over HTTP/2). */
final class PercentText {
    private PercentText() {}

    /**
     * Never fails: an escape that is none stands for itself, bytes that are no UTF-8 become U+FFFD; the protocol asks for
     * just that, so that no fault hides the text of another.
     */
    static String decode(String encoded) {
        if (encoded.indexOf('%') < 0 && isAscii(encoded)) {
            return encoded;
        }
        byte[] in = encoded.getBytes(StandardCharsets.UTF_8);
        byte[] out = new byte[in.length];
        int length = 0;
        for (int at = 0; at < in.length; at++) {
            if (in[at] == '%' && at + 2 < in.length && hex(in[at + 1]) >= 0 && hex(in[at + 2]) >= 0) {
                out[length++] = (byte) (hex(in[at + 1]) << 4 | hex(in[at + 2]));
                at += 2;
            } else {
                out[length++] = in[at];
            }
        }
        return new String(out, 0, length, StandardCharsets.UTF_8);
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    private static int hex(byte c) {
        return Character.digit(c, 16);
    }
}
