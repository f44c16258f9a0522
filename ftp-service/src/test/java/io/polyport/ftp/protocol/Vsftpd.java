package io.polyport.ftp.protocol;

import io.polyport.ftp.FtpSettings;
import io.polyport.ftp.protocol.Peers.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** vsftpd as it is installed on this machine: anonymous, with all rights, in a directory of its own. */
final class Vsftpd {
    static final Path PROGRAM = Path.of("/usr/sbin/vsftpd");

    /** It ends when nobody holds the other end of its input any more, so that it does not outlive a killed test. */
    static final String WHILE_WATCHED = "\"$@\" & read end; kill $!";

    private Vsftpd() {}

    /** Why it can't be started here; null when it can. */
    static String obstacle() {
        if (!Files.isExecutable(PROGRAM)) {
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

    static Peer start() throws IOException {
        return start(false, List.of());
    }

    /** With these lines in its configuration, too. */
    static Peer start(List<String> more) throws IOException {
        return start(false, more);
    }

    /** The same on a disk that is soon full. */
    static Peer onSmallDisk() throws IOException {
        return start(true, List.of());
    }

    private static Peer start(boolean small, List<String> more) throws IOException {
        var home = Files.createTempDirectory("vsftpd");
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        var empty = Files.createDirectory(home.resolve("empty"));
        var root = Files.createDirectory(home.resolve("root"));
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
        var pub = Files.createDirectory(root.resolve("pub"));
        Files.setPosixFilePermissions(pub, PosixFilePermissions.fromString("rwxrwxrwx"));
        int port = Peers.freePort();
        var configuration = home.resolve("vsftpd.conf");
        var lines = new ArrayList<>(configuration(port, empty, root));
        lines.addAll(more);
        Files.write(configuration, lines);
        var command = new ArrayList<String>();
        if (small) {
            command.addAll(SmallDisk.mountedAt(pub));
        }
        command.addAll(List.of("sh", "-c", WHILE_WATCHED, "sh", PROGRAM.toString(), configuration.toString()));
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        boolean silent = more.contains("implicit_ssl=YES");
        OnLoop.eventually("vsftpd answers", () -> Peers.answers(port, silent));
        return new Peer(
                "vsftpd",
                FtpSettings.of("127.0.0.1", port, "anonymous", "a@b"),
                small ? SmallDisk.seenBy(process.pid(), home) : home,
                () -> {
                    stop(process);
                    Peers.delete(home);
                });
    }

    static List<String> configuration(int port, Path empty, Path root) {
        return List.of(
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
                "ascii_upload_enable=YES",
                "ascii_download_enable=YES",
                "max_clients=0",
                "max_per_ip=0",
                "use_localtime=NO");
    }

    /** Its sessions are processes of their own, and outlive it when they are not told. */
    static void stop(Process process) throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
