package io.polyport.ftp.protocol;

import io.polyport.ftp.FtpSettings;
import io.polyport.ftp.protocol.Peers.Peer;
import io.polyport.kit.fixtures.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** ProFTPD as it is installed on this machine, or unpacked below /opt, since Debian installs one FTP server at a time. */
public final class Proftpd {
    private static final List<Path> PLACES = List.of(Path.of("/"), Path.of("/opt/proftpd"));
    private static final String NOBODY = "65534";
    static final String WITHOUT_UTF8 = "ProFTPD, UTF-8 off";
    static final List<String> UTF8_OFF = List.of("UseEncoding off");
    /** Of "secret". */
    private static final String HASH = "$5$polyport$I61ky/DOgytJL3flphwaPg24poAyxFSmaqIvd5rB8o8";

    private Proftpd() {}

    /** Why it can't be started here; null when it can. */
    public static String obstacle() {
        if (place().isEmpty()) {
            return "it is not installed (packages proftpd-core and proftpd-mod-crypto)";
        }
        return "root".equals(System.getProperty("user.name")) ? null : "it needs root to change its root directory";
    }

    private static Optional<Path> place() {
        return PLACES.stream()
                .filter(place -> Files.isExecutable(place.resolve("usr/sbin/proftpd"))
                        && Files.exists(place.resolve("usr/lib/proftpd/mod_tls.so")))
                .findFirst();
    }

    /** With mod_digest, which has HASH, XSHA512 and all the others. */
    public static Peer withDigests() throws IOException {
        return start(List.of("LoadModule mod_digest.c", "DigestEngine on"), false);
    }

    /** Names are whatever bytes they are: it announces UTF-8 all the same, and refuses it when it is asked for. */
    public static Peer withoutUtf8() throws IOException {
        return start(UTF8_OFF, false).named(WITHOUT_UTF8);
    }

    /** With these lines in its configuration, too; under implicit TLS it is silent. */
    static Peer start(List<String> more, boolean silent) throws IOException {
        Path place = place().orElseThrow();
        var folder = ServedFolder.create("proftpd");
        Path home = folder.home();
        var accounts = home.resolve("accounts");
        Files.writeString(
                accounts, "anna:" + HASH + ":" + NOBODY + ":" + NOBODY + "::" + folder.root() + ":/bin/false\n");
        Files.setPosixFilePermissions(accounts, PosixFilePermissions.fromString("rw-------"));
        int port = FreePorts.one();
        var lines = new ArrayList<>(configuration(place, home, port));
        lines.addAll(more);
        var file = Files.write(home.resolve("proftpd.conf"), lines);
        var program = ForeignProgram.start(
                List.of(place.resolve("usr/sbin/proftpd").toString(), "-n", "-q", "-c", file.toString()),
                place.equals(PLACES.getFirst()) ? Map.of() : Map.of("LD_LIBRARY_PATH", libraries(place)),
                home.resolve("log"));
        if (silent) {
            program.awaitListening(port);
        } else {
            program.awaitGreeting(port);
        }
        return new Peer("ProFTPD", FtpSettings.of("127.0.0.1", port, "anna", "secret"), home, () -> {
            program.close();
            Peers.delete(home);
        });
    }

    private static String libraries(Path place) throws IOException {
        try (var folders = Files.list(place.resolve("usr/lib"))) {
            return String.join(
                    ":",
                    folders.map(Path::toString)
                            .filter(name -> name.endsWith("-linux-gnu"))
                            .toList());
        }
    }

    private static List<String> configuration(Path place, Path home, int port) {
        return List.of(
                "ModulePath " + place.resolve("usr/lib/proftpd"),
                "LoadModule mod_tls.c",
                "ServerName test",
                "ServerType standalone",
                "DefaultAddress 127.0.0.1",
                "SocketBindTight on",
                "UseIPv6 off",
                "UseReverseDNS off",
                "Port " + port,
                "User nobody",
                "Group nogroup",
                "MaxInstances none",
                "ScoreboardFile " + home.resolve("scoreboard"),
                "PidFile " + home.resolve("pid"),
                "SystemLog none",
                "TransferLog none",
                "WtmpLog off",
                "DelayTable none",
                "AuthOrder mod_auth_file.c",
                "AuthUserFile " + home.resolve("accounts"),
                "RequireValidShell off",
                "DefaultRoot ~",
                "AllowOverwrite on",
                "AllowStoreRestart on",
                "Umask 022");
    }
}
