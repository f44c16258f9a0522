package io.polyport.store;

import io.polyport.kit.fixtures.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * PostgreSQL as it is installed on this machine, with a database of its own on a free port of 127.0.0.1. It ends with the test,
 * also with a killed one.
 */
public final class PostgresServer implements AutoCloseable {
    /** Fast rather than safe: what is lost with this machine's power is nobody's. */
    private static final List<String> OPTIONS = List.of("-c", "fsync=off", "-c", "listen_addresses=127.0.0.1");

    /** It ends when nobody holds the other end of its input any more. */
    private static final String WHILE_WATCHED = "\"$@\" & read end; kill -QUIT $!; wait";

    private static Path template;

    private final Path home;
    private final int port;
    private Process process;

    private PostgresServer(Path home, int port) {
        this.home = home;
        this.port = port;
    }

    /** Why it can't be started here; null when it can. */
    public static String obstacle() {
        return binaries() == null ? "PostgreSQL is not installed" : null;
    }

    public static PostgresServer start() throws IOException {
        Path home = folder("postgres");
        run(List.of("cp", "-a", template() + "/data", home.toString()));
        var server = new PostgresServer(home, FreePorts.of(1).getFirst());
        server.begin();
        return server;
    }

    private static Path folder(String name) throws IOException {
        Path made = Files.createTempDirectory(name);
        if (isRoot()) {
            run(List.of("chown", "postgres:postgres", made.toString()));
        }
        return made;
    }

    /** An empty database that never runs: copying it takes a tenth of the time of making one. */
    private static synchronized Path template() throws IOException {
        if (template == null) {
            Path made = folder("postgres-template");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> deleteTemplate(made), "PostgreSQL's template"));
            run(as(
                    "initdb",
                    "-D",
                    made.resolve("data").toString(),
                    "-A",
                    "trust",
                    "-U",
                    "polyport",
                    "--no-sync",
                    "--locale=C.UTF-8"));
            template = made;
        }
        return template;
    }

    private static void deleteTemplate(Path made) {
        try {
            delete(made);
        } catch (IOException leftBehind) {
            System.err.println("could not delete " + made + ": " + leftBehind);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    /** Ends it as a crash would, and starts it again. */
    public void restart() throws IOException {
        end();
        begin();
    }

    /** Ends it as a crash would. */
    public void end() throws IOException {
        process.getOutputStream().close();
        if (!ends(process, 60)) {
            process.destroyForcibly();
        }
    }

    /** Starts what was ended. */
    public void begin() throws IOException {
        var command = new ArrayList<>(List.of("sh", "-c", WHILE_WATCHED, "sh"));
        command.addAll(as("postgres", "-D", home.resolve("data").toString(), "-p", String.valueOf(port)));
        command.addAll(OPTIONS);
        command.addAll(List.of("-c", "unix_socket_directories=" + home));
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(home.resolveSibling(home.getFileName() + ".log").toFile())
                .start();
        for (int attempt = 0; attempt < 1_200; attempt++) {
            if (tryRun(List.of(
                    binaries().resolve("pg_isready").toString(),
                    "-q",
                    "-h",
                    "127.0.0.1",
                    "-p",
                    String.valueOf(port)))) {
                return;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        throw new IOException("PostgreSQL does not answer; its log is " + home + ".log");
    }

    private static Path binaries() {
        Path versions = Path.of("/usr/lib/postgresql");
        if (!Files.isDirectory(versions)) {
            return null;
        }
        try (var folders = Files.list(versions)) {
            return folders.map(folder -> folder.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .max(Comparator.naturalOrder())
                    .orElse(null);
        } catch (IOException unreadable) {
            return null;
        }
    }

    /** It does not run as root. */
    private static List<String> as(String program, String... arguments) {
        var command = new ArrayList<String>();
        if (isRoot()) {
            command.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"));
        }
        command.add(binaries().resolve(program).toString());
        command.addAll(List.of(arguments));
        return command;
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static void run(List<String> command) throws IOException {
        if (!tryRun(command)) {
            throw new IOException("failed: " + String.join(" ", command));
        }
    }

    private static boolean tryRun(List<String> command) throws IOException {
        var process = new ProcessBuilder(command)
                .directory(Path.of("/").toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return ends(process, 60) && process.exitValue() == 0;
    }

    private static boolean ends(Process process, int seconds) {
        try {
            return process.waitFor(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        end();
        delete(home);
        Files.deleteIfExists(home.resolveSibling(home.getFileName() + ".log"));
    }
}
