package io.polyport.kit.runtime;

import io.polyport.kit.config.ConfigDump;
import io.polyport.kit.config.ConfigException;
import io.polyport.kit.config.ConfigLoader;
import java.io.PrintStream;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/**
 * Runs a {@link Program} as a process. Exit codes: 0 done or drained, 1 did not start or could not go on, 2 bad
 * arguments or configuration.
 */
public final class ProgramRunner {
    private static final int FAILED = 1;
    private static final int UNUSABLE = 2;

    private final PrintStream out;
    private final PrintStream err;
    private final Map<String, String> environment;

    ProgramRunner(PrintStream out, PrintStream err, Map<String, String> environment) {
        this.out = out;
        this.err = err;
        this.environment = environment;
    }

    /** For a {@code main}: returns when the program serves; SIGTERM and SIGINT then drain it and leave with 0. */
    public static void main(String[] args, Program<?> program) {
        var code = new ProgramRunner(System.out, System.err, System.getenv()).run(program, args);
        if (code.isPresent()) {
            Logs.flush();
            System.exit(code.getAsInt());
        }
    }

    /** @return the exit code, or empty when the program serves */
    <C extends Record> OptionalInt run(Program<C> program, String... args) {
        try {
            var arguments = Arguments.parse(args);
            return switch (arguments.action()) {
                case HELP -> print(Arguments.usage(program));
                case VERSION -> print(program.name() + " " + program.version() + " (Java " + Runtime.version() + ")\n");
                case CHECK_CONFIG -> {
                    load(program, arguments);
                    yield print("The configuration is good.\n");
                }
                case DUMP_CONFIG -> print(ConfigDump.toYaml(load(program, arguments)));
                case RUN -> serve(program, load(program, arguments));
            };
        } catch (IllegalArgumentException e) {
            err.println(program.name() + ": " + e.getMessage() + "; --help shows what there is");
            return OptionalInt.of(UNUSABLE);
        } catch (ConfigException e) {
            err.println(e.getMessage());
            return OptionalInt.of(UNUSABLE);
        }
    }

    private OptionalInt print(String text) {
        out.print(text);
        out.flush();
        return OptionalInt.of(0);
    }

    private <C extends Record> C load(Program<C> program, Arguments arguments) {
        return ConfigLoader.load(program.config(), arguments.files(), environment);
    }

    private <C extends Record> OptionalInt serve(Program<C> program, C config) {
        Logs.setUp();
        var log = LoggerFactory.getLogger(ProgramRunner.class);
        var settings = program.settings().apply(config);
        long began = System.nanoTime();
        var leave = new OrderlyLeave(settings.drainLimit());
        leave.atSignal();
        try {
            var running = leave.of(RunningProgram.start(program, config, leave::isAsked, (ending, reason) -> {
                        err.println(program.name() + ": " + Masking.mask(reason));
                        leave.fail();
                    }))
                    .join();
            log.atInfo()
                    .addKeyValue("program", program.name())
                    .addKeyValue("version", program.version())
                    .addKeyValue("management-port", running.managementPort())
                    .addKeyValue("millis", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began))
                    .log("program started");
            return OptionalInt.empty();
        } catch (CompletionException e) {
            leave.awaitIfAsked();
            log.error("program did not start", e.getCause());
            err.println(program.name() + ": "
                    + Masking.mask(String.valueOf(e.getCause().getMessage())));
            return OptionalInt.of(FAILED);
        }
    }
}
