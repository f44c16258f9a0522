package io.polyport.ftp.protocol;

import io.polyport.ftp.FtpSettings;
import io.polyport.ftp.protocol.Peers.Peer;
import io.polyport.kit.fixtures.ChildProgram;
import io.polyport.kit.fixtures.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.ftpserver.ConnectionConfigFactory;
import org.apache.ftpserver.FtpServer;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.listener.Listener;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.usermanager.impl.BaseUser;
import org.apache.ftpserver.usermanager.impl.ConcurrentLoginPermission;
import org.apache.ftpserver.usermanager.impl.WritePermission;

/** Apache's FTP server: in this JVM, or as a program of its own. */
public final class ApacheFtp {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final int USUAL_PORT = 21;

    private final FtpServer server;
    private final Listener listener;

    private ApacheFtp(FtpServer server, Listener listener) {
        this.server = server;
        this.listener = listener;
    }

    static ApacheFtp start(Path root, String account, String password) throws IOException {
        return start(root, account, password, new ListenerFactory());
    }

    static ApacheFtp start(String address, Path root, String account, String password) throws IOException {
        return start(address, root, account, password, new ListenerFactory());
    }

    /** With what stands in the factory besides address and port. */
    static ApacheFtp start(Path root, String account, String password, ListenerFactory factory) throws IOException {
        return start("127.0.0.1", root, account, password, factory);
    }

    private static ApacheFtp start(String address, Path root, String account, String password, ListenerFactory factory)
            throws IOException {
        factory.setServerAddress(address);
        if (factory.getPort() == USUAL_PORT) {
            factory.setPort(0);
        }
        var user = new BaseUser();
        user.setName(account);
        user.setPassword(password);
        user.setHomeDirectory(root.toString());
        user.setAuthorities(List.of(new WritePermission(), new ConcurrentLoginPermission(0, 0)));
        var connections = new ConnectionConfigFactory();
        connections.setMaxLogins(500);
        var servers = new FtpServerFactory();
        servers.setConnectionConfig(connections.createConnectionConfig());
        var listener = factory.createListener();
        servers.addListener("default", listener);
        try {
            servers.getUserManager().save(user);
            var server = servers.createServer();
            server.start();
            return new ApacheFtp(server, listener);
        } catch (FtpException e) {
            throw new IOException(e);
        }
    }

    int port() {
        return listener.getPort();
    }

    void stop() {
        server.stop();
    }

    /** In a JVM of its own, which alone sees the disk. */
    static Peer onSmallDisk() throws IOException {
        var home = Files.createTempDirectory("apache-ftp-small");
        var pub = Files.createDirectory(home.resolve("pub"));
        var child = JavaProcess.of(ApacheFtp.class)
                .under(SmallDisk.mountedAt(pub))
                .arguments(home.toString())
                .start()
                .awaitReady(LIMIT);
        int port = Integer.parseInt(child.ask(LIMIT, "port"));
        return new Peer(
                "Apache FtpServer",
                FtpSettings.of("127.0.0.1", port, "anna", "secret"),
                SmallDisk.seenBy(child.pid(), home),
                () -> {
                    child.close();
                    Peers.delete(home);
                });
    }

    public static void main(String[] arguments) throws IOException {
        var factory = new ListenerFactory();
        factory.setPort(arguments.length > 1 ? Integer.parseInt(arguments[1]) : 0);
        var server = start(Path.of(arguments[0]), "anna", "secret", factory);
        ChildProgram.serve((command, words) -> CompletableFuture.completedFuture(Integer.toString(server.port())));
    }
}
