package io.polyport.system.house;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.ftpserver.ConnectionConfigFactory;
import org.apache.ftpserver.FtpServer;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.ftplet.DefaultFtplet;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.ftplet.FtpSession;
import org.apache.ftpserver.ftplet.FtpletResult;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.usermanager.impl.BaseUser;
import org.apache.ftpserver.usermanager.impl.ConcurrentLoginPermission;
import org.apache.ftpserver.usermanager.impl.WritePermission;

/** An FTP server within the test's process, which sees what clients do with it. */
public final class FtpPeer implements AutoCloseable {
    public static final String USER = "anna";
    public static final String PASSWORD = "secret";

    private final Path root;
    private final FtpServer server;
    private final int port;
    private final AtomicInteger transferring;
    private final Map<String, AtomicInteger> commands;

    private FtpPeer(Path root, FtpServer server, int port, Watching watching) {
        this.root = root;
        this.server = server;
        this.port = port;
        this.transferring = watching.transferring;
        this.commands = watching.commands;
    }

    /** Sees every command before and after it is worked on. */
    private static final class Watching extends DefaultFtplet {
        private final AtomicInteger transferring = new AtomicInteger();
        private final Map<String, AtomicInteger> commands = new ConcurrentHashMap<>();

        @Override
        public FtpletResult beforeCommand(FtpSession session, FtpRequest request) throws FtpException, IOException {
            String command = request.getCommand().toUpperCase(java.util.Locale.ROOT);
            commands.computeIfAbsent(command, ignored -> new AtomicInteger()).incrementAndGet();
            if (isTransfer(command)) {
                transferring.incrementAndGet();
            }
            return super.beforeCommand(session, request);
        }

        @Override
        public FtpletResult afterCommand(FtpSession session, FtpRequest request, FtpReply reply)
                throws FtpException, IOException {
            if (isTransfer(request.getCommand().toUpperCase(java.util.Locale.ROOT))) {
                transferring.decrementAndGet();
            }
            return super.afterCommand(session, request, reply);
        }

        private static boolean isTransfer(String command) {
            return List.of("RETR", "STOR", "APPE").contains(command);
        }
    }

    /** Serves a folder to the account {@link #USER}, for reading and writing. */
    public static FtpPeer serve(Path root) {
        var listener = new ListenerFactory();
        listener.setServerAddress("127.0.0.1");
        listener.setPort(0);
        var user = new BaseUser();
        user.setName(USER);
        user.setPassword(PASSWORD);
        user.setHomeDirectory(root.toString());
        user.setAuthorities(List.of(new WritePermission(), new ConcurrentLoginPermission(0, 0)));
        var connections = new ConnectionConfigFactory();
        connections.setMaxLogins(1_000);
        connections.setMaxThreads(300);
        var factory = new FtpServerFactory();
        factory.setConnectionConfig(connections.createConnectionConfig());
        var running = listener.createListener();
        factory.addListener("default", running);
        var watching = new Watching();
        factory.setFtplets(new HashMap<>(Map.of("watching", watching)));
        try {
            factory.getUserManager().save(user);
            var server = factory.createServer();
            server.start();
            return new FtpPeer(root, server, running.getPort(), watching);
        } catch (FtpException e) {
            throw new IllegalStateException("the FTP server did not start", e);
        }
    }

    public int port() {
        return port;
    }

    public Path root() {
        return root;
    }

    /** A file of zeros that takes no room on the disk. */
    public void sparse(String name, long size) {
        try (var file = new RandomAccessFile(root.resolve(name).toFile(), "rw")) {
            file.setLength(size);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void file(String name, byte[] content) {
        try {
            Files.write(root.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Uploads and downloads that the server works on now. */
    public int transferring() {
        return transferring.get();
    }

    /** How often a command came. */
    public int commands(String command) {
        var count = commands.get(command);
        return count == null ? 0 : count.get();
    }

    @Override
    public void close() {
        server.stop();
    }
}
