package io.polyport.ftp.protocol;

import io.polyport.ftp.protocol.Peers.Peer;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The real FTP servers that this machine has, for the tests of a class. */
public final class PeerServers implements BeforeAllCallback, AfterAllCallback {
    private List<Peer> peers = List.of();

    public List<Peer> all() {
        return peers;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        peers = Peers.all();
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        Peers.stop(peers);
    }
}
