package io.polyport.kit.address;

import java.security.SecureRandom;
import java.util.HexFormat;

/** The name of one running copy of a program: 16 hexadecimal digits, new at every start. */
public final class InstanceId {
    private InstanceId() {}

    public static String random() {
        byte[] bytes = new byte[8];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
