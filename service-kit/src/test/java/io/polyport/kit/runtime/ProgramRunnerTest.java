package io.polyport.kit.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.config.Default;
import io.polyport.kit.config.Doc;
import io.polyport.kit.config.Secret;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProgramRunnerTest {
    record Config(
            @Doc("Runtime.") RuntimeSettings runtime,
            @Doc("Greeting.") @Default("hello") String greeting,
            @Doc("Key.") Optional<Secret> key) {}

    private static final Program<Config> PROGRAM = new Program<>(
            "greeter", "Greets.", Config.class, Config::runtime, VertxStart.local(), (config, around) -> List.of());

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(Map<String, String> environment, String... args) {
        var runner = new ProgramRunner(print(out), print(err), environment);
        return runner.run(PROGRAM, args).orElse(-1);
    }

    private static PrintStream print(ByteArrayOutputStream to) {
        return new PrintStream(to, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream from) {
        return from.toString(StandardCharsets.UTF_8);
    }

    private String file(String yaml) throws Exception {
        return Files.writeString(folder.resolve("c.yaml"), yaml).toString();
    }

    @Test
    @DisplayName("GW-37 --check-config says that a good configuration is good and leaves with 0")
    void checkGood() throws Exception {
        assertThat(run(Map.of(), "--check-config", "--config", file("greeting: hi")))
                .isZero();
        assertThat(text(out)).isEqualTo("The configuration is good.\n");
    }

    @Test
    @DisplayName("GW-37 --check-config prints every fault to standard error and leaves with 2")
    void checkBad() throws Exception {
        var code = run(
                Map.of("RUNTIME_EVENT_LOOPS", "many"), "--check-config", "--config=" + file("greting: hi\nkey: []"));
        assertThat(code).isEqualTo(2);
        assertThat(text(out)).isEmpty();
        assertThat(text(err))
                .contains(
                        "3 faults",
                        "c.yaml:1: greting",
                        "did you mean greeting?",
                        "c.yaml:2: key",
                        "RUNTIME_EVENT_LOOPS");
    }

    @Test
    @DisplayName("GW-37 a program with a bad configuration does not start and leaves with 2")
    void runBad() throws Exception {
        assertThat(run(Map.of(), "--config", file("runtime: {drain-limit: 0s}")))
                .isEqualTo(2);
        assertThat(text(err)).contains("runtime.drain-limit: \"0s\" must be longer than nothing");
    }

    @Test
    @DisplayName("GW-37 --dump-config prints what would be in force, secrets masked, and can be read again")
    void dump() throws Exception {
        assertThat(run(Map.of("KEY", "hunter2"), "--dump-config")).isZero();
        assertThat(text(out))
                .contains("greeting: hello", "management:\n    host: \"127.0.0.1\"", "key: \"****\"")
                .doesNotContain("hunter2");
        out.reset();
        run(Map.of(), "--dump-config");
        var first = text(out);
        out.reset();
        run(Map.of(), "--dump-config", "--config", file(first));
        assertThat(text(out)).isEqualTo(first);
    }

    @Test
    @DisplayName("--help and --version answer on standard output; an unknown argument leaves with 2")
    void others() {
        assertThat(run(Map.of(), "--help")).isZero();
        assertThat(text(out)).contains("greeter: Greets.", "--check-config");
        assertThat(run(Map.of(), "--version")).isZero();
        assertThat(text(out)).contains("greeter development (Java ");
        assertThat(run(Map.of(), "--confg", "x")).isEqualTo(2);
        assertThat(text(err)).contains("unknown argument --confg");
        assertThat(run(Map.of(), "--config")).isEqualTo(2);
        assertThat(text(err)).contains("--config needs a file");
    }

    @Test
    @DisplayName("every setting of the runtime is explained")
    void documented() {
        assertThat(io.polyport.kit.config.ConfigReference.toMarkdown(RuntimeSettings.class))
                .contains("`management.port`", "`drain-limit`");
    }
}
