package io.polyport.ftp.protocol;

import io.polyport.ftp.FtpSettings;
import io.polyport.kit.fixtures.Eventually;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Real FTP servers on loopback, each with a directory of its own, in which {@code pub} is writable. */
public final class Peers {
    private Peers() {}

    /**
     * A running server.
     *
     * @param settings how to log in
     * @param root where its files are on this machine
     * @param end stops it and deletes its files
     */
    public record Peer(String name, FtpSettings settings, Path root, AutoCloseable end) {
        /** Where {@code pub} is on this machine. */
        public Path pub() {
            var direct = root.resolve("pub");
            return Files.isDirectory(direct) ? direct : root.resolve("root/pub");
        }

        Peer named(String other) {
            return new Peer(other, settings, root, end);
        }

        public void stop() throws IOException {
            try {
                end.close();
            } catch (Exception e) {
                throw new IOException(e);
            }
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** Apache's server, and vsftpd where it is installed and may be started; says so where not. */
    public static List<Peer> all() throws IOException {
        var peers = new ArrayList<Peer>();
        peers.add(apache());
        String obstacle = Vsftpd.obstacle();
        if (obstacle == null) {
            peers.add(Vsftpd.start());
        } else {
            System.err.println("Tests against vsftpd are skipped: " + obstacle);
        }
        return peers;
    }

    /** The same servers, each on a disk of {@link SmallDisk#BYTES}; none, and a word why, where that can't be had. */
    public static List<Peer> onSmallDisks() throws IOException {
        String obstacle = SmallDisk.obstacle();
        if (obstacle != null) {
            System.err.println("Tests on a disk that is full are skipped: " + obstacle);
            return List.of();
        }
        var peers = new ArrayList<Peer>();
        peers.add(ApacheFtp.onSmallDisk());
        obstacle = Vsftpd.obstacle();
        if (obstacle == null) {
            peers.add(Vsftpd.onSmallDisk());
        } else {
            System.err.println("Tests of vsftpd on a disk that is full are skipped: " + obstacle);
        }
        return peers;
    }

    public static Peer apache() throws IOException {
        return apache("anna", "secret");
    }

    public static Peer apache(String account, String password) throws IOException {
        var root = Files.createTempDirectory("apache-ftp");
        Files.createDirectory(root.resolve("pub"));
        var server = ApacheFtp.start(root, account, password);
        return new Peer("Apache FtpServer", FtpSettings.of("127.0.0.1", server.port(), account, password), root, () -> {
            server.stop();
            delete(root);
        });
    }

    /** Apache's server on ::1. */
    static Peer apacheOverIpv6() throws IOException {
        var root = Files.createTempDirectory("apache-ftp-v6");
        Files.createDirectory(root.resolve("pub"));
        var server = ApacheFtp.start("::1", root, "anna", "secret");
        return new Peer(
                "Apache FtpServer over IPv6", FtpSettings.of("::1", server.port(), "anna", "secret"), root, () -> {
                    server.stop();
                    delete(root);
                });
    }

    /** Stops every one, also when one of them can't be stopped; fails then. */
    static void stop(List<Peer> peers) throws IOException {
        IOException failed = null;
        for (Peer peer : peers) {
            try {
                peer.stop();
            } catch (IOException e) {
                failed = e;
            }
        }
        if (failed != null) {
            throw failed;
        }
    }

    /** A server that has only just ended may still be making and removing files of its own. */
    static void delete(Path root) {
        Eventually.passes(Duration.ofSeconds(20), () -> deleteOnce(root));
    }

    private static void deleteOnce(Path root) throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
