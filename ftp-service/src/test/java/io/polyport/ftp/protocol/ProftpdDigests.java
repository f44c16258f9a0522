package io.polyport.ftp.protocol;

import io.polyport.ftp.FtpSettings;
import io.polyport.ftp.protocol.Peers.Peer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** ProFTPD with mod_digest, which has HASH, XSHA512 and all the others. */
public final class ProftpdDigests {
    private static final String WHILE_WATCHED = "\"$@\" & read end; kill $!";

    /** Of the word "secret". */
    private static final String HASH =
            "$6$polyport$ayR.QhaD/TXMOQQqyY2RCmJAsMsKPPspw5k2pTzMudXRknWTSxSScnjFFgwGCdskKeJl1et103bVMsbDAIjWi/";

    private ProftpdDigests() {}

    /** Where its files lie: in the system, or unpacked beside it (see .ci/run). */
    private static Optional<Path> prefix() {
        return Stream.of(Path.of("/"), Path.of("/opt/proftpd"))
                .filter(each -> Files.isExecutable(each.resolve("usr/sbin/proftpd")))
                .filter(each -> Files.exists(each.resolve("usr/lib/proftpd/mod_digest.so")))
                .findFirst();
    }

    /** Why it can't be started here; null when it can. */
    public static String obstacle() {
        if (prefix().isEmpty()) {
            return "ProFTPD with mod_digest is not installed";
        }
        return "root".equals(System.getProperty("user.name")) ? null : "it needs root to change its root directory";
    }

    public static Peer start() throws IOException {
        var prefix = prefix().orElseThrow();
        var home = Files.createTempDirectory("proftpd");
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        var pub = Files.createDirectories(home.resolve("root/pub"));
        int port = freePort();
        var accounts = home.resolve("accounts");
        Files.writeString(accounts, "anna:" + HASH + ":0:0::" + home.resolve("root") + ":/bin/sh\n");
        Files.setPosixFilePermissions(accounts, PosixFilePermissions.fromString("rw-------"));
        var configuration = home.resolve("proftpd.conf");
        Files.write(configuration, configuration(prefix, port, home));
        var builder = new ProcessBuilder(
                        "sh",
                        "-c",
                        WHILE_WATCHED,
                        "sh",
                        prefix.resolve("usr/sbin/proftpd").toString(),
                        "-n",
                        "-q",
                        "-c",
                        configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment()
                .put(
                        "LD_LIBRARY_PATH",
                        prefix.resolve("usr/lib/x86_64-linux-gnu").toString());
        var process = builder.start();
        OnLoop.eventually("ProFTPD answers", () -> answers(port));
        return new Peer("ProFTPD", FtpSettings.of("127.0.0.1", port, "anna", "secret"), pub.getParent(), () -> {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            Peers.delete(home);
        });
    }

    private static List<String> configuration(Path prefix, int port, Path home) {
        return List.of(
                "ServerName test",
                "ServerType standalone",
                "ModulePath " + prefix.resolve("usr/lib/proftpd"),
                "LoadModule mod_digest.c",
                "DigestEngine on",
                "DefaultAddress 127.0.0.1",
                "SocketBindTight on",
                "Port " + port,
                "UseIPv6 off",
                "UseReverseDNS off",
                "DelayTable none",
                "ScoreboardFile " + home.resolve("scoreboard"),
                "PidFile " + home.resolve("pid"),
                "WtmpLog off",
                "TransferLog none",
                "AuthOrder mod_auth_file.c",
                "AuthUserFile " + home.resolve("accounts"),
                "RequireValidShell off",
                "RootLogin on",
                "User root",
                "Group root",
                "DefaultRoot " + home.resolve("root"),
                "AllowOverwrite on",
                "AllowStoreRestart on");
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
