package io.polyport.ftp.protocol;

import io.polyport.ftp.FtpSettings;
import io.polyport.kit.fixtures.FreePorts;
import io.polyport.kit.fixtures.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A real FTP server as a process that is killed in the middle of things and begins again with the same port and files. */
public final class KillableServer implements AutoCloseable {
    private static final java.time.Duration LIMIT = java.time.Duration.ofSeconds(30);

    /** Starts a process; the other end kills it. */
    private interface Launch {
        AutoCloseable begin() throws IOException;
    }

    private final String name;
    private final FtpSettings login;
    private final Path home;
    private final Path pub;
    private final Launch launch;
    private AutoCloseable running;

    private KillableServer(String name, FtpSettings login, Path home, Path pub, Launch launch) {
        this.name = name;
        this.login = login;
        this.home = home;
        this.pub = pub;
        this.launch = launch;
    }

    /** Apache's, and vsftpd where it may be started; says so where not. */
    public static List<KillableServer> all() throws IOException {
        var all = new ArrayList<KillableServer>();
        String obstacle = Vsftpd.obstacle();
        if (obstacle == null) {
            all.add(vsftpd(0));
        } else {
            System.err.println("Cut uploads to vsftpd are skipped: " + obstacle);
        }
        all.add(apache());
        return all;
    }

    /** Why vsftpd can't be started here; null when it can. */
    public static String obstacle() {
        return Vsftpd.obstacle();
    }

    /**
     * vsftpd, running.
     *
     * @param rate bytes a second of each transfer, 0 for as fast as it goes
     */
    public static KillableServer start(long rate) throws IOException {
        return vsftpd(rate).begin();
    }

    private static KillableServer vsftpd(long rate) throws IOException {
        var folder = ServedFolder.create("vsftpd-killed");
        Path empty = Files.createDirectory(folder.home().resolve("empty"));
        int port = FreePorts.one();
        Path configuration = folder.home().resolve("vsftpd.conf");
        var lines = new ArrayList<>(Vsftpd.configuration(port, empty, folder.root()));
        lines.add("anon_max_rate=" + rate);
        Files.write(configuration, lines);
        return new KillableServer(
                "vsftpd",
                FtpSettings.of("127.0.0.1", port, "anonymous", "a@b"),
                folder.home(),
                folder.pub(),
                () -> ForeignProgram.start(List.of(Vsftpd.PROGRAM.toString(), configuration.toString()))
                        .awaitGreeting(port)::kill);
    }

    private static KillableServer apache() throws IOException {
        Path home = Files.createTempDirectory("apache-ftp-killed");
        Path pub = Files.createDirectory(home.resolve("pub"));
        int port = FreePorts.one();
        return new KillableServer(
                "Apache FtpServer", FtpSettings.of("127.0.0.1", port, "anna", "secret"), home, pub, () -> {
                    var child = JavaProcess.of(ApacheFtp.class)
                            .arguments(home.toString(), Integer.toString(port))
                            .start()
                            .awaitReady(LIMIT);
                    return child;
                });
    }

    public KillableServer begin() throws IOException {
        running = launch.begin();
        return this;
    }

    /** SIGKILL to it and its sessions. */
    public void kill() throws IOException {
        try {
            running.close();
        } catch (Exception failure) {
            throw new IOException(failure);
        }
    }

    public FtpSettings login() {
        return login;
    }

    public int port() {
        return login.port();
    }

    /** What a connection's configuration needs, to begin in {@code pub}. */
    public String yaml() {
        return "host: 127.0.0.1, port: " + port() + ", user: " + login.user() + ", password: '" + login.password()
                + "', root: pub";
    }

    /** Where {@code pub} is on this machine. */
    public Path pub() {
        return pub;
    }

    @Override
    public void close() throws IOException {
        if (running != null) {
            kill();
        }
        Peers.delete(home);
    }

    @Override
    public String toString() {
        return name;
    }
}
