package io.polyport.system.house;

import io.polyport.kit.fixtures.Eventually;
import io.polyport.kit.fixtures.JavaProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One program of the house as a process that can be started, hurt, ended and started again on the same ports. */
public final class Node implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(3);

    /** Longer than a machine stands still. */
    private static final Duration MANAGEMENT = Duration.ofSeconds(10);

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(MANAGEMENT)
            .build();

    /**
     * What Vert.x 5.0.7 complains of when a connection of the bus dies under a write, once for each write and without any
     * harm: {@code OutboundConnection.writeMessage} hands the outcome to an {@code OutboundDeliveryContext}, whose {@code
     * tryFail} passes it on and then answers false, always, so that {@code Promise.fail} takes it for completed. Only with
     * exactly these frames: the write's own promise, or the connection itself, right below the future that failed.
     */
    private static final Pattern FAILED_BUS_WRITE = Pattern.compile("an exception that nobody handled"
            + "\\R[^\\n]*IllegalStateException: Promise already completed"
            + "\\R\\s+at io\\.vertx\\.core\\.Promise\\.fail\\([^\\n]*"
            + "\\R\\s+at io\\.vertx\\.core\\.Promise\\.complete\\([^\\n]*"
            + "(\\R\\s+at io\\.vertx\\.core\\.impl\\.[^\\n]*)+"
            + "\\R\\s+at io\\.vertx\\.core\\."
            + "(net\\.impl\\.DelegatingChannelPromise|eventbus\\.impl\\.clustered\\.OutboundConnection)\\.");

    /** No clean run of a program has these in its output. */
    private static final List<String> FAULTS =
            List.of("LEAK:", "an exception that nobody handled", "Unhandled exception", "OutOfMemoryError");

    private final String name;
    private final Class<?> main;
    private final List<String> jvm;
    private final Path config;
    private final int managementPort;
    private JavaProcess process;
    private Optional<ProgramArchive> archive = Optional.empty();

    Node(String name, Class<?> main, List<String> jvm, Path config, int managementPort) {
        this.name = name;
        this.main = main;
        this.jvm = jvm;
        this.config = config;
        this.managementPort = managementPort;
    }

    /** The jar that the build has made of a program, when the test runs against jars; else it runs from class files. */
    static Optional<Path> programJar(Class<?> main) {
        Path origin = Path.of(URI.create(
                main.getProtectionDomain().getCodeSource().getLocation().toString()));
        if (Files.isDirectory(origin)) {
            return Optional.empty();
        }
        try (Stream<Path> neighbours = Files.list(origin.getParent())) {
            return neighbours
                    .filter(file -> file.getFileName().toString().endsWith("-program.jar"))
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts the program without waiting for it. */
    public Node start() {
        if (process != null) {
            process.close();
        }
        Optional<Path> jar = programJar(main);
        boolean own = jvm.stream().anyMatch(option -> option.startsWith("-XX:SharedArchiveFile="));
        archive = own ? Optional.empty() : jar.map(ProgramArchive::of);
        process = JavaProcess.of(main)
                .named(name)
                .asDelivered(jar)
                .jvm(archive.map(ProgramArchive::option).stream().toArray(String[]::new))
                .jvm(jvm.toArray(String[]::new))
                .environment("POLYPORT_LOG_FORMAT", "text")
                // As in the images.
                .environment("MALLOC_ARENA_MAX", "2")
                .arguments("--config", config.toString())
                .start();
        return this;
    }

    /** Waits until the management port says that it is ready. */
    public Node awaitReady() {
        Eventually.holds(START, name + " is ready", () -> {
            if (!process.isAlive()) {
                throw new AssertionError(name + " has ended:\n" + process.output());
            }
            return isReady();
        });
        return this;
    }

    public boolean isReady() {
        return management("/health/ready")
                .map(answer -> answer.statusCode() == 200)
                .orElse(false);
    }

    /** An answer of the management port; empty when nobody answers. */
    public Optional<HttpResponse<String>> management(String path) {
        try {
            return Optional.of(HTTP.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + path))
                            .timeout(MANAGEMENT)
                            .build(),
                    HttpResponse.BodyHandlers.ofString()));
        } catch (IOException nobody) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** The process: its output, its signals, its end. */
    public JavaProcess process() {
        return process;
    }

    public boolean isRunning() {
        return process != null && process.isAlive();
    }

    /** Leaves its classes to those that start later, if nobody has yet. */
    void archiveClasses() {
        if (isRunning()) {
            archive.ifPresent(one -> one.makeFrom(process.pid()));
        }
    }

    /** SIGKILL, and gone when this returns. */
    public void kill() {
        process.close();
    }

    /** SIGTERM. */
    public void terminate() {
        process.terminate();
    }

    /** The exit code of a program that was told to end, or that can't start. */
    public int awaitExit(Duration limit) {
        return process.awaitExit(limit);
    }

    /** The most memory that the process ever had, in bytes, as the kernel counts it. */
    public long peakMemory() {
        return status("VmHWM:");
    }

    /** The memory that the process has now, in bytes. */
    public long memory() {
        return status("VmRSS:");
    }

    /** All bytes that the process has read from connections and files so far. */
    public long bytesRead() {
        return field("io", "rchar:");
    }

    private long status(String field) {
        return field("status", field) * 1024;
    }

    private long field(String file, String field) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), file)).stream()
                    .filter(line -> line.startsWith(field))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(name + " has no such file in /proc", e);
        }
    }

    @Override
    public String toString() {
        return name;
    }

    /** Kills it when it still runs; fails when its output tells of a fault that no clean run has. */
    @Override
    public void close() {
        if (process == null) {
            return;
        }
        process.close();
        String output = process.output();
        faultIn(output).ifPresent(fault -> {
            throw new AssertionError("'" + fault + "' in the output of " + name + ":\n" + output);
        });
    }

    static Optional<String> faultIn(String output) {
        String own = FAILED_BUS_WRITE.matcher(output).replaceAll("");
        return FAULTS.stream().filter(own::contains).findFirst();
    }
}
