package io.polyport.system.ftp;

import io.polyport.ftp.protocol.Peers;
import io.polyport.ftp.protocol.Peers.Peer;
import io.polyport.kit.fixtures.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A house with the real FTP servers that this machine has: each one a connection that begins in a writable directory. */
final class PeerHouse implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {
    /** Starts the servers; none where this machine has no such ones, and then the tests are skipped. */
    private final Callable<List<Peer>> start;

    private List<Peer> peers = List.of();
    private FtpHouse house;

    private PeerHouse(Callable<List<Peer>> start) {
        this.start = start;
    }

    /** With an empty directory for each test. */
    static PeerHouse ofAll() {
        return new PeerHouse(Peers::all);
    }

    /** The same, on disks of a megabyte. */
    static PeerHouse onSmallDisks() {
        return new PeerHouse(Peers::onSmallDisks);
    }

    /** One server, as a caller and as its own disk see it. */
    record Far(String connection, Path disk, Rest rest) {
        /** Made so that every account of this machine may change it. */
        Path file(String name, byte[] content) {
            try {
                directory(Path.of(name).getParent());
                return open(Files.write(disk.resolve(name), content), "rw-rw-rw-");
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        void directory(Path relative) throws IOException {
            if (relative != null) {
                directory(relative.getParent());
                if (!Files.isDirectory(disk.resolve(relative))) {
                    open(Files.createDirectory(disk.resolve(relative)), "rwxrwxrwx");
                }
            }
        }

        byte[] content(String name) {
            try {
                return Files.readAllBytes(disk.resolve(name));
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        List<String> names(String directory) {
            try (var all = Files.list(disk.resolve(directory))) {
                return all.map(each -> each.getFileName().toString()).sorted().toList();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        String files(String rest) {
            return "/" + connection + "/files/" + rest;
        }

        String directories(String rest) {
            return "/" + connection + "/directories/" + rest;
        }

        private static Path open(Path path, String rights) throws IOException {
            return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(rights));
        }

        @Override
        public String toString() {
            return connection;
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        peers = start.call();
        Assumptions.assumeFalse(peers.isEmpty(), "no such FTP server can be started here; the output says why");
        house = FtpHouse.with(peers.stream()
                .map(peer -> FtpHouse.line(name(peer), peer, "root: pub"))
                .toArray(String[]::new));
    }

    private static String name(Peer peer) {
        return peer.name().startsWith("Apache") ? "apache" : "vsftpd";
    }

    Stream<Far> all() {
        var anna = house.as("anna");
        return peers.stream().map(peer -> new Far(name(peer), peer.pub(), anna));
    }

    int port() {
        return house.port();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        // What the test before has left may just now be removed by the house, too.
        Eventually.passes(Duration.ofSeconds(20), () -> {
            for (Peer peer : peers) {
                empty(peer.pub());
            }
        });
    }

    private static void empty(Path directory) throws IOException {
        try (var all = Files.walk(directory)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                if (!each.equals(directory)) {
                    Files.deleteIfExists(each);
                }
            }
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        if (house != null) {
            house.close();
        }
        for (Peer peer : peers) {
            peer.stop();
        }
    }
}
