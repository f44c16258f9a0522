package io.polyport.system.ftp;

import io.polyport.ftp.protocol.Peers;
import io.polyport.ftp.protocol.Peers.Peer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A house with the real FTP servers that this machine has: each one a connection that begins in a writable directory. */
final class PeerHouse implements AutoCloseable {
    private final List<Peer> peers;
    private final FtpHouse house;

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

    private PeerHouse(List<Peer> peers, FtpHouse house) {
        this.peers = peers;
        this.house = house;
    }

    static PeerHouse start() {
        try {
            var peers = Peers.all();
            return new PeerHouse(
                    peers,
                    FtpHouse.with(peers.stream()
                            .map(peer -> FtpHouse.line(name(peer), peer, "root: pub"))
                            .toArray(String[]::new)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String name(Peer peer) {
        return peer.name().startsWith("Apache") ? "apache" : "vsftpd";
    }

    Stream<Far> all() {
        var anna = house.as("anna");
        return peers.stream().map(peer -> new Far(name(peer), peer.pub(), anna));
    }

    /** Empties every server. */
    void clear() throws IOException {
        for (Peer peer : peers) {
            try (var all = Files.walk(peer.pub())) {
                for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                    if (!each.equals(peer.pub())) {
                        Files.delete(each);
                    }
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        house.close();
        for (Peer peer : peers) {
            peer.stop();
        }
    }
}
