package io.polyport.kit.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.config.Doc;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The runner as a process of its own: signals, exit codes, what stands on which stream. */
@Timeout(120)
final class ProgramRunnerIT {
    record Config(@Doc("Runtime.") RuntimeSettings runtime) {}

    /** Prints what happens to it; drains for a moment. */
    static final class Slow extends VerticleBase implements Draining {
        @Override
        public Future<?> start() {
            new Thread(
                            () -> {
                                throw new IllegalStateException("nobody catches me, password=hunter2");
                            },
                            "doomed")
                    .start();
            java.util.logging.Logger.getLogger("old.style").warning("from java.util.logging");
            return Future.succeededFuture();
        }

        @Override
        public Future<Void> drain(Duration limit) {
            Promise<Void> done = Promise.promise();
            vertx.setTimer(300, timer -> {
                org.slf4j.LoggerFactory.getLogger("test").info("drained after a while");
                done.complete();
            });
            return done.future();
        }
    }

    /** Takes its time to start: until it is told something on standard input. */
    static final class Late extends VerticleBase {
        @Override
        public Future<?> start() {
            org.slf4j.LoggerFactory.getLogger("test").info("the late one starts");
            return vertx.executeBlocking(() -> System.in.read(), false);
        }
    }

    /** Can't go on as soon as all are ready. */
    static final class Doomed extends VerticleBase {
        private final Surroundings around;

        Doomed(Surroundings around) {
            this.around = around;
        }

        @Override
        public Future<?> start() {
            vertx.setPeriodic(20, timer -> {
                if (around.readiness().reasons().isEmpty()) {
                    around.ending().because("there is another one; stop it");
                }
            });
            return Future.succeededFuture();
        }
    }

    public static void main(String[] args) {
        boolean late = args[0].equals("late");
        boolean doomed = args[0].equals("doomed");
        ProgramRunner.main(
                late || doomed ? java.util.Arrays.copyOfRange(args, 1, args.length) : args,
                new Program<>(
                        "slow",
                        "Is slow.",
                        Config.class,
                        Config::runtime,
                        VertxStart.local(),
                        (config, around) -> late
                                ? List.of(
                                        Part.of("slow", Slow::new),
                                        Part.of("late", Late::new),
                                        Part.of("never", Late::new))
                                : doomed
                                        ? List.of(
                                                Part.of("slow", Slow::new), Part.of("doomed", () -> new Doomed(around)))
                                        : List.of(Part.of("slow", Slow::new))));
    }

    @TempDir
    private Path folder;

    private Process process;

    @AfterEach
    void end() throws Exception {
        if (process != null) {
            process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }

    private BufferedReader start(int port, String... first) throws IOException {
        var config = Files.writeString(
                folder.resolve("c.yaml"), "runtime: {event-loops: 1, management: {port: " + port + "}}");
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                ProgramRunnerIT.class.getName()));
        command.addAll(List.of(first));
        command.addAll(List.of("--config", config.toString()));
        process = new ProcessBuilder(command)
                .redirectError(folder.resolve("err").toFile())
                .start();
        return process.inputReader();
    }

    private static List<JsonObject> readUntil(BufferedReader from, String message) {
        var lines = new ArrayList<JsonObject>();
        try {
            for (var line = from.readLine(); line != null; line = from.readLine()) {
                lines.add(new JsonObject(line));
                if (lines.getLast().getString("message").equals(message)) {
                    break;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines;
    }

    @Test
    @DisplayName("GW-36 SIGTERM drains the parts and the process leaves with 0; every line of its log is JSON")
    void signal() throws Exception {
        var out = start(0);
        var lines = readUntil(out, "program started");
        assertThat(lines.getLast().getString("message")).isEqualTo("program started");
        process.toHandle().destroy(); // unlike Process.destroy this leaves its output open
        lines.addAll(readUntil(out, "never said"));
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(lines)
                .extracting(line -> line.getString("message"))
                .containsSubsequence("program started", "program is draining", "drained after a while", "program ended")
                .contains("an exception ended a thread", "from java.util.logging");
        assertThat(lines.toString()).doesNotContain("hunter2").contains("nobody catches me");
        assertThat(Files.readString(folder.resolve("err"))).isEmpty();
    }

    @Test
    @DisplayName(
            "GW-36 SIGTERM during the start ends the step under way, drains what serves already, and leaves with 0")
    void signalDuringStart() throws Exception {
        var out = start(0, "late");
        readUntil(out, "the late one starts");
        process.toHandle().destroy();
        var lines = readUntil(out, "program is asked to leave while it starts");
        process.outputWriter().append('\n').flush();
        lines.addAll(readUntil(out, "never said"));
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(lines)
                .extracting(line -> line.getString("message"))
                .containsSubsequence(
                        "program is asked to leave while it starts", "drained after a while", "program ended")
                .doesNotContain("the late one starts", "program started", "program did not start");
        assertThat(Files.readString(folder.resolve("err"))).isEmpty();
    }

    @Test
    @DisplayName("a program that can't go on is drained, says why in one sentence on standard error, and leaves with 1")
    void endsByItself() throws Exception {
        var lines = readUntil(start(0, "doomed"), "never said");
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(lines)
                .extracting(line -> line.getString("message"))
                .containsSubsequence(
                        "program ends by itself: there is another one; stop it",
                        "drained after a while",
                        "program ended");
        assertThat(Files.readString(folder.resolve("err")).strip()).isEqualTo("slow: there is another one; stop it");
    }

    @Test
    @DisplayName("a program that cannot start says one sentence on standard error and leaves with 1")
    void cannotStart() throws Exception {
        try (var taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            var out = start(taken.getLocalPort());
            readUntil(out, "never said");
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(1);
            assertThat(Files.readString(folder.resolve("err")))
                    .hasLineCount(1)
                    .startsWith("slow: the management port could not start: the port is in use (127.0.0.1:"
                            + taken.getLocalPort());
        }
    }
}
