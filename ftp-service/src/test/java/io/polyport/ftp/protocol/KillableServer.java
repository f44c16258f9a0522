package io.polyport.ftp.protocol;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** vsftpd that can be killed, sessions and all, and started again with its files on its port; it writes no log. */
public final class KillableServer implements AutoCloseable {
    private final Path home;
    private final Path configuration;
    private final int port;
    private Process process;

    private KillableServer(Path home, Path configuration, int port) {
        this.home = home;
        this.configuration = configuration;
        this.port = port;
    }

    /** Why it can't be started here; null when it can. */
    public static String obstacle() {
        return Vsftpd.obstacle();
    }

    /** @param rate bytes a second of each transfer, 0 for as fast as it goes */
    public static KillableServer start(long rate) throws IOException {
        var home = Files.createTempDirectory("vsftpd-killable");
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        var empty = Files.createDirectory(home.resolve("empty"));
        var root = Files.createDirectory(home.resolve("root"));
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
        var pub = Files.createDirectory(root.resolve("pub"));
        Files.setPosixFilePermissions(pub, PosixFilePermissions.fromString("rwxrwxrwx"));
        int port = Peers.freePort();
        var lines = new ArrayList<>(Vsftpd.configuration(port, empty, root));
        lines.add("anon_max_rate=" + rate);
        var configuration = Files.write(home.resolve("vsftpd.conf"), lines);
        var server = new KillableServer(home, configuration, port);
        server.begin();
        return server;
    }

    /** Starts what was killed. */
    public void begin() throws IOException {
        process = new ProcessBuilder(List.of(
                        "sh", "-c", Vsftpd.WHILE_WATCHED, "sh", Vsftpd.PROGRAM.toString(), configuration.toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        OnLoop.eventually("vsftpd answers", () -> Peers.answers(port, false));
    }

    /** SIGKILL to it and to every session. */
    public void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        OnLoop.eventually("nobody listens on its port", () -> !Peers.answers(port, false));
    }

    public int port() {
        return port;
    }

    /** The directory that callers may write to. */
    public Path pub() {
        return home.resolve("root/pub");
    }

    /** What a connection's configuration needs. */
    public String login() {
        return "host: 127.0.0.1, port: " + port + ", user: anonymous, password: 'a@b', root: pub";
    }

    @Override
    public void close() throws IOException {
        kill();
        Peers.delete(home);
    }
}
