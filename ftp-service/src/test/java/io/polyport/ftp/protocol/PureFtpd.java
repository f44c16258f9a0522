package io.polyport.ftp.protocol;

import io.polyport.ftp.FtpSettings;
import io.polyport.ftp.protocol.Peers.Peer;
import io.polyport.kit.fixtures.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Pure-FTPd as it is installed on this machine, or unpacked below /opt, since Debian installs one FTP server at a time. */
final class PureFtpd {
    private static final List<Path> PLACES = List.of(Path.of("/"), Path.of("/opt/pure-ftpd"));
    private static final String NOBODY = "65534";

    private PureFtpd() {}

    /** Why it can't be started here; null when it can. */
    static String obstacle() {
        if (place().isEmpty()) {
            return "it is not installed";
        }
        return "root".equals(System.getProperty("user.name")) ? null : "it needs root to change its root directory";
    }

    private static Optional<Path> place() {
        return PLACES.stream()
                .filter(place -> Files.isExecutable(place.resolve("usr/sbin/pure-ftpd"))
                        && Files.isExecutable(place.resolve("usr/bin/pure-pw")))
                .findFirst();
    }

    /** @param options more of its command line's */
    static Peer start(List<String> options) throws IOException {
        Path place = place().orElseThrow();
        var folder = ServedFolder.create("pure-ftpd");
        Path home = folder.home();
        account(place, home, folder.root());
        int port = FreePorts.one();
        var command = new ArrayList<>(List.of(
                place.resolve("usr/sbin/pure-ftpd").toString(),
                "--bind",
                "127.0.0.1," + port,
                "--login",
                "puredb:" + home.resolve("accounts.pdb"),
                "--minuid",
                "1000",
                "--dontresolve",
                "--noanonymous",
                "--maxclientsnumber",
                "500",
                "--maxclientsperip",
                "500",
                "--pidfile",
                home.resolve("pid").toString()));
        command.addAll(options);
        var program =
                ForeignProgram.start(command, Map.of(), home.resolve("log")).awaitGreeting(port);
        return new Peer("Pure-FTPd", FtpSettings.of("127.0.0.1", port, "anna", "secret"), home, () -> {
            program.close();
            Peers.delete(home);
        });
    }

    private static void account(Path place, Path home, Path root) throws IOException {
        var password = Files.writeString(home.resolve("password"), "secret\nsecret\n");
        var process = new ProcessBuilder(
                        place.resolve("usr/bin/pure-pw").toString(),
                        "useradd",
                        "anna",
                        "-f",
                        home.resolve("accounts").toString(),
                        "-F",
                        home.resolve("accounts.pdb").toString(),
                        "-m",
                        "-u",
                        NOBODY,
                        "-g",
                        NOBODY,
                        "-d",
                        root.toString())
                .redirectInput(password.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (process.waitFor() != 0) {
                throw new IOException("pure-pw ended with " + process.exitValue());
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
