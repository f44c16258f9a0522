package io.polyport.ftp.files;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Names for files that stand at a server only for a moment; whoever finds one may remove it. */
public final class SpareName {
    private static final SecureRandom RANDOM = new SecureRandom();

    private SpareName() {}

    public static String make(String ending) {
        byte[] bits = new byte[8];
        RANDOM.nextBytes(bits);
        return ".polyport-" + HexFormat.of().formatHex(bits) + ending;
    }
}
