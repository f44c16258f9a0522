package io.polyport.kit.cluster;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Names of nodes: where to find one in the logs, and random digits so that a restarted process is never taken for its predecessor. */
final class NodeNames {
    private static final char MARK = '~';

    private NodeNames() {}

    static String create(ClusterSettings settings) {
        byte[] random = new byte[6];
        new SecureRandom().nextBytes(random);
        return settings.host() + ":" + settings.busPort() + MARK
                + HexFormat.of().formatHex(random);
    }

    /** False for the bare identifier that the engine shows for a member whose name it doesn't know yet. */
    static boolean isOne(String member) {
        return member.indexOf(MARK) > 0;
    }
}
