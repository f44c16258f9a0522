package io.polyport.ftp.protocol;

import io.polyport.kit.fixtures.Pattern;
import io.polyport.kit.fixtures.contract.Subject;
import java.nio.file.Files;

/** The FTP server of the service contract. */
public final class ContractPeer {
    public static final String USER = "anna";
    public static final String PASSWORD = "only-the-contract-knows-this";

    private ContractPeer() {}

    /** A server with one large file of the pattern. */
    public static Subject.Peer start(String file, long size, long seed) throws Exception {
        var peer = Peers.apache(USER, PASSWORD);
        try (var out = Files.newOutputStream(peer.root().resolve(file))) {
            for (long at = 0; at < size; at += 65_536) {
                out.write(Pattern.bytes(seed, at, (int) Math.min(65_536, size - at))
                        .getBytes());
            }
        }
        return new Subject.Peer(peer.settings().port(), peer::stop);
    }
}
