package io.polyport.ftp.protocol;

import io.polyport.ftp.FtpProxy;
import io.polyport.kit.fixtures.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Real proxies on loopback, where they are installed. */
final class Proxies implements AutoCloseable {
    static final String USER = "clerk";
    static final String PASSWORD = "through, please";

    private final List<ForeignProgram> programs = new ArrayList<>();
    private final List<Path> files = new ArrayList<>();
    private final List<FtpProxy> running = new ArrayList<>();

    private Proxies() {}

    static Proxies start() throws IOException {
        var proxies = new Proxies();
        proxies.microsocks();
        proxies.tinyproxy();
        proxies.dante();
        return proxies;
    }

    /** Each kind at least once, with login where the proxy has one. */
    List<FtpProxy> all() {
        return List.copyOf(running);
    }

    private void microsocks() throws IOException {
        var program = installed("microsocks");
        if (program.isPresent()) {
            int port = FreePorts.one();
            run(port, program.get(), "-i", "127.0.0.1", "-p", "" + port, "-u", USER, "-P", PASSWORD);
            running.add(new FtpProxy(FtpProxy.Kind.SOCKS5, "127.0.0.1", port, USER, PASSWORD));
        }
    }

    private void tinyproxy() throws IOException {
        var program = installed("tinyproxy");
        if (program.isEmpty()) {
            return;
        }
        for (String login : List.of("", "BasicAuth " + USER + " secret-word")) {
            int port = FreePorts.one();
            var configuration = file("Port " + port, "Listen 127.0.0.1", "Timeout 600", "MaxClients 200", login);
            run(port, program.get(), "-d", "-c", configuration.toString());
            running.add(new FtpProxy(
                    FtpProxy.Kind.HTTP,
                    "127.0.0.1",
                    port,
                    login.isEmpty() ? "" : USER,
                    login.isEmpty() ? "" : "secret-word"));
        }
    }

    private void dante() throws IOException {
        var program = installed("danted");
        if (program.isEmpty()) {
            return;
        }
        int port = FreePorts.one();
        var configuration = file(
                "logoutput: stderr",
                "internal: 127.0.0.1 port = " + port,
                "external: 127.0.0.1",
                "clientmethod: none",
                "socksmethod: none",
                "user.privileged: root",
                "user.unprivileged: nobody",
                "client pass { from: 0.0.0.0/0 to: 0.0.0.0/0 }",
                "socks pass { from: 0.0.0.0/0 to: 0.0.0.0/0 }");
        run(port, program.get(), "-f", configuration.toString());
        running.add(new FtpProxy(FtpProxy.Kind.SOCKS4, "127.0.0.1", port, "", ""));
        running.add(new FtpProxy(FtpProxy.Kind.SOCKS5, "127.0.0.1", port, "", ""));
    }

    private static Optional<String> installed(String name) {
        var found = List.of("/usr/bin/", "/usr/sbin/").stream()
                .map(folder -> folder + name)
                .filter(path -> Files.isExecutable(Path.of(path)))
                .findFirst();
        if (found.isEmpty()) {
            // .ci/run installs them all: there a missing one is a fault.
            if (System.getenv("CI") != null) {
                throw new IllegalStateException(name + " is not installed");
            }
            System.err.println("Tests through " + name + " are skipped: it is not installed");
        }
        return found;
    }

    private Path file(String... lines) throws IOException {
        var file = Files.createTempFile("proxy", ".conf");
        files.add(file);
        return Files.write(file, List.of(lines));
    }

    private void run(int port, String... words) throws IOException {
        var program = ForeignProgram.start(List.of(words));
        programs.add(program);
        program.awaitListening(port);
    }

    @Override
    public void close() throws IOException {
        programs.forEach(ForeignProgram::close);
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }
}
