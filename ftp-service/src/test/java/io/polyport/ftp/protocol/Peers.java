package io.polyport.ftp.protocol;

import io.polyport.ftp.FtpSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.ftpserver.ConnectionConfigFactory;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.usermanager.impl.BaseUser;
import org.apache.ftpserver.usermanager.impl.ConcurrentLoginPermission;
import org.apache.ftpserver.usermanager.impl.WritePermission;

/** Real FTP servers on loopback, each with a directory of its own, in which {@code pub} is writable. */
public final class Peers {
    private static final Path VSFTPD = Path.of("/usr/sbin/vsftpd");

    private Peers() {}

    /** A running server: how to log in, where its files are, and how it ends. */
    public record Peer(String name, FtpSettings settings, Path root, AutoCloseable end) {
        /** Where {@code pub} is on this machine. */
        public Path pub() {
            var direct = root.resolve("pub");
            return Files.isDirectory(direct) ? direct : root.resolve("root/pub");
        }

        public void stop() throws IOException {
            try {
                end.close();
            } catch (Exception e) {
                throw new IOException(e);
            } finally {
                try (var all = Files.walk(root)) {
                    for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                        Files.deleteIfExists(each);
                    }
                }
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
        String obstacle = noVsftpd();
        if (obstacle == null) {
            peers.add(vsftpd());
        } else {
            System.err.println("Tests against vsftpd are skipped: " + obstacle);
        }
        return peers;
    }

    public static Peer apache() throws IOException {
        return apache("anna", "secret");
    }

    public static Peer apache(String account, String password) throws IOException {
        var root = Files.createTempDirectory("apache-ftp");
        Files.createDirectory(root.resolve("pub"));
        var listener = new ListenerFactory();
        listener.setServerAddress("127.0.0.1");
        listener.setPort(0);
        var user = new BaseUser();
        user.setName(account);
        user.setPassword(password);
        user.setHomeDirectory(root.toString());
        user.setAuthorities(List.of(new WritePermission(), new ConcurrentLoginPermission(0, 0)));
        var connections = new ConnectionConfigFactory();
        connections.setMaxLogins(500);
        var factory = new FtpServerFactory();
        factory.setConnectionConfig(connections.createConnectionConfig());
        var running = listener.createListener();
        factory.addListener("default", running);
        try {
            factory.getUserManager().save(user);
            var server = factory.createServer();
            server.start();
            return new Peer(
                    "Apache FtpServer",
                    FtpSettings.of("127.0.0.1", running.getPort(), account, password),
                    root,
                    server::stop);
        } catch (FtpException e) {
            throw new IOException(e);
        }
    }

    private static String noVsftpd() {
        if (!Files.isExecutable(VSFTPD)) {
            return "it is not installed";
        }
        if (!"root".equals(System.getProperty("user.name"))) {
            return "it needs root to change its root directory";
        }
        return account().isEmpty() ? "no unprivileged account with a home directory was found" : null;
    }

    /** vsftpd enters the account's home before it changes its root; which home it is does not matter. */
    private static Optional<String> account() {
        try {
            return Files.readAllLines(Path.of("/etc/passwd")).stream()
                    .map(line -> line.split(":"))
                    .filter(fields ->
                            List.of("ftp", "daemon", "bin", "www-data").contains(fields[0]))
                    .filter(fields -> Files.isDirectory(Path.of(fields[5])))
                    .map(fields -> fields[0])
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Anonymous, with all rights, in a directory of its own: needs no account on this machine. */
    private static Peer vsftpd() throws IOException {
        var home = Files.createTempDirectory("vsftpd");
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        var empty = Files.createDirectory(home.resolve("empty"));
        var root = Files.createDirectory(home.resolve("root"));
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
        var pub = Files.createDirectory(root.resolve("pub"));
        Files.setPosixFilePermissions(pub, PosixFilePermissions.fromString("rwxrwxrwx"));
        int port = freePort();
        var configuration = home.resolve("vsftpd.conf");
        Files.writeString(
                configuration,
                String.join(
                        "\n",
                        "background=NO",
                        "listen=YES",
                        "listen_address=127.0.0.1",
                        "listen_port=" + port,
                        "seccomp_sandbox=NO",
                        "secure_chroot_dir=" + empty,
                        "nopriv_user=nobody",
                        "ftp_username=" + account().orElseThrow(),
                        "anonymous_enable=YES",
                        "no_anon_password=NO",
                        "local_enable=NO",
                        "anon_root=" + root,
                        "write_enable=YES",
                        "anon_upload_enable=YES",
                        "anon_mkdir_write_enable=YES",
                        "anon_other_write_enable=YES",
                        "anon_world_readable_only=NO",
                        "anon_umask=022",
                        "max_clients=0",
                        "max_per_ip=0",
                        "use_localtime=NO",
                        ""));
        var process = new ProcessBuilder(VSFTPD.toString(), configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        OnLoop.eventually("vsftpd answers", () -> answers(port));
        return new Peer("vsftpd", FtpSettings.of("127.0.0.1", port, "anonymous", "a@b"), home, () -> {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        });
    }

    private static boolean answers(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            return socket.getInputStream().read() == '2';
        } catch (IOException notYet) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
